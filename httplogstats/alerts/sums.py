"""What rules look at, window by window: sliding sums of seconds, and the newest slots. Knows no limits.

A1 S(s) is the sum over the W seconds [s+1-W, s+1).
A6 Silence changes sums like any other time.
A7 A late hit counts from the first undecided second on; what was decided stays.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from httplogstats.alerts.area import Ratio
from httplogstats.alerts.measures import OfSlots
from httplogstats.clock import NEVER
from httplogstats.table import Figures
from httplogstats.tally import Tally

Reading = tuple[int, int, Ratio | None]
"""A second, the hits of the window that ends with it, and the measure's value."""

Sum = tuple[int, int]
"""A second, and what the window that ends with it amounts to."""

_Part = tuple[int, Any]  # the hits of a slot, and what the measure gathered of it


class SlidingSum:
    """S(s) for every second, from hits in any order.

    Only the seconds at which S changes are kept: a hit at second x adds to S at x and takes itself away at
    x+W. So years of silence cost nothing, and hits may come in blocks of any size, as long as they count from
    seconds that are not decided. `amount` is what figures of a second add to S, as one number.
    """

    def __init__(self, window: int, amount: Callable[[Figures], int]) -> None:
        self.window = window
        self.value = 0
        self._amount = amount
        self._changes: dict[int, int] = {}  # what is added to S at a second
        self._decided = NEVER

    def add(self, tally: Tally) -> None:
        """Take the hits of a tally; those that came late count from the second that was open then (A7)."""
        changes, window, amount_of = self._changes, self.window, self._amount
        for second, figures in tally.seconds.items():
            amount, end = amount_of(figures), second + window
            changes[second] = changes.get(second, 0) + amount
            changes[end] = changes.get(end, 0) - amount
        for (horizon, second), figures in tally.overdue.items():
            self.put(horizon, second, self._amount(figures))

    def put(self, start: int, second: int, amount: int) -> None:
        """What a second amounts to, which counts from `start` on."""
        end = second + self.window
        if start < end:
            self._changes[start] = self._changes.get(start, 0) + amount
            self._changes[end] = self._changes.get(end, 0) - amount

    def decide(self, horizon: int) -> list[Sum]:
        """Move on to `horizon`; S at every second before it at which it may have changed, in order."""
        found: list[Sum] = []
        take, value = self._changes.pop, self.value
        for second in self._due(horizon):
            value += take(second)
            found.append((second, value))
        self.value, self._decided = value, horizon
        return found

    def _due(self, horizon: int) -> Iterable[int]:
        """Seconds before `horizon` that have a change, in order."""
        changes = self._changes
        if horizon - self._decided > len(changes):
            return sorted(second for second in changes if second < horizon)
        return [second for second in range(self._decided, horizon) if second in changes]

    def clear(self) -> None:
        """Forget all hits."""
        self.value = 0
        self._changes.clear()
        self._decided = NEVER


class SlotSum:
    """The measure of the newest closed slots that cover a window, by whole slots of `interval` seconds."""

    def __init__(self, measure: OfSlots, window: int, interval: int) -> None:
        self._measure = measure
        self._interval = interval
        self._open: dict[int, _Part] = {}
        self._count = -(-window // interval)
        self._closed: deque[tuple[int, _Part]] = deque()

    def add(self, slots: Mapping[int, Tally]) -> None:
        """Take what was counted of some slots, which are still open."""
        for start, tally in slots.items():
            hits, gathered = self._open.get(start) or (0, self._measure.nothing())
            self._measure.gather(gathered, tally, self._count)
            self._open[start] = (hits + tally.hits, gathered)

    def decide(self, horizon: int) -> Iterator[Reading]:
        """Close what ends at or before `horizon`; yields the last second of each slot that changes anything.

        So do the ends of the slots at which an old one leaves the window.
        """
        while (end := self._next_change(horizon)) is not None:
            part = self._open.pop(end - self._interval, None)
            if part is not None:
                self._closed.append((end - self._interval, part))
            begin = end - self._count * self._interval
            while self._closed and self._closed[0][0] < begin:
                self._closed.popleft()
            hits = sum(part[0] for _, part in self._closed)
            yield end - 1, hits, self._measure.reading([part[1] for _, part in self._closed])

    def clear(self) -> None:
        """Forget all hits."""
        self._open.clear()
        self._closed.clear()

    def _next_change(self, horizon: int) -> int | None:
        ends = [start + self._interval for start in self._open]
        if self._closed:
            ends.append(self._closed[0][0] + (self._count + 1) * self._interval)
        end = min(ends, default=horizon + 1)
        return end if end <= horizon else None
