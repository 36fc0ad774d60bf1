"""Several inputs as one log, and pieces of work that are short whatever there is to do."""

import random
from fractions import Fraction

import pytest

from httplogstats.feed import READING, LocalFeed
from httplogstats.follower import Follower
from httplogstats.monitor import Decided, Monitor, Rules
from httplogstats.ring import Slot
from httplogstats.rounds import LEAST, MOST, Pace
from httplogstats.snapshot import AlertEvent, Request
from tests.fakes import Bench, FakeClock, FakeSource, line

NOW = 1_800_000_000
PAST = NOW - 86_400
PIECE = 4_000


def test_what_is_newer_than_a_pipe_that_pauses_is_not_read_before_it_goes_on() -> None:
    inputs = Inputs(FakeClock(NOW), 2)
    pipe, file = inputs.replays
    pipe.seekable, pipe.past, file.past = False, True, True
    pipe.append(line(PAST))
    for second in range(PAST, PAST + 1000, 10):
        file.append(line(second))
    for _ in range(300):
        inputs.feed.tick()
    assert file.waiting > 90 * len(line(PAST))
    assert not inputs.feed.tick(), "it waits, and spins not"
    pipe.finished = True
    for _ in range(300):
        inputs.feed.tick()
    assert not file.waiting


class SlowClock(FakeClock):
    """Every look at it takes a millisecond: so work is measured by its steps."""

    def __init__(self, now: int) -> None:
        super().__init__(now)
        self.looks = 0

    def elapsed(self) -> float:
        self.looks += 1
        return self.time + self.looks / 1000


class Inputs:
    """Several sources on one clock; live ones are primed with what they have `before`."""

    def __init__(self, clock: FakeClock, replays: int, live: tuple[FakeSource, ...] = ()) -> None:
        self.clock = clock
        self.slots: list[Slot] = []
        self.events: list[AlertEvent] = []
        self.monitor = Monitor(Rules(10, 120, Fraction(10)), clock.time, str)
        self.replays = [FakeSource() for _ in range(replays)]
        followers = [Follower(source, clock.time, None) for source in self.replays]
        if live:
            self.monitor.begin(None if replays else clock.time - 140)
        followers += [Follower(source, clock.time, clock.time - 140) for source in live]
        self.feed = LocalFeed(followers, self.monitor, clock, self._decided)

    def settle(self, finished: bool = False) -> None:
        for source in self.replays:
            source.finished = finished
        while self.feed.tick():
            pass

    def seen(self) -> tuple[list[tuple[int, int]], list[tuple[bool, int, int]]]:
        slots = [(start, tally.hits) for start, tally in self.slots if tally.hits]
        return slots, [(event.fired, event.time, event.value) for event in self.events]

    def _decided(self, decided: Decided) -> None:
        self.slots += decided.slots
        self.events += decided.events


def pieces(lines: list[bytes]) -> list[bytes]:
    return [b"".join(lines[place : place + PIECE]) for place in range(0, len(lines), PIECE)]


def logs(seed: int) -> list[list[tuple[int, bytes]]]:
    """Three logs of some hours: with floods, silent for a long time, and sparse."""
    dice = random.Random(seed)
    flood = [PAST + dice.randrange(600, 3000) for _ in range(40_000)]
    silent = [PAST + second for second in (0, 1, 20_000, 20_010) for _ in range(5)]
    sparse = [PAST + dice.randrange(21_000) for _ in range(3_000)]
    return [[(second, line(second)) for second in sorted(log)] for log in (flood, silent, sparse)]


def test_logs_of_different_formats_are_all_named() -> None:
    plain, timed = line(NOW - 20) * 5, line(NOW - 20).replace(b"\n", b" 0.250\n") * 5
    inputs = Inputs(FakeClock(NOW), 0, (FakeSource(plain), FakeSource(timed), FakeSource(plain)))
    inputs.settle()
    snapshot = inputs.feed.snapshot(Request())
    assert (snapshot.layout, snapshot.unit) == ("common, common+time", "s")


@pytest.mark.parametrize("seed", range(3))
def test_several_replays_are_one_log_sorted_by_time(seed: int) -> None:
    several = logs(seed)
    apart, whole = Inputs(FakeClock(NOW), len(several)), Inputs(FakeClock(NOW), 1)
    for source, log in zip(apart.replays, several, strict=True):
        for piece in pieces([text for _, text in log]):
            source.append(piece)
    for piece in pieces([text for _, text in sorted(dated for log in several for dated in log)]):
        whole.replays[0].append(piece)
    for inputs in (apart, whole):
        inputs.settle()
        inputs.settle(finished=True)
        inputs.feed.finish()
    assert apart.seen() == whole.seen()
    assert len(apart.events) > 1
    assert apart.monitor.late == 0


def test_the_replay_that_is_furthest_behind_is_read_first() -> None:
    inputs = Inputs(SlowClock(NOW), 2)
    late, early = inputs.replays
    for second in range(100):
        early.append(line(PAST + second))
        late.append(line(PAST + 1000 + second))
    whole = late.waiting
    while early.waiting:
        inputs.feed.tick()
    assert late.waiting > whole * 0.9


def test_a_finished_log_beside_a_live_one_is_replayed_and_nothing_of_it_is_late() -> None:
    live = FakeSource(before=line(NOW - 30) * 7)
    inputs = Inputs(FakeClock(NOW), 1, (live,))
    for second in range(PAST, PAST + 200):
        inputs.replays[0].append(line(second) * 11)
    live.append(line(NOW))
    inputs.feed.tick()
    inputs.settle()
    inputs.settle(finished=True)
    inputs.clock.time = NOW + 12
    live.append(line(NOW + 12))
    inputs.settle(finished=True)
    slots, crossings = inputs.seen()
    assert inputs.monitor.late == 0
    assert crossings[0] == (True, PAST + 110, 1210)
    assert crossings[1][0] is False
    assert all(event.before_start for event in inputs.events)
    assert sum(hits for _, hits in slots) == 2200 + 7 + 1
    assert slots[-2:] == [(NOW - 30, 7), (NOW, 1)]


def test_an_hour_of_slots_is_closed_in_short_pieces() -> None:
    inputs = Inputs(SlowClock(NOW), 1)
    inputs.replays[0].append(line(NOW - 3600))
    ticks = 1
    begun = inputs.clock.elapsed()
    while inputs.feed.tick():
        end = inputs.clock.elapsed()
        assert end - begun < READING + 0.01
        begun = end
        ticks += 1
    assert ticks > 10
    assert len(inputs.slots) == 359


def test_a_moment_before_any_line_has_a_date_is_now() -> None:
    inputs = Inputs(SlowClock(NOW), 1)
    for _ in range(50):
        inputs.replays[0].append(b"rubbish\n")
    inputs.feed.tick()
    snapshot = inputs.feed.snapshot(Request())
    assert inputs.replays[0].waiting
    assert abs(snapshot.timeline.start - NOW) <= 3600
    assert (snapshot.next_close, snapshot.newest) == (NOW, NOW - 10)


def test_nothing_is_read_while_seconds_wait_to_be_decided() -> None:
    """Else it would depend on our speed whether a line is late."""
    inputs = Inputs(SlowClock(NOW), 1)
    inputs.replays[0].append(line(NOW - 3600))
    inputs.feed.tick()
    inputs.replays[0].append(line(NOW - 30))
    inputs.settle()
    inputs.settle()
    assert inputs.monitor.late == 1


def test_an_empty_log_read_from_its_start_lets_time_pass() -> None:
    bench = Bench(NOW, replay=True)
    for second in range(NOW, NOW + 30):
        bench.tick(second)
    assert [start for start, _ in bench.slots][-2:] == [NOW, NOW + 10]


def test_a_piece_takes_about_ten_milliseconds_whatever_its_lines_cost() -> None:
    pace = Pace()
    for _ in range(20):
        pace.note(pace.limit * 1e-9)  # 1 GB/s
    assert pace.limit == MOST
    for _ in range(20):
        pace.note(pace.limit * 2e-7)
    assert LEAST <= pace.limit <= 75_000
    for _ in range(20):
        pace.note(1.0)
    assert pace.limit == LEAST


def test_freed_memory_is_kept_only_while_a_backlog_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[bool] = []
    monkeypatch.setattr("httplogstats.memory.keep_freed", chosen.append)
    source = FakeSource()
    inputs = Inputs(SlowClock(NOW), 0, (source,))
    inputs.settle()
    before = list(chosen)  # what stood there at the start may have been a backlog
    assert before[-1] is False
    for _ in range(100):
        source.append(line(NOW) * 100)
    assert inputs.feed.tick()
    assert chosen == [*before, True]
    inputs.settle()
    assert chosen == [*before, True, False]
    source.append(line(NOW))
    inputs.settle()
    assert chosen == [*before, True, False]
