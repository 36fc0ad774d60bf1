"""The native scanner counts straight into open slots, on a second thread too, what it counts otherwise."""

import os
import random

import pytest

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.layout import Layout
from httplogstats.formats.named import LAYOUTS
from httplogstats.scan import Scanner
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.pure import PureScanner
from httplogstats.table import TABLE_LIMIT
from httplogstats.tally import Tally
from httplogstats.windows import Windows
from tests.fakes import merged

from .layouts import ALL, FULL, MORE, OBJECTS
from .material import GOOD, NOON, lines
from .test_differential import PLACINGS

pytest.importorskip("httplogstats.scan._native")

from httplogstats.scan import _native
from httplogstats.scan.compiled import NativeScanner


def counted(scanner: Scanner, parts: list[bytes], straight: bool, interval: int = 10) -> Windows:
    """All blocks of a replay in windows whose slots stay open."""
    windows, greatest = Windows(interval), NEVER
    for part in parts:
        placing = Placing(NEVER, EVER, NOON, NEVER, interval, 60, greatest)
        scanned = scanner.scan(part, placing, (), windows.open if straight else None)
        greatest = scanned.greatest
        windows.add(scanned.slots)
    return windows


@pytest.mark.parametrize("layout", [LAYOUTS[1], FULL, OBJECTS], ids=lambda layout: layout.name)
def test_rows_counted_straight_into_open_slots(layout: Layout) -> None:
    rng = random.Random(layout.name)
    parts = [lines(rng, 30, (*GOOD, layout.example, *MORE.get(layout, ()))) + b"\n" for _ in range(40)]
    straight = counted(NativeScanner(layout), parts, True)
    for tally in straight.open.values():
        assert {type(table) for table in tally.tables} == {_native.Table}
        assert type(tally.section_latency) is _native.Histograms
    assert straight.open == counted(NativeScanner(layout), parts, False).open
    assert straight.open == counted(ExactScanner(layout), parts, True).open
    assert sum(len(tally.section_latency) for tally in straight.open.values()) > 3 or layout is not FULL
    summed = merged(straight.open.values())
    assert summed == merged(counted(ExactScanner(layout), parts, False).open.values())
    summed.keep(1)
    assert len(summed.sections) <= 2
    assert len(summed.section_latency) <= 2


def test_a_full_table_does_not_depend_on_the_cut() -> None:
    line = b'c%d - - [09/May/2018:12:00:39 +0000] "GET / HTTP/1.1" 200 1\n'
    data = [line % (key % 10_500) for key in range(21_000)]
    parts = [b"".join(data[begin : begin + 700]) for begin in range(0, 21_000, 700)]
    clients = counted(NativeScanner(LAYOUTS[0]), parts, True).open[NOON + 30].clients
    assert clients.rows == {b"c%d" % key: [2, 2, 0, 0] for key in range(10_000)}
    assert clients.other == [1000, 1000, 0, 0]


def test_what_is_counted_into_is_given_back_after_a_failure() -> None:
    def offsets(local: int) -> int:
        raise LookupError("no such zone")

    scanner, windows = NativeScanner(LAYOUTS[1], offsets), Windows(10)
    good = b'::1 - - [09/May/2018:12:00:39 +0000] "GET / HTTP/1.1" 200 1\n'
    windows.add(scanner.scan(good, PLACINGS[0], (), windows.open).slots)
    with pytest.raises(LookupError):
        scanner.scan(GOOD[2], PLACINGS[0], (), windows.open)
    assert windows.open[NOON + 30].clients.rows == {b"::1": [1, 1, 0, 0]}


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.name)
def test_a_second_thread_changes_nothing(layout: Layout) -> None:
    rng = random.Random(layout.name)
    pieces = (*GOOD, layout.example, *MORE.get(layout, ()))
    parts = [lines(rng, 1500, pieces) + b"\n" for _ in range(4)]
    assert (
        counted(NativeScanner(layout, helped=1), parts, True).open
        == counted(NativeScanner(layout), parts, True).open
    )


def in_one(scanner: Scanner, parts: list[bytes], limit: int, kept: int) -> Tally:
    """All blocks of a replay, their rows in one tally, to which the rest of all slots is added."""
    total, windows, greatest = Tally(limit, kept), Windows(10), NEVER
    for part in parts:
        placing = Placing(NEVER, EVER, NOON, NEVER, 10, 60, greatest)
        scanned = scanner.scan(part, placing, (), total)
        greatest = scanned.greatest
        windows.add(scanned.slots)
    for tally in windows.open.values():
        assert not any(len(table) for table in tally.tables)
        total.merge(tally)
    return total


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.name)
def test_rows_of_all_slots_in_one_tally_are_those_of_one_long_slot(layout: Layout) -> None:
    rng = random.Random(layout.name)
    parts = [lines(rng, 300, (*GOOD, layout.example, *MORE.get(layout, ()))) + b"\n" for _ in range(4)]
    (whole,) = counted(ExactScanner(layout), parts, False, 10**9).open.values()
    for scanner in (NativeScanner(layout), NativeScanner(layout, helped=1), PureScanner(layout)):
        rows = in_one(scanner, parts, TABLE_LIMIT, 0)
        assert rows.tables == whole.tables
        assert rows.section_latency == whole.section_latency
        assert (rows.hits, rows.statuses, rows.seconds) == (whole.hits, whole.statuses, whole.seconds)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_folded_depends_neither_on_the_scanner_nor_on_the_cut(seed: int) -> None:
    rng = random.Random(seed)
    parts = [
        b"".join(
            b'%d.1.1.%d - - [09/May/2018:12:%02d:39 +0000] "GET /%d/a HTTP/1.1" %d 7\n'
            % (
                rng.randrange(20),
                min(3, rng.randrange(9)),
                part,
                rng.randrange(9) ** 2,
                rng.choice((200, 404)),
            )
            for _ in range(700)
        )
        for part in range(3)
    ]
    common = LAYOUTS[0]
    folded = in_one(PureScanner(common), parts, 20, 4)
    assert 4 <= len(folded.clients) <= 20
    assert folded.clients.sums()[0] + folded.clients.other[0] == 2100
    for scanner in (NativeScanner(common), NativeScanner(common, helped=1)):
        assert in_one(scanner, parts, 20, 4).tables == folded.tables
        assert in_one(scanner, [b"".join(parts)], 20, 4).tables == folded.tables


def test_a_failure_ends_the_second_thread_too() -> None:
    def offsets(local: int) -> int:
        raise LookupError("no such zone")

    good = b'::1 - - [09/May/2018:12:00:39 +0000] "GET / HTTP/1.1" 200 1\n' * 5000
    before = set(os.listdir("/proc/self/task"))
    for _ in range(20):
        with pytest.raises(LookupError):
            NativeScanner(LAYOUTS[1], offsets, helped=1).scan(good + GOOD[2], PLACINGS[0])
    assert set(os.listdir("/proc/self/task")) <= before  # one of another test may end meanwhile
