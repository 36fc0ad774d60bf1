"""The scanner in pure Python: one regular-expression pass over a block, then its columns are counted.

No object is kept for a line once its block has been counted. Keys enter a table in the order in which the
lines of their slot stand in the block, so that what finds no room is the same for every scanner.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import compress
from typing import Any

from httplogstats.clock import Placing, slot_of
from httplogstats.filters import Filter
from httplogstats.formats.layout import Layout
from httplogstats.scan import Into, Scanned, Slots
from httplogstats.scan.columns import Columns, count, count_rows
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.needed import needed
from httplogstats.scan.places import by_slot, passing, placed
from httplogstats.scan.rows import RowReader
from httplogstats.scan.sift import Needles, escapes, sift
from httplogstats.scan.stamps import Offsets, Stamps
from httplogstats.table import Table
from httplogstats.tally import TABLES, Tally

PIECE = 96 * 1024
"""Bytes that become columns at a time: of more, texts leave the processor's cache before they are counted."""

FEW = 8
"""Lines that are taken out of columns one by one: for more it is quicker to make new columns."""


class PureScanner:
    """Counts blocks of one layout; keeps small caches between blocks."""

    name = "pure"

    def __init__(
        self, layout: Layout, offsets: Offsets | None = None, tables: Sequence[str] = TABLES
    ) -> None:
        self._stamps = Stamps(offsets)
        self._layout = layout
        self._tables = tables
        self._escapes = escapes(layout)
        self._rows = RowReader(needed(layout, tables), self._stamps)
        self._exact = ExactScanner(layout, offsets)

    def scan(self, data: bytes, placing: Placing, where: Filter = (), into: Into | None = None) -> Scanned:
        """Count the lines of `data` (whole lines; the last may lack its end) that pass `where`."""
        scanned = Scanned(greatest=placing.greatest)
        with _collector_off():
            for piece in _pieces(data):
                if scanned.greatest != placing.greatest:
                    placing = placing._replace(greatest=scanned.greatest)
                self._scan(piece, placing, where, into, scanned)
        return scanned

    def sift(self, blocks: tuple[bytes, ...], wanted: Needles) -> bytes:
        """The lines of some blocks in which all needles stand, as far as can be seen without reading them."""
        return sift(blocks, wanted, self._escapes)

    @cached_property
    def _filtered(self) -> RowReader:
        """Reads lines of which a filter may ask for any field."""
        return RowReader(self._layout, self._stamps)

    def _scan(
        self, data: bytes, placing: Placing, where: Filter, into: Into | None, scanned: Scanned
    ) -> None:
        rows = self._filtered if where else self._rows
        lines = self._understood(rows, data if data.endswith(b"\n") else data + b"\n", scanned)
        lines = passing(placed(lines, placing, scanned), where, scanned)
        scanned.hits += len(lines.seconds)
        scanned.arrivals += sum(lines.arrived)
        if not lines.seconds:
            return
        if isinstance(into, Tally):
            count_rows(into, lines, self._tables)
        for start, part in by_slot(lines):
            tally = scanned.slots.setdefault(start, Tally())
            count(tally, part)
            if not isinstance(into, Tally):
                count_rows(_rows_of(into, start, tally), part, self._tables)
            if part.horizons:
                tally.late += sum(slot_of(second or 0, placing.interval) != start for second in part.seconds)

    def _understood(self, rows: RowReader, data: bytes, scanned: Scanned) -> Columns:
        """The well-formed lines; the others are counted and sampled."""
        columns, odd = rows.read(data)
        if not odd:
            return rows.columns(columns)
        unfit = []
        for index, line in sorted(odd.items()):
            record = self._exact.record(line.removesuffix(b"\r"), scanned)
            if record is None:
                unfit.append(index)
            else:
                for column, value in zip(columns, rows.values(record), strict=True):
                    column[index] = value
        return rows.columns(_without(columns, unfit))


def _without(columns: list[list[Any]], indexes: list[int]) -> list[list[Any]]:
    """The columns without the lines of some numbers, in order."""
    if len(indexes) > FEW:
        kept = [True] * len(columns[0])
        for index in indexes:
            kept[index] = False
        return [list(compress(column, kept)) for column in columns]
    for index in reversed(indexes):
        for column in columns:
            del column[index]
    return columns


def _pieces(data: bytes) -> Iterator[bytes]:
    """Whole lines in pieces of about the same size."""
    size, begin = len(data) // (len(data) // PIECE + 1), 0
    while begin < len(data):
        end = data.find(b"\n", begin + size) + 1 or len(data)
        yield data[begin:end]
        begin = end


def _rows_of(slots: Slots | None, start: int, tally: Tally) -> Tally:
    """Where rows are counted: the open slot, if its tables are of this kind."""
    if slots is None:
        return tally
    rows = slots.setdefault(start, Tally())
    return rows if all(isinstance(table, Table) for table in rows.tables) else tally


@contextmanager
def _collector_off() -> Iterator[None]:
    """Thousands of short-lived tuples make the garbage collector walk the whole heap for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
