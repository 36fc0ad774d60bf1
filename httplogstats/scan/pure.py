"""The scanner in pure Python: one regular-expression pass over a block, then its columns are counted.

No object is kept for a line once its block has been counted. Keys enter a table in the order in which the
lines of their slot stand in the block, so that what finds no room is the same for every scanner.
"""

import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from httplogstats.clock import Placing
from httplogstats.formats.layout import Layout
from httplogstats.scan import SAMPLE_LIMIT, SAMPLES, Scanned
from httplogstats.scan.columns import Columns, count
from httplogstats.scan.compile import block_rows, line_reader
from httplogstats.scan.places import believed, place
from httplogstats.scan.requests import parse_request
from httplogstats.scan.stamps import Stamps
from httplogstats.tally import Tally

Line = tuple[int, bytes, bytes, bytes, bytes, bytes, bytes]
"""An item for each column of `Columns`."""


class PureScanner:
    """Counts blocks of one layout; keeps small caches between blocks."""

    name = "pure"

    def __init__(self, layout: Layout) -> None:
        self._rows = block_rows(layout)
        self._read = line_reader(layout)
        self._stamps = Stamps()

    def scan(self, data: bytes, placing: Placing) -> Scanned:
        """Count the lines of `data` (whole lines; the last may lack its end)."""
        scanned = Scanned(greatest=placing.greatest)
        if not data:
            return scanned
        with _collector_off():
            lines = self._understood(data if data.endswith(b"\n") else data + b"\n", scanned)
            lines = believed(lines, placing, scanned)
            if lines.seconds:
                scanned.hits = len(lines.seconds)
                scanned.greatest = max((placing.greatest, *lines.seconds))
                self._count(lines, placing, scanned.slots)
        return scanned

    def _understood(self, data: bytes, scanned: Scanned) -> Columns:
        """The well-formed lines; the others are counted and sampled."""
        at, rows = self._rows, self._rows.find(data)
        columns = list(zip(*rows, strict=True))
        # an odd line has an empty stamp here, which is no date
        seconds = list(map(self._stamps.__getitem__, columns[at.stamp]))
        groups = (at.client, at.method, at.section, at.path, at.status, at.size)
        picked = [columns[group] for group in groups]
        if None in seconds:
            odd = [index for index, second in enumerate(seconds) if second is None]
            dated = any(columns[at.client][index] for index in odd)
            lines = data.split(b"\n") if dated else columns[at.odd]
            return self._with_odd([seconds, *map(list, picked)], odd, lines, scanned)
        return Columns(seconds, *picked)  # type: ignore[arg-type]

    def _with_odd(
        self, columns: list[list[Any]], odd: list[int], lines: Sequence[bytes], scanned: Scanned
    ) -> Columns:
        """The columns with the lines numbered `odd` read exactly, without those that are not understood."""
        understood = [True] * len(columns[0])
        for index in odd:
            line = self._line(lines[index], scanned)
            if line is None:
                understood[index] = False
            else:
                for column, value in zip(columns, line, strict=True):
                    column[index] = value
        found = Columns(*columns)
        return found if all(understood) else found.only(understood)

    def _line(self, line: bytes, scanned: Scanned) -> Line | None:
        """Read a line exactly."""
        line = line.removesuffix(b"\r")
        if not line:
            scanned.blank += 1
            return None
        fields = self._read(line)
        second = None if fields is None else self._stamps[fields[1]]
        if fields is None or second is None:
            scanned.malformed += 1
            scanned.samples.append(line[:SAMPLE_LIMIT])
            del scanned.samples[:-SAMPLES]
            return None
        client, _, request, status, size = fields
        asked = parse_request(request)
        return second, client, asked.method, asked.section, asked.path, status, size

    def _count(self, lines: Columns, placing: Placing, slots: dict[int, Tally]) -> None:
        starts = place(lines.seconds, placing, slots)
        if len(set(starts)) == 1:
            count(slots[starts[0]], lines)
            return
        indexes: dict[int, list[int]] = defaultdict(list)
        for index, start in enumerate(starts):
            indexes[start].append(index)
        for start, numbers in indexes.items():
            count(slots[start], lines.at(numbers))


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
