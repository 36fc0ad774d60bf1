"""Inputs that hold only the past (semantics T5), and several inputs at once."""

import gzip
import json
from fractions import Fraction
from pathlib import Path

import pytest

from httplogstats.alerts.measures import MEASURES
from httplogstats.alerts.rule import Rule, no_traffic
from httplogstats.block import Block
from httplogstats.cli import main
from httplogstats.feed import LocalFeed
from httplogstats.follower import Follower
from httplogstats.keep import Keep
from httplogstats.monitor import Monitor, Rules
from httplogstats.snapshot import Request, Span
from tests.fakes import Bench, FakeClock, FakeSource, line

PAST = 1_700_000_000


def records(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main([*arguments, "--json", "--utc"]) == 0
    return [json.loads(text) for text in capsys.readouterr().out.splitlines()]


def crossings(found: list[dict[str, object]]) -> list[tuple[object, object, object]]:
    return [
        (record["event"], record["time"], record["hits"]) for record in found if record["type"] == "alert"
    ]


def seconds(rate: int, start: int, end: int) -> bytes:
    return b"".join(line(PAST + second) * rate for second in range(start, end))


def test_a_compressed_log_goes_by_its_stamps_also_without_flags(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "access.log.1.gz"
    path.write_bytes(gzip.compress(seconds(11, 0, 130) + line(PAST + 3730)))
    found = records([str(path)], capsys)
    assert crossings(found) == [("fired", PAST + 110, 1210), ("recovered", PAST + 141, 1199)]
    slots = [record for record in found if record["type"] == "slot"]
    assert slots[0]["start"] == PAST
    assert sum(int(str(slot["hits"])) for slot in slots) == found[-1]["hits"] == 1431


def test_of_several_finished_logs_the_last_stamp_is_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    early, late = tmp_path / "early.log", tmp_path / "late.log"
    early.write_bytes(seconds(1, 0, 60))
    late.write_bytes(seconds(20, 100, 400))
    for order in ([early, late], [late, early]):
        found = records(["--no-follow", *map(str, order)], capsys)
        assert crossings(found) == [("fired", PAST + 159, 1201)]


def test_the_last_slot_of_a_log_that_has_ended_is_shown_though_it_was_not_over() -> None:
    bench = Bench(PAST + 86_400, replay=True)
    bench.source.past, bench.source.seekable = True, False
    bench.tick(PAST + 86_400, seconds(2, 3, 7))
    assert bench.feed.snapshot(Request()).window.hits == 0
    bench.source.finished = True
    bench.tick(PAST + 86_401)
    shown = bench.feed.snapshot(Request())
    assert (shown.window.start, shown.window.end, shown.window.hits) == (PAST, PAST + 10, 8)
    assert shown.totals.started == PAST
    filtered = bench.feed.snapshot(Request(where=("status = 200",)))
    assert filtered.window.hits == 8


def test_of_logs_named_newest_first_each_alert_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer, older = tmp_path / "access.log", tmp_path / "access.log.1"
    older.write_bytes(seconds(11, 0, 130) + seconds(1, 130, 600))
    newer.write_bytes(seconds(1, 600, 900) + seconds(11, 900, 1000))
    config = tmp_path / "rules.toml"
    config.write_text('[[rule]]\nname = "Little"\nmeasure = "rate"\nbelow = 2\nwindow = 60\n')
    told = [
        crossings(records(["--no-follow", "--config", str(config), *map(str, order)], capsys))
        for order in ([newer, older], [older, newer])
    ]
    assert told[0] == told[1]
    assert ("recovered", PAST + 143, 1190) in told[0]


@pytest.mark.parametrize("ahead", [PAST + 600, PAST + 7200])
@pytest.mark.parametrize("pieces", [1, 30])
def test_a_replay_ahead_of_our_clock_gives_way_to_now(pieces: int, ahead: int) -> None:
    bench = Bench(PAST, replay=True)
    lines = [line(ahead + second) for second in range(30)]
    for at in range(0, 30, 30 // pieces):
        bench.tick(PAST, b"".join(lines[at : at + 30 // pieces]))
    for second in range(1, 60):
        bench.tick(PAST + second, line(PAST + second))
    bench.tick(PAST + 70)
    shown = {start - PAST: tally.hits for start, tally in bench.slots}
    assert {start: shown.get(start) for start in (0, 10, 20, 30, 40, 50)} == {
        0: 9 + pieces - 1,  # all but the first piece came when its end had been seen
        **dict.fromkeys((10, 20, 30, 40, 50), 10),
    }
    assert bench.monitor.windows.next_close == PAST + 70
    lines_shown = bench.feed.snapshot(Request(lines=500)).lines
    assert sum(view.second >= ahead for view in lines_shown) == pieces - 1


@pytest.mark.parametrize("pieces", [1, 10])
def test_alerts_of_a_replay_ahead_of_our_clock_go_on_from_now(pieces: int) -> None:
    """They neither wait for the log's own time to come, nor last since then."""
    busy = Rule("Busy", MEASURES["clients"], Fraction(1, 2), 60)
    rules = Rules(10, 60, Fraction(10), (no_traffic("Silence", 60), busy))
    bench, ahead = Bench(PAST, replay=True, rules=rules), PAST + 7200
    lines = [line(ahead + second) * 20 for second in range(100)]
    for at in range(0, 100, 100 // pieces):  # a backlog
        bench.source.append(b"".join(lines[at : at + 100 // pieces]))
    bench.tick(PAST)
    assert [(event.rule, event.fired) for event in bench.events] == [("High traffic", True), ("Busy", True)]
    for second in range(1, 200):
        bench.tick(PAST + second, line(PAST + second) * 20 if second >= 150 else b"")
    live = bench.events[2:]
    assert [(event.rule, event.fired, event.time - PAST) for event in live] == [
        ("High traffic", False, 59), ("Silence", True, 59), ("Busy", False, 59),
        ("Silence", False, 151), ("Busy", True, 160), ("High traffic", True, 181),
    ]  # fmt: skip
    assert [event.duration for event in live[:3]] == [60, 0, 60]
    assert all(event.evidence for event in live)


class Ending(FakeSource):
    """Ends when all has been read."""

    def poll(self, now: float, limit: int) -> list[Block]:
        blocks = super().poll(now, limit)
        self.finished = self.at_end
        return blocks


def test_a_finished_log_ahead_of_our_clock_is_shown_as_it_was() -> None:
    keep, source, monitor = Keep(10**9), Ending(), Monitor(Rules(), PAST, str)
    source.append(seconds(3, 7200, 7210))
    feed = LocalFeed([Follower(source, PAST, None, keep)], monitor, FakeClock(PAST), keep=keep)
    while feed.tick():
        pass
    feed.tick()
    snapshot = feed.snapshot(Request(Span.START, lines=50))
    assert (snapshot.clock, snapshot.window.hits, len(snapshot.lines)) == ("replay", 30, 30)
