"""Which second a hit belongs to, and which seconds are decided (semantics T1 to T6, W1, A4). Reads no clock.

All times are integer seconds of Unix time. ``decided`` is the one horizon: every second before it has been
decided by the alerts, and every slot that ends at or before it is closed. Live, it is ``now - 1``: second s
is decided, and the slot that ends with it closed, at the first tick with ``now >= s + 2``. In a replay it
stays ``SLACK`` seconds behind the greatest stamp.
"""

from typing import NamedTuple, Protocol

SLACK = 60
"""Seconds that a stamp may lie before the last poll (T2), or a line out of order in a replay (T5)."""

AHEAD = 1
"""Seconds that a believed stamp may lie after our own clock (T2)."""

NEVER = -(2**62)
EVER = 2**62


class Clock(Protocol):
    """The time of day in Unix seconds, and a count of seconds that never jumps."""

    def now(self) -> int:
        """Unix time in whole seconds."""

    def elapsed(self) -> float:
        """Seconds since an arbitrary moment."""


class Placing(NamedTuple):
    """Where the hits of one block belong; all a scanner needs to know about time.

    A stamp in ``[earliest, latest]`` is believed; any other hit belongs to ``arrival``, or is skipped where
    that is None (priming reads back only what lies in its window). ``decided`` is the horizon when the
    block is read; with ``slack`` it also moves inside the block: ``max(decided, greatest second placed so
    far, this line's included, - slack)``, which makes a replay independent of how it was cut into blocks.
    A hit before its horizon is overdue; one whose slot ends at or before the horizon is late and counted in
    the slot that holds the horizon. ``greatest`` is the greatest second placed before this block.
    """

    earliest: int
    latest: int
    arrival: int | None
    decided: int
    interval: int
    slack: int | None = None
    greatest: int = NEVER


ALL_TIME = Placing(NEVER, EVER, None, NEVER, 1)
"""Believes every stamp: for what only looks at lines."""


class LiveClock:
    """Follows a log as it is written: stamps near our own clock are believed (T2, T3)."""

    def __init__(self, previous: int, greatest: int = NEVER) -> None:
        self.previous = previous  # `now` when an earlier poll last reached the end of the input
        self.greatest = greatest

    def placing(self, now: int, decided: int, interval: int) -> Placing:
        """For a block read at ``now``."""
        return Placing(self.previous - SLACK, now + AHEAD, now, decided, interval)

    def horizon(self, now: int, at_end: bool) -> int:
        """The first undecided second after a poll at ``now``; a backlog is decided by its own stamps (T3)."""
        if at_end:
            self.previous = now
            return now - 1
        return min(now - 1, self.greatest - SLACK)


class ReplayClock:
    """Reads a log from its start: stamps alone decide, the clock is the greatest one seen (T5).

    Lines may be up to `slack` seconds out of order.
    """

    def __init__(self, slack: int = SLACK) -> None:
        self.greatest = NEVER
        self._slack = slack

    def placing(self, now: int, decided: int, interval: int) -> Placing:
        """For a block read at ``now``, which only stands in for stamps that are missing."""
        return Placing(NEVER, EVER, now, decided, interval, self._slack, self.greatest)

    def horizon(self, now: int, at_end: bool) -> int:
        """The first undecided second; at the end of the input the last stamp's second is decided too."""
        if self.greatest == NEVER:
            return NEVER
        return self.greatest + 1 if at_end else self.greatest - self._slack


def priming(since: int, now: int, interval: int) -> Placing:
    """For lines that were written before start: only stamps from ``since`` on are counted (T4)."""
    return Placing(since, now + AHEAD, None, since, interval)


def slot_of(second: int, interval: int) -> int:
    """The start of the slot that holds ``second`` (W1)."""
    return second - second % interval
