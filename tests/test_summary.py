"""What a summary says of a whole log: the sum of all slots, and how traffic went."""

import json
from collections.abc import Callable
from datetime import UTC
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from httplogstats import cli
from httplogstats.clock import EVER, NEVER
from httplogstats.course import HELD, Course, Period
from httplogstats.monitor import Decided, Monitor, Rules
from httplogstats.plain import JsonPrinter, Printer, TextPrinter
from httplogstats.progress import Progress
from httplogstats.summary import Summary
from httplogstats.tally import Tally
from tests.fakes import Bench, line

NOON = 1_525_867_200  # 09/May/2018:12:00:00 +0000
HOUR = 3600


def course(*slots: tuple[int, int], interval: int = 10) -> Course:
    """Of slots by their start after noon, and hits."""
    found = Course(interval)
    for start, hits in slots:
        found.add(NOON + start, [hits, 100 * hits, 1, 0])
    return found


def hits_by_period(found: Course, most: int) -> list[tuple[int, int, int]]:
    return [(start - NOON, end - NOON, hits) for start, end, hits, *_ in found.periods(most)]


def test_nothing_came() -> None:
    assert course().periods(3) == ()
    assert course().busiest is None
    assert (course().start, course().end) == (EVER, NEVER)


def test_as_few_periods_as_are_wanted_also_those_in_which_nothing_came() -> None:
    found = course((0, 1), (30, 2), (10, 4))
    assert hits_by_period(found, 4) == [(0, 10, 1), (10, 20, 4), (20, 30, 0), (30, 40, 2)]
    assert hits_by_period(found, 3) == [(0, 40, 7)]  # a minute is what people like, and it is not over
    assert found.periods(3) == (Period(NOON, NOON + 40, 7, 700, 3, 0),)
    assert found.busiest == Period(NOON + 10, NOON + 20, 4, 400, 1, 0)


def test_periods_begin_where_people_expect_and_the_first_and_last_are_short() -> None:
    found = course(*((start, 1) for start in range(50, 190, 10)))
    assert hits_by_period(found, 5) == [(50, 60, 1), (60, 120, 6), (120, 180, 6), (180, 190, 1)]


def test_an_interval_that_fits_into_no_minute_is_doubled() -> None:
    found = course(*((start, 1) for start in range(6, 76, 7)), interval=7)  # noon is no multiple of 7
    assert sum(hits for *_, hits in hits_by_period(found, 3)) == 10
    assert {end - start for start, end, _ in hits_by_period(found, 9)[1:-1]} == {14}


def test_years_take_no_more_room_and_lose_nothing() -> None:
    found = course(*((day * 24 * HOUR, 1) for day in range(3 * HELD)))
    assert len(found._figures) <= HELD
    periods = found.periods(30)
    assert 10 < len(periods) <= 30
    assert sum(period.hits for period in periods) == 3 * HELD
    assert sum(period.client_errors for period in periods) == 3 * HELD


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """An hour of two hits a second, with a minute of ten, half of which fail."""
    path = tmp_path / "access.log"
    with path.open("wb") as out:
        for second in range(NOON, NOON + HOUR):
            out.write(line(second) + line(second, "/"))
            if NOON + 600 <= second < NOON + 660:
                burst = 4 * line(second, "/api/user") + 4 * line(second, "/api/user", 503)
                out.write(burst.replace(b"10.0.0.1 ", b"10.0.0.9 "))
    return path


def said(*arguments: str) -> None:
    assert cli.main(["--summary", "--utc", "--no-history", *arguments]) == 0


def test_text(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(str(log))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2018-05-09 12:00:00 - 2018-05-09 13:00:00 UTC, 1 h 0 min"
    assert lines[1].startswith("  7 680 requests  2.1/s  ")
    assert lines[1].endswith("  3.1 % errors  2 clients")
    assert "  busiest   2018-05-09 12:10:00  10.0/s over 10 s" in lines
    assert "  status    200 7 440  503 240" in lines
    at = lines.index(next(one for one in lines if one.startswith("  FROM ")))
    assert lines[at + 1].split()[:5] == ["2018-05-09", "12:00:00", "240", "3.1", "2.0"]
    burst = next(one for one in lines if one.startswith("  2018-05-09 12:10:00"))
    assert burst.endswith("  " + 20 * "#")
    failing = lines.index(next(one for one in lines if one.startswith("  FAILING")))
    assert lines[failing + 1].split()[:6] == ["/api/user", "480", "6.2", "0.1", "0", "240"]
    assert not any(one.startswith(("  REFERRER", "  HOST")) for one in lines), "the log says neither"
    assert lines[-1].startswith("read 7680 lines = 7680 hits + ")


def records(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(one) for one in capsys.readouterr().out.splitlines()]


def test_json(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said("--json", "--top", "1", "--interval", "60", str(log))
    summary, end = records(capsys)
    assert (summary["type"], summary["start"], summary["end"]) == ("summary", NOON, NOON + HOUR)
    assert (summary["hits"], summary["5xx"], summary["clients"]) == (7680, 240, 2)
    assert summary["busiest"] == {
        "start": NOON + 600, "end": NOON + 660, "hits": 600, "bytes": 60_000, "4xx": 0, "5xx": 240
    }  # fmt: skip
    assert (summary["paths"], summary["paths_exact"], len(summary["top_paths"])) == (3, True, 1)
    assert (summary["failing"], summary["failing_exact"]) == (1, True)
    assert summary["top_clients"] == [{"key": "10.0.0.1", "hits": 7200, "bytes": 720000, "4xx": 0, "5xx": 0}]
    assert sum(period["hits"] for period in summary["periods"]) == 7680
    assert end["type"] == "end"


def test_crossings_are_told_and_slots_are_not(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said("--json", "--threshold", "5", str(log))
    found = records(capsys)
    assert [(one["type"], one.get("event")) for one in found] == [
        ("alert", "fired"), ("alert", "recovered"), ("summary", None), ("end", None)
    ]  # fmt: skip


def test_what_fires_at_the_end_is_said(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.write_bytes(b"".join(11 * line(second) for second in range(NOON, NOON + 200)))
    said(str(log))
    assert "  ongoing   High traffic, since 2018-05-09 12:01:50" in capsys.readouterr().out.splitlines()
    said("--json", str(log))
    assert records(capsys)[1]["ongoing"] == [{"rule": "High traffic", "since": NOON + 110}]


def test_hits_whose_interval_had_closed_are_said(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.write_bytes(line(NOON + 7200) + line(NOON + 3600) + 1100 * line(NOON))
    said(str(log))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("  1 102 requests  ")
    assert any(one.endswith("(1 other)") for one in lines) is False
    assert lines[-1].endswith("; 1100 late: their interval had closed, they count where they came")
    said("--json", str(log))
    assert records(capsys)[-1]["late"] == 1100


def test_files_of_several_servers_glued_together_find_their_times(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = log.read_bytes().splitlines(keepends=True)
    said("--threshold", "5", str(log))
    sorted_by_time = capsys.readouterr().out
    pieces = [written[at : at + 600] for at in range(0, len(written), 600)]  # five minutes
    glued = [one for piece in pieces for server in range(3) for one in piece[server::3]]
    log.write_bytes(b"".join(glued))
    said("--threshold", "5", str(log))
    assert capsys.readouterr().out == sorted_by_time


def test_rules_that_want_a_whole_window_see_files_glued_together_as_if_sorted(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = log.with_name("rules.toml")
    config.write_text('[[rule]]\nname = "Errors"\nmeasure = "error_rate"\nabove = "30%"\nwindow = 60\n')
    later = [line(NOON + second) for second in range(1800, 3000)]
    earlier = [line(NOON + second, status=500 if 300 <= second < 600 else 200) for second in range(1200)]
    told = []
    for lines in ([*later, *earlier], [*earlier, *later]):
        log.write_bytes(b"".join(lines))
        said("--config", str(config), str(log))
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert told[0].startswith("Errors generated an alert")


def test_figures_line_up_however_large_they_are(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with log.open("wb") as out:
        for second in range(NOON, NOON + 300):
            out.write(400 * line(second))
    said(str(log))
    lines = capsys.readouterr().out.splitlines()
    at = lines.index(next(one for one in lines if one.startswith("  SECTION ")))
    assert lines[at] == "  SECTION     HITS       %      /s     4xx     5xx   BYTES"
    assert lines[at + 1] == "  /pages   120 000   100.0   400.0       0       0   12 MB"


def test_the_same_with_a_history_which_keeps_slots(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said("--json", str(log))
    alone = records(capsys)
    assert cli.main(["--summary", "--json", "--history", str(log.with_name("kept")), str(log)]) == 0
    assert records(capsys) == alone


@pytest.mark.parametrize("scanner", ["pure", "native"])
def test_more_clients_than_the_table_of_an_interval_holds_are_all_counted(
    scanner: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if scanner == "native":
        pytest.importorskip("httplogstats.scan._native")
    monkeypatch.setenv("HTTPLOGSTATS_SCANNER", scanner)
    with (tmp_path / "busy.log").open("wb") as out:
        for number in range(12_000):
            name = b"10.1.%d.%d " % divmod(number, 256)
            out.write(line(NOON + number // 1500).replace(b"10.0.0.1 ", name))
    said("--json", str(tmp_path / "busy.log"))
    summary = records(capsys)[-2]
    assert (summary["clients"], summary["clients_exact"]) == (12_000, True)
    assert (summary["start"], summary["end"]) == (NOON, NOON + 10)


@pytest.mark.parametrize("measure", ["clients", "p95", "rate_5xx"])
def test_rules_fire_as_they_do_without_a_summary(
    measure: str, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = log.with_name("rules.toml")
    limit = {"clients": "1.5", "p95": '"100ms"', "rate_5xx": '"5%"'}[measure]
    rules.write_text(f'[[rule]]\nname = "r"\nmeasure = "{measure}"\nabove = {limit}\nwindow = 60\n')
    timed, data = log.with_name("timed.log"), log.read_bytes()
    for status, took in ((b"503", b"0.5"), (b"200", b"0.01")):
        data = data.replace(b'" %b 100\n' % status, b'" %b 100 "-" "-" %b\n' % (status, took))
    timed.write_bytes(data)
    arguments = ["--config", str(rules), "--json", "--utc", "--no-follow", str(timed)]
    events = []
    for more in ([], ["--summary"], ["--history", str(log.with_name("kept"))]):
        assert cli.main([*more, *arguments]) == 0
        events.append([one for one in records(capsys) if one["type"] == "alert"])
    assert [one["event"] for one in events[0]] == ["fired", "recovered"]
    assert events[0] == events[1] == events[2]


def test_a_log_without_requests_has_only_its_account(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.log").write_bytes(b"\n")
    said("--json", str(tmp_path / "empty.log"))
    assert [one["type"] for one in records(capsys)] == ["end"]


@pytest.mark.parametrize("printer", [partial(TextPrinter, zone=UTC, top=10), JsonPrinter])
def test_it_says_so_where_the_log_was_not_read_to_its_end(printer: Callable[[StringIO], Printer]) -> None:
    out, tally = StringIO(), Tally()
    tally.hits = 1
    summary, monitor = Summary(printer(out), 10, 10), Monitor(Rules(), NOON, str, kept=0)
    summary.tell(monitor, Decided(((NOON, tally),), partial=True))
    summary.end(monitor)
    assert "(cut short)" in out.getvalue() or '"partial": true' in out.getvalue()


def test_bytes_are_not_said_where_the_log_has_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tiny.log").write_bytes(20 * b"10.0.0.1 [09/May/2018:12:00:39 +0000] GET /a 200\n")
    bare = ["--log-format", "%h %t %m %U %s", str(tmp_path / "tiny.log")]
    said("--json", *bare)
    summary = records(capsys)[0]
    assert (summary["bytes"], summary["top_paths"][0]["bytes"], summary["busiest"]["bytes"]) == (None,) * 3
    said(*bare)
    assert "BYTES" not in capsys.readouterr().out


def test_a_long_name_moves_no_figures_but_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "long.log").write_bytes(line(NOON, "/a") * 2 + line(NOON, "/b/" + 200 * "x"))
    said(str(tmp_path / "long.log"))
    lines = capsys.readouterr().out.splitlines()
    short = next(one for one in lines if one.startswith("  /a ") and len(one) > 90)
    assert len(short) == len("  ") + 50 + 6 * len("  123456")
    assert any(one.startswith("  /b/" + 200 * "x" + "       1    33.3") for one in lines)


def test_progress_is_one_line_that_is_taken_away_again() -> None:
    out, bench = StringIO(), Bench(NOON)
    progress = Progress(out, 5.0)
    progress.say(5.9, bench.feed, bench.monitor)
    progress.end()
    assert out.getvalue() == "", "what is over at once needs no progress"
    progress.say(6.0, bench.feed, bench.monitor)
    progress.say(6.1, bench.feed, bench.monitor)
    said = out.getvalue()
    assert said == "\r0 B, 0 lines\r"
    progress.end()
    assert out.getvalue() == said + "\r" + " " * len("0 B, 0 lines") + "\r"


def test_it_can_be_no_demo(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--summary", "--demo"]) == 2
    assert "--summary" in capsys.readouterr().err
