"""What text and JSON say of times and bytes: only where the log has them."""

import io
import json
from datetime import UTC
from pathlib import Path

import pytest

from httplogstats.cli import main
from httplogstats.formats.common import COMBINED
from httplogstats.plain import JsonPrinter, TextPrinter
from httplogstats.views import slot_view
from tests.fakes import Bench

NOON = 1_525_867_200  # 09/May/2018:12:00:00 +0000


def printed(rest: bytes, hits: int = 100) -> tuple[dict[str, object], str]:
    line = COMBINED.example.replace(b"16:00:39", b"12:00:05") + rest + b"\n"
    bench = Bench(NOON + 8)
    bench.tick(NOON + 9, line * hits)
    bench.tick(NOON + 15)
    view = slot_view(bench.slots[-1], 10, 10)
    records, text = io.StringIO(), io.StringIO()
    JsonPrinter(records).slot(view, False, True)
    TextPrinter(text, UTC, 10).slot(view, False, True)
    return json.loads(records.getvalue()), text.getvalue()


def test_times_where_the_log_has_them() -> None:
    record, text = printed(b" 0.000050")
    assert record["latency"] == {"p50": 0.00005, "p95": 0.00005, "p99": 0.00005}
    assert "\n  latency   p50 50 us  p95 50 us  p99 50 us\n" in text


def test_nothing_where_it_has_none() -> None:
    record, text = printed(b"")
    assert record["hits"] == 100
    assert "latency" not in record
    assert "latency" not in text


def test_one_is_not_said_as_many() -> None:
    assert "  1 request  " in printed(b"", 1)[1]
    assert printed(b"", 1)[1].splitlines()[0].endswith("  1 client")
    assert printed(b"", 2)[1].splitlines()[0].endswith("  1 client")
    assert "  2 requests  " in printed(b"", 2)[1]


UNSIZED = b'2018-05-09 12:00:05,123 INFO:     127.0.0.1:51234 - "GET /a/b HTTP/1.1" 200 OK\n'


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["--no-follow", "--utc", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_a_log_without_sizes_says_no_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(UNSIZED * 3)
    slot, end = map(json.loads, told(capsys, "--json", str(log)))
    assert slot["hits"] == end["hits"] == 3
    assert slot["bytes"] is slot["sections"][0]["bytes"] is end["bytes"] is None
    text = told(capsys, "--plain", str(log))
    assert text[0].endswith("  3 requests  0.3/s  0.0 % errors  1 client")
    assert text[1].split() == ["SECTION", "HITS", "%", "/s", "4xx", "5xx"]
    assert text[2].split() == ["/a", "3", "100.0", "0.3", "0", "0"]
    assert text[-1] == "read 3 lines = 3 hits + 0 malformed + 0 blank + 0 overlong"


def test_bytes_are_said_where_one_of_several_logs_has_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sized, unsized, empty = (tmp_path / name for name in ("a.log", "b.log", "c.log"))
    sized.write_bytes(COMBINED.example + b"\n")
    unsized.write_bytes(UNSIZED)
    empty.write_bytes(b"")
    assert json.loads(told(capsys, "--json", str(sized), str(unsized))[-1])["bytes"] == 123
    assert json.loads(told(capsys, "--json", str(empty))[-1])["bytes"] == 0
