"""Slots close on time, add up, and stay bounded (semantics W1 to W3)."""

import threading
from collections.abc import Callable

import pytest

from httplogstats.chores import Chores
from httplogstats.clock import slot_of
from httplogstats.ring import KEPT_SECONDS, Stretch
from httplogstats.table import TABLE_LIMIT, Table
from httplogstats.tally import TABLES, WORD_LIMIT, Tally
from httplogstats.windows import MANY, SUMMED, TOGETHER, Windows
from tests.fakes import Later, add, hits_of, merged


def hits(second: int, number: int, section: bytes = b"/pages") -> dict[int, Tally]:
    tally = Tally()
    tally.hits = number
    tally.seconds = {second: [number, 0, 0, 0]}
    add(tally.sections, section, number, 100 * number, 0, 0)
    return {slot_of(second, 10): tally}


def test_a_slot_closes_when_the_horizon_reaches_its_end() -> None:
    windows = Windows(10)
    windows.add(hits(103, 5))
    assert windows.close_to(109) == []
    assert [(start, tally.hits) for start, tally in windows.close_to(110)] == [(100, 5)]


def test_empty_slots_close_too() -> None:
    windows = Windows(10)
    windows.begin(100)
    windows.add(hits(125, 1))
    assert [(start, tally.hits) for start, tally in windows.close_to(140)] == [
        (100, 0),
        (110, 0),
        (120, 1),
        (130, 0),
    ]


def test_years_of_silence_are_passed_over() -> None:
    windows = Windows(10)
    windows.add(hits(100, 1))
    windows.add(hits(10**9, 1))
    closed = windows.close_to(10**9 + 10)
    assert sum(tally.hits for _, tally in closed) == 2
    assert len(closed) < 1000


def test_windows_are_sums_of_slots_and_hold_only_what_happened_in_them() -> None:
    windows = Windows(10)
    windows.add(hits(5, 7, b"/old"))
    for second in range(10, 130, 10):
        windows.add(hits(second, 1))
    windows.close_to(130)
    two_minutes = merged(windows.closed(120).tallies)
    assert two_minutes.hits == 12
    assert set(two_minutes.sections.rows) == {b"/pages"}
    assert windows.total.hits == 19


def test_tables_of_python_are_added_up_in_pieces_and_not_beside() -> None:
    windows, threads = Windows(10), threading.active_count()
    slots = hits(5, 5 * MANY)
    for table in slots[0].tables:
        table.add(b"/a", [1, 0, 0, 0])
    windows.add(slots)
    windows.close_to(10)
    assert threading.active_count() <= threads  # those of others may end
    pieces = 0
    while windows.step():
        pieces += 1
    assert pieces == len(TABLES)
    assert windows.total.hits == 5 * MANY


def test_what_nobody_looks_back_at_closes_the_same_and_is_let_go() -> None:
    windows, kept = Windows(10, kept=0, summed=0), Windows(10, summed=0)
    for one in (windows, kept):
        one.add(hits(5, 7) | hits(25, 1))
    closed = [[(start, tally.hits) for start, tally in one.close_to(30)] for one in (windows, kept)]
    assert closed[0] == closed[1] == [(0, 7), (10, 0), (20, 1)]
    assert windows.seconds == {} != kept.seconds
    assert windows.closed(120) == Stretch(30, 30)
    assert [tally.hits for tally in kept.closed(120).tallies] == [7, 1]


def test_rows_that_went_to_the_sum_at_once_are_there_once() -> None:
    windows, usual = Windows(10, kept=0), Windows(10)
    assert windows.into is windows.total
    assert usual.into is usual.open
    for start in range(0, 100, 10):
        counted = hits(start, 3)
        windows.into.sections.merge(counted[start].sections)  # as a scanner would
        usual.add(hits(start, 3))
        counted[start].sections = Table()
        windows.add(counted)
    assert windows.stop(90) == 90
    assert usual.stop(90) == 10
    assert [start for start, _ in windows.close_to(90)] == list(range(0, 90, 10))
    usual.close_to(100)
    windows.flush()
    assert (windows.total.hits, windows.total.sections) == (30, usual.total.sections)


def test_silence_is_passed_over_where_nobody_looks_back_unless_all_are_wanted() -> None:
    starts = {}
    for every in (True, False):
        windows = Windows(10, kept=0, summed=0)
        windows.add(hits(5000, 1))
        windows.add(hits(0, 1) | hits(7000, 1))
        assert windows.stop(7000, every) == 10 * TOGETHER
        starts[every] = [start for start, _ in windows.close_to(7010, every)]
    assert starts == {True: [0, *range(1400, 7010, 10)], False: [0, 5000, 7000]}


def test_histograms_of_sections_that_were_folded_are_let_go_before_a_slot_closes() -> None:
    windows = Windows(10, kept=0, summed=10)
    for number in range(100):
        windows.total.sections.add(b"/%d" % number, [1, 0, 0, 0])
        windows.total.section_latency.add(b"/%d" % number, 1)
        windows.add({0: Tally()})
        assert len(windows.total.section_latency) <= 12
    assert b"/99" in windows.total.section_latency


def test_slots_whose_sum_nobody_asks_for_are_kept_all_the_same() -> None:
    windows, whole = Windows(10, summed=0), Windows(10)
    for one in (windows, whole):
        for start in range(0, 300, 10):
            one.add(hits(start, 250))
            one.close_to(start + 10)
        one.settle()
    assert windows.closed(300) == whole.closed(300)
    assert len(whole.closed(300).tallies) == 30
    assert windows.total == Tally() != whole.total


def test_flush_closes_what_is_open() -> None:
    windows = Windows(10)
    windows.add(hits(100, 1) | hits(115, 2))
    assert [(start, tally.hits) for start, tally in windows.flush()] == [(100, 1), (110, 2)]
    assert windows.flush() == []


def test_time_that_goes_back_leaves_no_slot_of_the_future() -> None:
    windows = Windows(10)
    windows.add(hits(1000, 3) | hits(1010, 1))
    windows.close_to(1010)
    windows.rebase(105)
    assert (windows.first, windows.next_close, windows.seconds) == (100, 110, {})
    assert windows.between(0, 10**6).tallies == ()
    assert windows.closed(KEPT_SECONDS) == Stretch(100, 100)
    windows.add(hits(105, 5))
    windows.close_to(110)
    closed = windows.closed(KEPT_SECONDS)
    assert (closed.start, closed.end, [tally.hits for tally in closed.tallies]) == (100, 110, [5])
    assert windows.total.hits == 9


def filled(windows: Windows, begin: int, end: int) -> None:
    """Slots of more rows than an old one keeps."""
    for start in range(begin, end, 10):
        slot = hits(start, MANY)
        for number in range(300):
            add(slot[start].sections, b"/%d" % number, 1, 0, 0, 0)
        windows.add(slot)


ASKED: dict[str, Callable[[Windows], object]] = {
    "total": lambda windows: windows.total,
    "an hour": lambda windows: windows.closed(KEPT_SECONDS),
    "a moment": lambda windows: windows.closed(10, 40),
    "between": lambda windows: windows.between(0, 40),
    "flush": lambda windows: (filled(windows, 400, 600), windows.flush()),
    "relax": lambda windows: (windows.relax(), windows._ring.newest(KEPT_SECONDS)),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_what_is_done_beside_is_done_before_anybody_sees_it(
    asked: Callable[[Windows], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("httplogstats.windows._is_native", lambda _: True)
    answers = []
    for kind in (Chores, Later):
        windows = Windows(10)
        windows._chores = kind()
        for start in range(0, 400, 10):
            filled(windows, start, start + 10)
            windows.close_to(start)
        if kind is Chores:
            windows.settle()
        answers.append(asked(windows))
    assert answers[0] == answers[1]


def test_the_oldest_slot_is_known() -> None:
    windows = Windows(10, kept=60)
    assert windows.oldest is None
    filled(windows, 0, 30)
    windows.close_to(30)
    assert windows.oldest == 10
    filled(windows, 30, 200)
    windows.close_to(200)
    assert windows.oldest == windows.moment(0) == 150


def test_seconds_are_forgotten_after_an_hour() -> None:
    windows = Windows(10)
    windows.add(hits(0, 1))
    windows.add(hits(KEPT_SECONDS + 20, 1))
    windows.close_to(KEPT_SECONDS + 40)
    assert list(windows.seconds) == [KEPT_SECONDS + 20]


def test_a_full_table_counts_the_rest_as_other() -> None:
    table = Table(limit=2)
    for key in (b"a", b"b", b"c", b"a", b"c"):
        add(table, key, 1, 10, 0, 1)
    assert table.rows == {b"a": [2, 20, 0, 2], b"b": [1, 10, 0, 1]}
    assert table.other == [2, 20, 0, 2]


def test_keep_folds_small_rows_but_not_failing_ones() -> None:
    table = Table()
    for key, number, errors in ((b"a", 9, 0), (b"b", 5, 0), (b"c", 1, 1), (b"d", 3, 0)):
        add(table, key, number, 0, errors, 0)
    table.keep(2)
    assert set(table.rows) == {b"a", b"b", b"c"}
    assert table.other == [3, 0, 0, 0]


def test_sums_since_start_make_room_for_newcomers() -> None:
    table = Windows(10).total.paths
    add(table, b"great", 1000, 0, 0, 0)
    for number in range(3 * TABLE_LIMIT):
        add(table, b"%d" % number, 1, 0, 0, 0)
    add(table, b"late", 1, 0, 0, 0)
    assert b"late" in table
    assert len(table) <= SUMMED
    assert table.rows[b"great"][0] == 1000
    assert sum(row[0] for row in table.rows.values()) + table.other[0] == 1001 + 3 * TABLE_LIMIT


def test_tallies_add_up() -> None:
    one, two = hits(100, 3)[100], hits(104, 4, b"/x")[100]
    total = merged([one, two])
    assert total.hits == 7
    assert hits_of(total.seconds) == {100: 3, 104: 4}
    assert (total.sections.rows, one.sections.rows) == (
        {b"/pages": [3, 300, 0, 0], b"/x": [4, 400, 0, 0]},
        {b"/pages": [3, 300, 0, 0]},
    )


def test_made_up_methods_find_no_endless_room() -> None:
    total = Tally()
    for number in range(3 * WORD_LIMIT):
        one = Tally()
        one.methods = {b"GET": 1, b"X%d" % number: 1}
        total.merge(one)
    assert len(total.methods) == WORD_LIMIT + 1
    assert total.methods[b"GET"] == 3 * WORD_LIMIT
    assert sum(total.methods.values()) == 6 * WORD_LIMIT


def test_paths_that_are_not_there_do_not_rank_before_those_that_are() -> None:
    table = Table()
    for key, figures in ((b"/lost", (90, 0, 90, 0)), (b"/b", (5, 0, 2, 3)), (b"/a", (4, 0, 0, 0))):
        add(table, key, *figures)
    assert [key for key, _ in table.served(0)] == [b"/a", b"/b", b"/lost"]
    assert [key for key, _ in table.served(1)] == [b"/a"]
