"""Finds what was written in the window before start (semantics T4). Opens nothing, decides nothing.

Rules:
- The window begins with the first line dated in it; what has no date belongs to what stands before it.
- A log that begins in the window belongs to it from its first line. In another one, lines that are too long
  belong to nothing, up to and in the block in which the window begins: where they stood is not known.
- Where no line at all is understood, all belong to it, so that a wrong file is said at once.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from httplogstats.block import Block
from httplogstats.clock import ALL_TIME, SLACK, Placing
from httplogstats.scan import SAMPLES, Scanned

NOTHING = Block(b"")


class Found(NamedTuple):
    """Lines of the window that are still to be counted, and lines without a date that have been."""

    block: Block
    undated: Scanned


class Primer:
    """Looks at a block a step. `probe` counts lines: those in the window are hits, others skipped."""

    def __init__(self, blocks: Iterator[Block], probe: Callable[[bytes], Scanned]) -> None:
        self._blocks = blocks
        self._probe = probe
        self._begun = False
        self.before = b""  # the newest lines seen that do not belong to the window
        self.reaches_back = False  # lines before the window have been seen
        self._undated = Scanned()
        self._overlong = 0

    def step(self) -> Found | None:
        """What the next block holds of the window; None when there is none left."""
        block = next(self._blocks, None)
        if block is None:
            return None if self._begun or self.reaches_back else self._begin(NOTHING)
        if self._begun:
            return Found(block, Scanned())
        first = first_hit(block.data, self._is_hit)
        self.before = block.data[:first] or self.before
        self._look(self._probe(block.data[:first]))
        self._overlong += block.overlong
        return (
            self._begin(Block(block.data[first:])) if first < len(block.data) else Found(NOTHING, Scanned())
        )

    def _begin(self, block: Block) -> Found:
        """The window begins with this block."""
        self._begun = True
        if self.reaches_back:
            return Found(block, Scanned())
        return Found(Block(block.data, self._overlong), self._undated)

    def _is_hit(self, data: bytes) -> bool:
        return self._probe(data).hits > 0

    def _look(self, before: Scanned) -> None:
        self.reaches_back |= before.skipped > 0
        self._undated.malformed += before.malformed
        self._undated.blank += before.blank
        self._undated.samples = [*self._undated.samples, *before.samples][-SAMPLES:]


def first_hit(data: bytes, is_hit: Callable[[bytes], bool]) -> int:
    """Where the first line of whole lines begins that is a hit; their length if none is."""
    start, end = 0, len(data)
    if not is_hit(data):
        return end
    while True:  # the first one stands between start and end
        middle = data.rfind(b"\n", start, (start + end) // 2) + 1
        middle = middle or data.find(b"\n", (start + end) // 2, end - 1) + 1
        if not middle:
            return start
        if is_hit(data[start:middle]):
            end = middle
        else:
            start = middle


def old_enough(
    since: int, head: bytes, count: Callable[[bytes, Placing], Scanned]
) -> Callable[[bytes], bool]:
    """Says whether the window begins after some lines.

    Lines of which none is understood do not say it, unless those at the log's `head` are not either.
    """

    def old_enough(lines: bytes) -> bool:
        scanned = count(lines, ALL_TIME)
        return scanned.greatest < since - SLACK if scanned.hits else not count(head, ALL_TIME).hits

    return old_enough
