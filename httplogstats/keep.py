"""The newest blocks as they were read, in a bounded ring: the log is the database of any filter.

A block is kept with all that decides what it counts as: its scanner, its placing, its layout. Blocks stand at
their place in all bytes ever kept, so that who reads them finds the next one whatever was let go or joined.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.layout import Layout
from httplogstats.scan import Scanned, Scanner
from httplogstats.scan.stamps import Offsets

JOINED = 128 * 1024
"""Bytes up to which small blocks are joined: a block costs more than its bytes, to hold and to scan."""

COST = 512
"""Bytes that a block costs beside its data."""

RUN = 1024 * 1024
"""Bytes of blocks that are searched at once."""

SPARE = 32_000_000
"""Bytes over the limit that are kept for a reader that has fallen behind."""


class Kept(NamedTuple):
    """One block. ``least`` is the least second of its hits, ``greatest`` the greatest placed up to its end.

    ``plain`` is whether every hit of it was believed and in time: it belongs to its own slot, whatever lines
    stand before it. The placing then says so, and only its horizon is that of the reading.
    """

    data: bytes
    placing: Placing
    scanner: Scanner
    layout: Layout
    least: int
    greatest: int
    plain: bool
    offsets: Offsets | None = None
    start: int = 0

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.data)


def kept(
    data: bytes,
    placing: Placing,
    scanner: Scanner,
    layout: Layout,
    scanned: Scanned,
    offsets: Offsets | None = None,
) -> Kept:
    """A block that has just been counted, to be kept."""
    tallies = scanned.slots.values()
    late = any(tally.late for tally in tallies)
    seconds = (second for tally in tallies for second in (*tally.seconds, *(own for _, own in tally.overdue)))
    plain = not (scanned.arrivals or scanned.skipped or late)
    if plain:
        placing = Placing(NEVER, EVER, None, placing.decided, placing.interval)
    least = min(seconds, default=EVER)
    return Kept(data, placing, scanner, layout, least, scanned.greatest, plain, offsets)


class Keep:
    """At most about `limit` bytes. ``end`` is the place behind the newest block."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.end = 0
        self.let_go = NEVER  # the greatest second of a block that is kept no longer
        self._blocks: list[Kept] = []
        self._settled = 0  # blocks that have been tried to be joined

    @property
    def start(self) -> int:
        """The place of the oldest block."""
        return self._blocks[0].start if self._blocks else self.end

    def add(self, block: Kept) -> None:
        """Keep a block; nothing is let go before `settle`."""
        if block.data:
            block = block._replace(start=self.end)
            self._blocks.append(block)
            self.size += len(block.data) + COST
            self.end = block.end

    def forget(self) -> None:
        """Let all go: live time takes over from a replay that lay in the future."""
        self._blocks.clear()
        self.size, self.let_go, self._settled = 0, NEVER, 0
        self.end += 1  # so that no reader takes itself to be up to date

    def after(self, place: int) -> Kept | None:
        """The block that begins at a place, or the oldest one behind it."""
        at = bisect_left(self._blocks, place, key=_start)
        return self._blocks[at] if at < len(self._blocks) else None

    def run(self, place: int) -> list[Kept]:
        """The block that `after` gives, with those behind it that can be counted as one with it."""
        at = bisect_left(self._blocks, place, key=_start)
        blocks, size = [self._blocks[at]], len(self._blocks[at].data)
        for block in self._blocks[at + 1 :]:
            size += len(block.data)
            if size > RUN or not _alike(blocks[-1], block):
                break
            blocks.append(block)
        return blocks

    def before(self, place: int) -> Kept | None:
        """The block that ends at a place, or the newest one before it."""
        at = bisect_left(self._blocks, place, key=_start)
        return self._blocks[at - 1] if at else None

    def settle(self, readers: Iterable[int]) -> None:
        """Join small blocks and let old ones go; `readers` are the places up to which blocks were read."""
        places = set(readers)
        self._join(places)
        needed = min(places, default=self.end)
        gone = 0
        for block in self._blocks:
            if self.size <= self.limit + (SPARE if block.start >= needed else 0):
                break
            self.size -= len(block.data) + COST
            self.let_go = max(self.let_go, block.greatest)
            gone += 1
        del self._blocks[:gone]
        self._settled = len(self._blocks)

    def _join(self, places: set[int]) -> None:
        fresh = self._blocks[self._settled :]
        del self._blocks[self._settled :]
        for block in fresh:
            last = self._blocks[-1] if self._blocks else None
            if last is not None and block.start not in places and _fit(last, block):
                self._blocks[-1] = _joined(last, block)
                self.size -= COST
            else:
                self._blocks.append(block)


def _start(block: Kept) -> int:
    return block.start


def _fit(first: Kept, second: Kept) -> bool:
    return (
        len(first.data) + len(second.data) <= JOINED and first.data.endswith(b"\n") and _alike(first, second)
    )


def _alike(first: Kept, second: Kept) -> bool:
    """Whether the first one's scanner and placing count the second as well."""
    return (
        first.plain
        and second.plain
        and first.scanner is second.scanner
        and first.placing.decided <= second.placing.decided
        and first.placing.interval == second.placing.interval
    )


def _joined(first: Kept, second: Kept) -> Kept:
    return first._replace(
        data=first.data + second.data,
        least=min(first.least, second.least),
        greatest=max(first.greatest, second.greatest),
    )
