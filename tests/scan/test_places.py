"""Which slot and which second lines are counted in: literals for semantics T2, T4, T5 and T6."""

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.common import COMBINED
from httplogstats.scan import Scanned
from httplogstats.scan.choose import make_scanner
from tests.fakes import hits_of

from .material import NOON, ordinary


def scan(placing: Placing, *seconds: int) -> Scanned:
    return make_scanner(COMBINED).scan(b"".join(map(ordinary, seconds)), placing)


def test_each_hit_lies_in_the_slot_of_its_second() -> None:
    scanned = scan(Placing(NEVER, EVER, None, NEVER, 10), 9, 10, 9, 25)
    assert {start - NOON: tally.hits for start, tally in scanned.slots.items()} == {0: 2, 10: 1, 20: 1}
    assert hits_of(scanned.slots[NOON].seconds) == {NOON + 9: 2}
    assert (scanned.hits, scanned.greatest) == (4, NOON + 25)


def test_before_the_horizon_is_overdue_and_in_a_closed_slot_late() -> None:
    scanned = scan(Placing(NEVER, EVER, None, NOON + 25, 10), 25, 24, 20, 19)
    assert list(scanned.slots) == [NOON + 20]
    tally = scanned.slots[NOON + 20]
    assert (tally.hits, tally.late, hits_of(tally.seconds)) == (4, 1, {NOON + 25: 1})
    assert hits_of(tally.overdue) == {(NOON + 25, NOON + second): 1 for second in (24, 20, 19)}


def test_a_slot_that_ends_at_the_horizon_is_closed() -> None:
    scanned = scan(Placing(NEVER, EVER, None, NOON + 20, 10), 19)
    assert {start - NOON: tally.late for start, tally in scanned.slots.items()} == {20: 1}


def test_a_replay_moves_its_horizon_line_by_line() -> None:
    scanned = scan(Placing(NEVER, EVER, None, NEVER, 10, 60), 5, 65, 5, 66, 5, 80, 5)
    assert hits_of(scanned.slots[NOON].seconds) == {NOON + 5: 2}
    assert hits_of(scanned.slots[NOON].overdue) == {(NOON + 6, NOON + 5): 1}
    assert scanned.slots[NOON].late == 0
    assert hits_of(scanned.slots[NOON + 20].overdue) == {(NOON + 20, NOON + 5): 1}
    assert scanned.slots[NOON + 20].late == 1


def test_the_greatest_of_earlier_blocks_counts() -> None:
    scanned = scan(Placing(NEVER, EVER, None, NEVER, 10, 60, NOON + 100), 5)
    assert hits_of(scanned.slots[NOON + 40].overdue) == {(NOON + 40, NOON + 5): 1}
    assert scanned.greatest == NOON + 100


def test_a_stamp_that_is_not_believed_belongs_to_the_arrival() -> None:
    scanned = scan(Placing(NOON + 10, NOON + 20, NOON + 15, NEVER, 10), 9, 10, 20, 21)
    assert (scanned.hits, scanned.arrivals, scanned.greatest) == (4, 2, NOON + 20)
    assert hits_of(scanned.slots[NOON + 10].seconds) == {NOON + 10: 1, NOON + 15: 2}


def test_without_an_arrival_it_is_skipped() -> None:
    scanned = scan(Placing(NOON + 10, NOON + 20, None, NEVER, 10), 9, 10, 20, 21)
    assert (scanned.hits, scanned.skipped, scanned.arrivals) == (2, 2, 0)
    assert scan(Placing(NOON + 50, EVER, None, NEVER, 10), 9, 10) == Scanned(skipped=2)
