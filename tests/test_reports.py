"""What a text run prints is in order, beside the counting of what comes next, and its errors are known."""

import threading
from collections.abc import Sequence

import pytest

from httplogstats.account import Account
from httplogstats.chores import MOST
from httplogstats.monitor import Decided, Monitor, Rules
from httplogstats.reports import LEAST, PIECE, Reports
from httplogstats.ring import Slot
from httplogstats.snapshot import AlertEvent, WindowView
from httplogstats.tally import Tally
from httplogstats.windows import MANY
from tests.fakes import Bench, Later, line

PAST = 1_700_000_000


class Paper:
    """A printer that can be held up, and torn."""

    def __init__(self) -> None:
        self.said: list[object] = []
        self.threads: set[threading.Thread] = set()
        self.free = threading.Event()
        self.torn = False
        self.flushed = 0  # how much of it whoever reads has

    def slot(self, view: WindowView, partial: bool, sized: bool) -> None:
        self.free.wait(10)
        if self.torn:
            raise BrokenPipeError
        self.threads.add(threading.current_thread())
        self.said.append((view.start - PAST, view.hits, partial))

    def alert(self, event: AlertEvent) -> None:
        self.said.append(event.message)

    def end(self, account: Account, size: int | None, late: int) -> None:
        self.said.append((account.read, size))

    def flush(self) -> None:
        self.flushed = len(self.said)


def model(*, live: bool = False) -> Monitor:
    monitor = Monitor(Rules(), PAST, str, kept=0)
    monitor.live = live
    return monitor


def slots(*hits: int) -> Sequence[Slot]:
    found = [(PAST + 10 * number, Tally()) for number in range(len(hits))]
    for (_, tally), number in zip(found, hits, strict=True):
        tally.hits = number
    return tuple(found)


def test_a_replay_goes_on_while_its_slots_are_printed_and_ends_behind_them() -> None:
    paper = Paper()
    reports, monitor = Reports(paper, 10, 10), model()
    for slot in slots(MANY, 0, MANY + 1):
        reports.tell(monitor, Decided((slot,)))
    assert paper.said == []
    paper.free.set()
    reports.end(monitor)
    assert paper.said == [(0, MANY, False), (20, MANY + 1, False), (0, 0)]
    assert threading.current_thread() not in paper.threads


def test_small_slots_are_printed_some_at_a_time_in_order_and_all_when_waited_for() -> None:
    paper = Paper()
    paper.free.set()
    reports, monitor = Reports(paper, 10, 10), model()
    for slot in slots(MANY, MANY - 1):
        reports.tell(monitor, Decided((slot,)))
    reports._chores.wait()
    assert paper.said == [(0, MANY, False)]
    reports.wait()
    assert paper.said == [(0, MANY, False), (10, MANY - 1, False)]
    for slot in slots(*[MANY // 2] * (2 * PIECE // MANY)):
        reports.tell(monitor, Decided((slot,)))
    reports._chores.wait()
    assert len(paper.said) == paper.flushed == 2 + 2 * PIECE // MANY


def test_of_many_tiny_slots_few_are_held_and_none_that_is_empty() -> None:
    paper = Paper()
    paper.free.set()
    reports, monitor = Reports(paper, 10, 10), model()
    for _ in range(PIECE // LEAST):
        assert len(reports._told) < PIECE // LEAST
        reports.tell(monitor, Decided(slots(0, 1, 0)))
        assert not any(decided.slots for decided, _, _ in reports._told)
    assert reports._told == []
    reports.wait()
    assert len(paper.said) == PIECE // LEAST


def test_live_an_empty_slot_is_told_too_and_printed_when_it_is_told() -> None:
    paper = Paper()
    paper.free.set()
    reports, monitor = Reports(paper, 10, 10), model(live=True)
    before = (PAST - 10, Tally())
    reports.tell(monitor, Decided((before, *slots(0, 2)), partial=True))
    assert paper.said == [(0, 0, True), (10, 2, True)]
    assert paper.flushed == 2


def test_a_pipe_that_nobody_reads_ends_a_replay_long_before_its_last_slot() -> None:
    paper = Paper()
    paper.torn = True
    paper.free.set()
    reports, monitor = Reports(paper, 10, 10), model()
    told = (reports.tell(monitor, Decided((slot,))) for slot in slots(*[MANY] * (MOST + 3)))
    with pytest.raises(BrokenPipeError):
        list(told)


def test_a_slot_that_is_kept_is_printed_before_it_is_shrunk() -> None:
    """Slots of two minutes and more lose their small rows as soon as the next one has closed."""
    paper = Paper()
    paper.free.set()
    reports, bench = Reports(paper, 300, 0), Bench(PAST, replay=True, rules=Rules(300))
    reports._chores = Later()
    sections: list[int] = []
    paper.slot = lambda view, partial, sized: sections.append(len(view.sections.rows))  # type: ignore[method-assign]
    bench.local._decided = lambda decided: reports.tell(bench.monitor, decided)
    begin = PAST - PAST % 300
    for start in range(begin, begin + 1200, 300):
        seconds = range(start, start + 300)
        bench.source.append(b"".join(line(second, f"/{second}/x") * 4 for second in seconds))
    bench.tick(begin + 1300)
    reports.end(bench.monitor)
    assert sections == [300] * 4


def test_crossings_stand_before_the_slot_that_closed_with_them() -> None:
    paper = Paper()
    paper.free.set()
    reports = Reports(paper, 10, 10)
    bench = Bench(PAST, replay=True)
    bench.local._decided = lambda decided: reports.tell(bench.monitor, decided)
    bench.tick(PAST, b"".join(line(PAST + second) * 40 for second in range(60)))
    bench.local.finish()
    reports.end(bench.monitor)
    assert [said for said in paper.said if isinstance(said, str)] == [
        f"High traffic generated an alert - hits = 1240, triggered at {PAST + 31}"
    ]
    order = [said if isinstance(said, str) else said[0] for said in paper.said]  # type: ignore[index]
    assert [("H" if isinstance(one, str) else one) for one in order] == [0, 10, 20, "H", 30, 40, 50, 2400]


def test_the_same_of_slots_that_close_together() -> None:
    paper = Paper()
    paper.free.set()
    reports, monitor = Reports(paper, 10, 10), model()
    events = [AlertEvent("", True, PAST + time, 0, 120, f"at {time}") for time in (10, 11, 40, 41)]
    reports.tell(monitor, Decided(slots(1, 1, 0, 1), tuple(events)))
    reports.wait()
    assert paper.said == ["at 10", (0, 1, False), "at 11", (10, 1, False), "at 40", (30, 1, False), "at 41"]
