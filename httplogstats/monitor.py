"""Owns all mutable state of the counting: what was read, the windows, the alert. Reads no clock.

The data's way: `absorb` what a scanner counted, then `advance` the horizon; views.py says what there is.
The horizon (clock.py) never goes back, except by `rebase`.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from httplogstats.account import Account
from httplogstats.alerts import Alert, HighTraffic, SlidingSum
from httplogstats.clock import NEVER
from httplogstats.safe import safe
from httplogstats.scan import SAMPLES, Scanned
from httplogstats.snapshot import AlertEvent
from httplogstats.tally import add_counts
from httplogstats.windows import Slot, Windows


@dataclass(frozen=True, slots=True)
class Rules:
    """What the counting is told once: seconds, seconds, and requests per second."""

    interval: int = 10
    window: int = 120
    threshold: Fraction = Fraction(10)


@dataclass(frozen=True, slots=True)
class Decided:
    """What an advance brought: slots just closed and crossings just decided, both oldest first.

    The slots are `partial` if the program ended before they were over.
    """

    slots: tuple[Slot, ...] = ()
    events: tuple[AlertEvent, ...] = ()
    partial: bool = False


class Monitor:
    """The statistics model. `started` and all other times are integer seconds of Unix time."""

    def __init__(self, rules: Rules, started: int, when: Callable[[int], str]) -> None:
        self.rules = rules
        self.started = started
        self.decided = NEVER
        self.account = Account()
        self.hits = 0
        self.size = 0
        self.late = 0
        self.live = False  # whether time passes without lines
        self.arrival = False  # whether stamps were not believed of late
        self.statuses: dict[int, int] = {}
        self.malformed: deque[str] = deque(maxlen=SAMPLES)
        self.windows = Windows(rules.interval)
        self.alert = Alert(HighTraffic(rules.threshold, rules.window), when)
        self._sum = SlidingSum(rules.window)

    def begin(self, second: int) -> None:
        """Live time starts at `second`, before `started`, whether or not a line arrives (T4)."""
        self.decided = second
        self.windows.begin(second)
        self.alert.before = self.started
        self.live = True

    def absorb(self, scanned: Scanned, overlong: int = 0) -> None:
        """Count what one block held, which was placed by the present `decided`."""
        self.account += Account(scanned.hits, scanned.malformed, scanned.blank, overlong)
        self.malformed.extend(safe(line) for line in scanned.samples)
        if scanned.hits:
            self.arrival = 2 * scanned.arrivals > scanned.hits
        self.hits += scanned.hits
        for tally in scanned.slots.values():
            self._sum.add(tally)
            self.size += tally.size
            self.late += tally.late
            add_counts(self.statuses, tally.statuses)
        self.windows.add(scanned.slots)

    def advance(self, horizon: int) -> Decided:
        """Decide every second before `horizon`, close the slots that end there."""
        if horizon <= self.decided:
            return Decided()
        self.decided = horizon
        decisions = (self.alert.decide(second, value) for second, value in self._sum.decide(horizon))
        events = tuple(event for event in decisions if event is not None)
        return Decided(tuple(self.windows.close_to(horizon)), events)

    def finish(self, partial: bool) -> Decided:
        """Close the slots still open: the input has ended, or the program does (`partial`)."""
        return Decided(slots=tuple(self.windows.flush()), partial=partial)

    def rebase(self, horizon: int) -> None:
        """Let time go on from `horizon`, which lies before what was decided (a replay ahead of our clock)."""
        self.windows.rebase(horizon)
        self._sum.clear()
        self.decided = horizon
