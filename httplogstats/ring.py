"""The slots that have closed, as long as anybody may look back at them. Silence takes no room, and no time.

Rules: slots keep all rows for 2 minutes, the 200 greatest for 10 minutes, then the 30 greatest. Those
that held nothing are not kept, but what they covered is known.
"""

from collections import deque
from typing import NamedTuple

from httplogstats.clock import EVER, NEVER, slot_of
from httplogstats.tally import Tally

KEPT_SECONDS = 3600
"""How far back slots and the timeline reach."""

ALL_ROWS, MANY_ROWS = 120, 600
"""Seconds for which a slot keeps all rows of its tables, and then its greatest 200."""

Slot = tuple[int, Tally]
"""Start of the slot, and what it held."""

Aged = tuple[Tally, int]
"""A slot that grows old, and how many rows of each table stay."""


class Stretch(NamedTuple):
    """Slots side by side, `[start, end)` in seconds; tallies of those that held anything, oldest first."""

    start: int
    end: int
    tallies: tuple[Tally, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is any slot."""
        return self.start < self.end


class Ring:
    """Covers `[start, end)`: slots of `interval` seconds, the newest that cover `kept` seconds."""

    def __init__(self, interval: int, kept: int) -> None:
        self.start, self.end = EVER, NEVER  # nothing, before time begins
        self.most = min(max(1, KEPT_SECONDS // interval), -(-kept // interval))  # slots
        self._interval = interval
        self._slots: deque[Slot] = deque()
        self._young: deque[Slot] = deque()  # those with all rows
        self._grown: deque[Slot] = deque()  # those that have shrunk once

    def begin(self, second: int) -> None:
        """Time starts here: nothing is known of what was before."""
        self.start = self.end = second
        for slots in (self._slots, self._young, self._grown):
            slots.clear()

    def pass_to(self, second: int) -> None:
        """Slots up to there held nothing."""
        self.end = second
        self.start = max(self.start, self.end - self.most * self._interval)
        for slots in (self._slots, self._young, self._grown):
            while slots and slots[0][0] < self.start:
                slots.popleft()

    def close(self, tally: Tally | None) -> list[Aged]:
        """The next slot held this, or nothing; those that are to shrink now."""
        if tally is not None:
            self._slots.append((self.end, tally))
            self._young.append((self.end, tally))
        self.pass_to(self.end + self._interval)
        return self._aged()

    def newest(self, seconds: int, until: int = EVER) -> Stretch:
        """The newest slots that ended at or before `until` and cover `seconds`, or fewer."""
        end = min(self.end, slot_of(until, self._interval))
        return self.between(end - -(-seconds // self._interval) * self._interval, end)

    def between(self, start: int, end: int) -> Stretch:
        """Those that lie in `[start, end)`."""
        start = min(max(start, self.start), end)
        return Stretch(start, end, tuple(tally for at, tally in self._slots if start <= at < end))

    def moment(self, wanted: int) -> int | None:
        """The end of the slot nearest to a moment; None where it is still open, and where there is none."""
        end = wanted + (-wanted) % self._interval
        return max(end, self.start + self._interval) if max(end, self.start) < self.end else None

    def _aged(self) -> list[Aged]:
        grown = self._older(self._young, ALL_ROWS)
        self._grown.extend(grown)
        # Of slots shorter than 5 s there are many.
        old, rows = self._older(self._grown, MANY_ROWS), 30 if self._interval >= 5 else 10
        return [(tally, 200) for _, tally in grown] + [(tally, rows) for _, tally in old]

    def _older(self, slots: deque[Slot], age: int) -> list[Slot]:
        """Take out those that have ended so many seconds ago."""
        newest = self.end - self._interval - -(-age // self._interval) * self._interval
        older = []
        while slots and slots[0][0] <= newest:
            older.append(slots.popleft())
        return older
