"""Times that stand behind the usual formats: found, and read in their unit."""

import pytest

from httplogstats.formats.appended import unit, unit_of
from httplogstats.formats.common import COMBINED, COMMON
from httplogstats.formats.detect import detect
from httplogstats.formats.layout import Form
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Record, Recorder, Values
from httplogstats.scan.stamps import Stamps


def of(line: bytes) -> tuple[str, str, int | None, int | None]:
    """Format, unit, latency and upstream latency of a log of equal lines."""
    layout = detect(b"\n".join([line] * 10))
    assert layout is not None
    values = reader_of(layout)(line)
    assert isinstance(values, dict)
    known: Values = values
    record = Recorder(layout, Stamps()).record(known)
    assert isinstance(record, Record)
    return layout.name, unit(layout), record.latency, record.upstream


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (b" 0.038", ("combined+time", "s", 38_000, None)),
        (b' "0.038"', ("combined+time", "s", 38_000, None)),
        (b" 0.038 0.036 .", ("combined+time", "s", 38_000, 36_000)),
        (b" 512 0.038 -", ("combined+time", "s", 38_000, None)),
        (b' "-" 0.038', ("combined+time", "s", 38_000, None)),
        (b' "10.0.0.1, 10.0.0.2" 0.038', ("combined+time", "s", 38_000, None)),
        (b' "-" rt=0.002 urt=0.001 us=200 rid=GM msec=1786194053.734', ("combined+time", "s", 2000, 1000)),
        (b' "-" rt="0.002" urt="0.001, 0.004"', ("combined+time", "s", 2000, 5000)),
        (b" 12345", ("combined+time", "us?", 12_345, None)),
        (b" 0", ("combined+time", "s?", 0, None)),
        (b" 45", ("combined+time", "ms?", 45_000, None)),
        (b" 512 4096", ("combined", "", None, None)),  # bytes in and out, or what else
        (b' "-"', ("combined", "", None, None)),
    ],
)
def test_behind_combined(rest: bytes, expected: tuple[str, str, int | None, int | None]) -> None:
    assert of(COMBINED.example + rest) == expected


def test_behind_common() -> None:
    assert of(COMMON.example + b" 1534") == ("common+time", "us?", 1534, None)


@pytest.mark.parametrize(
    ("times", "form"),
    [
        ([b"0.001", b"1"], Form.SECONDS),
        ([b"0", b"0", b"2"], Form.SECONDS),
        ([b"5", b"40", b"900"], Form.MILLIS),
        ([b"5", b"40", b"100000"], Form.MICROS),
        ([b"800", b"1000", b"2000"], Form.MICROS),
        ([b"-"], Form.PLAIN),
    ],
)
def test_the_unit_of_whole_numbers(times: list[bytes], form: Form) -> None:
    assert unit_of(times) is form
