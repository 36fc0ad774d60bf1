"""Closed slots: what is known of them, when they shrink, and that silence changes none of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from httplogstats.clock import NEVER, slot_of
from httplogstats.ring import KEPT_SECONDS, Ring, Stretch
from httplogstats.tally import Tally
from httplogstats.windows import Windows


def tally_of(hits: int) -> Tally:
    tally = Tally()
    tally.hits = hits
    return tally


def ring_of(*hits: int, interval: int = 10, kept: int = KEPT_SECONDS) -> Ring:
    """A slot for each number, from second 100 on."""
    ring = Ring(interval, kept)
    ring.begin(100)
    for number in hits:
        ring.close(tally_of(number) if number else None)
    return ring


def test_slots_that_held_nothing_are_known_and_not_kept() -> None:
    ring = ring_of(1, 0, 0, 2, 0)
    stretch = ring.between(0, 150)
    assert (stretch.start, stretch.end, [tally.hits for tally in stretch.tallies]) == (100, 150, [1, 2])
    assert ring.newest(10) == Stretch(140, 150)
    assert [tally.hits for tally in ring.newest(11, until=149).tallies] == [2]
    assert ring.newest(11, until=149)[:2] == (120, 140)


def test_before_time_begins_nothing_is_known() -> None:
    ring = Ring(10, KEPT_SECONDS)
    assert not ring.newest(120).known
    assert not ring.between(0, 100).known
    assert (ring.end, ring.moment(0)) == (NEVER, None)


@pytest.mark.parametrize(
    ("wanted", "moment"), [(0, 110), (110, 110), (111, 120), (120, 120), (121, None), (999, None)]
)
def test_a_moment_is_the_end_of_a_closed_slot_but_the_newest(wanted: int, moment: int | None) -> None:
    assert ring_of(1, 0, 0).moment(wanted) == moment


def test_what_is_older_than_what_is_kept_is_let_go() -> None:
    ring = ring_of(*range(1, 8), kept=45)
    assert [tally.hits for tally in ring.newest(KEPT_SECONDS).tallies] == [3, 4, 5, 6, 7]
    assert ring.newest(KEPT_SECONDS)[:2] == (120, 170)
    ring.pass_to(200)
    assert [tally.hits for tally in ring.newest(KEPT_SECONDS).tallies] == [6, 7]
    assert ring.newest(KEPT_SECONDS)[:2] == (150, 200)


@pytest.mark.parametrize(
    ("interval", "whole", "many", "last"), [(10, 12, 60, 30), (7, 18, 86, 30), (1, 120, 600, 10)]
)
def test_slots_shrink_after_two_minutes_and_after_ten(
    interval: int, whole: int, many: int, last: int
) -> None:
    ring = ring_of(interval=interval)
    first = tally_of(1)
    aged = [
        (number, rows) for number in range(many + 5) for tally, rows in ring.close(None if number else first)
    ]
    assert aged == [(whole, 200), (many, last)]


def test_a_slot_before_a_long_silence_shrinks_as_far_as_its_age_asks_when_the_next_one_closes() -> None:
    ring, old, young = ring_of(), tally_of(1), tally_of(2)
    ring.close(old)
    ring.pass_to(3000)
    assert ring.close(young) == [(old, 200), (old, 30)]
    ring.pass_to(30_000)
    assert ring.close(tally_of(3)) == []  # nobody can ask for the other one any more


def test_where_nobody_may_look_back_nothing_is_kept() -> None:
    ring = ring_of(1, 2, kept=0)
    assert (ring.end, ring.newest(KEPT_SECONDS), ring.moment(0)) == (120, Stretch(120, 120), None)


def seen(windows: Windows) -> object:
    """All that can be asked of windows."""
    answers = []
    for until in (None, *range(windows.next_close - 200, windows.next_close, 15)):
        for seconds in (10, 120, KEPT_SECONDS):
            stretch = windows.closed(seconds) if until is None else windows.closed(seconds, until)
            total = Tally()
            for tally in stretch.tallies:
                total.merge_figures(tally)
            answers.append((stretch.start, stretch.end, total))
    moments = [windows.moment(windows.next_close - back) for back in (0, 25, 400, 4000)]
    return answers, moments, windows.total, windows.seconds, windows.between(0, windows.next_close - 100)[:2]


@settings(max_examples=60, deadline=None)
@given(
    gaps=st.lists(
        st.sampled_from([0, 1, 4, 9, 10, 30, 119, 120, 500, 3590, 3600, 9000]), min_size=1, max_size=12
    ),
    interval=st.sampled_from([1, 7, 10, 60]),
)
def test_to_pass_over_silence_leaves_what_closing_each_slot_leaves(gaps: list[int], interval: int) -> None:
    passing, closing = Windows(interval), Windows(interval)
    second = 1000
    for gap in gaps:
        for windows in (passing, closing):
            tally = tally_of(3)
            tally.seconds = {second: [3, 0, 0, 0]}
            windows.add({slot_of(second, interval): tally})
        horizon, closed = second - 1, [0, 0]
        for number, (windows, every) in enumerate([(passing, False), (closing, True)]):
            while (stop := windows.stop(horizon, every)) < horizon:
                closed[number] += sum(one.hits for _, one in windows.close_to(stop, every))
            closed[number] += sum(one.hits for _, one in windows.close_to(horizon, every))
        assert closed[0] == closed[1]
        assert passing.next_close == closing.next_close
        assert seen(passing) == seen(closing)
        second += gap
