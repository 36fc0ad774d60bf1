"""The newest lines that pass a filter, taken apart for people; found by going back through what is kept."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.filters import Filter, parse_filter
from httplogstats.formats.layout import Layout, Role
from httplogstats.keep import Keep, Kept
from httplogstats.safe import safe
from httplogstats.scan import Scanned
from httplogstats.scan.exact import ExactScanner, passes
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Misfit, Record
from httplogstats.scan.stamps import Offsets
from httplogstats.snapshot import LineView

PIECE = 8 * 1024
"""Bytes that are asked at once whether one of their lines passes."""

LONGEST = 4096
"""Bytes of a line that are shown."""


class Recent:
    """The newest lines of one filter up to one moment; `low` and `high` are the places searched between."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._asked: tuple[tuple[str, ...], int | None, int] | None = None
        self._where: Filter = ()
        self._lines: list[LineView] = []  # newest first
        self._low = self._high = 0

    def newest(
        self, most: int, where: tuple[str, ...], moment: int | None, enough: Callable[[], bool]
    ) -> tuple[LineView, ...]:
        """At most that many lines, oldest first, of before the moment if there is one.

        Where it was `enough` before all are found, the next call goes on.
        """
        if self._asked != (where, moment, most):
            self._asked = (where, moment, most)
            self._where = tuple(test for text in where for test in parse_filter(text))
            self._lines, self._low = [], self._keep.end
            self._high = self._low
        elif moment is None:
            self._catch_up(most, enough)
        self._lines = [line for line in self._lines if line.place >= self._keep.start]
        self._go_back(most, EVER if moment is None else moment, enough)
        return tuple(reversed(self._lines))

    def _catch_up(self, most: int, enough: Callable[[], bool]) -> None:
        """Lines that have come since; of a flood only the newest."""
        found: list[LineView] = []
        place = self._keep.end
        while place > self._high and len(found) < most:
            block = self._keep.before(place)
            if block is None or block.end <= self._high:
                break
            found += self._matching(block, most - len(found), max(block.start, self._high))
            place = block.start
            if enough() and place > self._high:  # what is left out is older than what was found
                self._lines, self._low = [], place
                break
        self._high = self._keep.end
        self._lines = [*found, *self._lines][:most]

    def _go_back(self, most: int, moment: int, enough: Callable[[], bool]) -> None:
        while len(self._lines) < most:
            block = self._keep.before(self._low)
            if block is None:
                break
            if block.least < moment:
                self._lines += self._matching(block, most - len(self._lines), block.start, self._low)
            self._low = block.start
            if enough():
                break

    def _matching(self, block: Kept, most: int, low: int, high: int = EVER) -> list[LineView]:
        """The newest lines of a block that pass and lie between two places, newest first."""
        scanner, found = _exact(block.layout, block.offsets), list[LineView]()
        moment = self._asked[1] if self._asked is not None else None
        for begin, piece in _pieces(block):
            if begin + len(piece) <= low or len(found) >= most:
                break
            if begin >= high or not self._may_match(block, piece, moment):
                continue
            for place, line in _backwards(begin, piece):
                if place < low or len(found) >= most:
                    break
                record = scanner.record(line, Scanned()) if place < high else None
                if record is None or not passes(record, self._where):
                    continue
                if moment is None or (record.second is not None and record.second < moment):
                    found.append(line_view(place, line, record, block.layout))
        return found

    def _may_match(self, block: Kept, piece: bytes, moment: int | None) -> bool:
        """Whether a line of a piece passes; a scanner says it much sooner than lines taken apart."""
        if not self._where and moment is None:
            return True
        placing = block.placing if moment is None else Placing(NEVER, moment - 1, None, NEVER, 1)
        return block.scanner.scan(piece, placing, self._where).hits > 0


def line_view(place: int, line: bytes, record: Record, layout: Layout) -> LineView:
    """A line as it is shown: what is counted of it, all its fields, and the line itself."""
    values = reader_of(layout)(line)
    found = {} if isinstance(values, Misfit) else values
    return LineView(
        place=place,
        second=record.second,
        client=safe(record.client),
        method=safe(record.method),
        path=safe(record.path),
        status=record.status,
        size=record.size,
        latency=record.latency,
        fields=tuple(
            (role.value, safe(value.text)) for role, value in found.items() if role is not Role.SKIP
        ),
        text=safe(line[:LONGEST]),
    )


@lru_cache(maxsize=16)
def _exact(layout: Layout, offsets: Offsets | None) -> ExactScanner:
    return ExactScanner(layout, offsets)


def _pieces(block: Kept) -> Iterator[tuple[int, bytes]]:
    """Place and whole lines, the newest first."""
    end = len(block.data)
    while end > 0:
        start = block.data.rfind(b"\n", 0, max(0, end - PIECE)) + 1
        yield block.start + start, block.data[start:end]
        end = start


def _backwards(place: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    """Place and line without its end, the newest first."""
    end = len(data)
    if data.endswith(b"\n"):
        end -= 1
    while end >= 0:
        start = data.rfind(b"\n", 0, end) + 1
        yield place + start, data[start:end].removesuffix(b"\r")
        end = start - 1
