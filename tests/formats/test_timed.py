"""Times in JSON lines under names that people choose, in the unit that the name says."""

import json

import pytest

from httplogstats.formats.appended import unit
from httplogstats.formats.detect import detect
from httplogstats.formats.layout import Form, Role
from httplogstats.formats.timed import UNITS, WORDS, meanings
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.pure import PureScanner
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Record, Recorder
from httplogstats.scan.stamps import Stamps
from tests.scan.test_differential import PLACINGS

LINE = {
    "time": "2018-05-09T12:00:39Z",
    "remote_addr": "10.0.0.1",
    "method": "GET",
    "path": "/a",
    "status": 200,
}


def of(*members: dict[str, object]) -> tuple[str, str, int | None, int | None]:
    """Format, unit, latency and upstream latency of the last line of a log."""
    lines = [json.dumps(LINE | one).encode() for one in members]
    data = b"\n".join(lines)
    layout = detect(data)
    assert layout is not None
    exact = ExactScanner(layout).scan(data, PLACINGS[0])
    assert (
        PureScanner(layout).scan(data, PLACINGS[0]) == make_scanner(layout).scan(data, PLACINGS[0]) == exact
    )
    values = reader_of(layout)(lines[-1])
    assert isinstance(values, dict)
    record = Recorder(layout, Stamps()).record(values)
    assert isinstance(record, Record)
    return layout.name, unit(layout), record.latency, record.upstream


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"duration_ms": 38}, ("nginx_json+time", "ms", 38_000, None)),
        ({"durationMs": 38.5}, ("nginx_json+time", "ms", 38_500, None)),
        ({"duration_s": 2}, ("nginx_json+time", "s", 2_000_000, None)),
        ({"latency_us": "1500"}, ("nginx_json+time", "us", 1500, None)),
        ({"elapsed-ns": 1_500_000}, ("nginx_json+time", "ns", 1500, None)),
        ({"latency": "1.5ms"}, ("nginx_json+time", "s", 1500, None)),
        ({"responseTime": 0.25}, ("nginx_json+time", "s", 250_000, None)),
        ({"duration": 0.25, "duration_ms": 250}, ("nginx_json", "s", 250_000, None)),
        ({"took": 0.25, "took_ms": 250}, ("nginx_json+time", "ms", 250_000, None)),
        ({"took_ms": 9, "upstream_time_ms": 5}, ("nginx_json+time", "ms", 9000, 5000)),
        ({"request_time": 0.5, "upstream_latency_ms": 7}, ("nginx_json+time", "s", 500_000, 7000)),
        ({"took_ms": 9, "upstream_time": 0.005}, ("nginx_json+time", "ms", 9000, 5000)),
        ({"duration_ms": None}, ("nginx_json", "", None, None)),
        ({"duration_ms": "long", "latency_ms": {"a": 1}}, ("nginx_json", "", None, None)),
        ({"duration_minutes": 3}, ("nginx_json", "", None, None)),
    ],
)
def test_times_by_their_names(members: dict[str, object], expected: tuple[str, str, int, int]) -> None:
    assert of(members, members, {"duration_ms": True} | members) == expected


def test_what_few_lines_have_is_no_time_of_the_log() -> None:
    assert of({"took_ms": 5}, {}, {}) == ("nginx_json", "", None, None)


def test_each_name_means_one_thing() -> None:
    words = [word for names in WORDS.values() for word in names]
    assert len(meanings()) == len(words) * (1 + sum(map(len, UNITS.values())))
    assert meanings()["responsetimems"] == (Role.LATENCY, Form.MILLIS)


def with_value(value: str) -> bytes:
    return json.dumps(LINE | {"n": 0}).replace('"n": 0', f'"n": {value}').encode()


def test_a_number_without_end_is_no_trouble() -> None:
    assert detect(with_value("9" * 5000)) is not None


def test_neither_are_brackets_as_deep_as_can_be_read() -> None:
    for depth in range(500, 1000):
        detect(with_value("[" * depth + "]" * depth))
