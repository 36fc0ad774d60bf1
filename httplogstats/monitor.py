"""Owns all mutable state of the counting: what was read, the windows, the alert. Reads no clock.

The data's way: `absorb` what a scanner counted, then `advance` the horizon; views.py says what there is.
The horizon (clock.py) never goes back, except by `rebase`.
"""

from collections import deque
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from httplogstats.account import Account
from httplogstats.alerting import Alerting
from httplogstats.alerts.rule import Rule, high_traffic
from httplogstats.clock import NEVER
from httplogstats.explain import Lines
from httplogstats.filters import Filter
from httplogstats.formats.layout import Layout, Role
from httplogstats.ring import KEPT_SECONDS, Slot
from httplogstats.safe import safe
from httplogstats.scan import SAMPLES, Scanned
from httplogstats.scan.read import misfit_of
from httplogstats.snapshot import AlertEvent, MalformedLine, Order
from httplogstats.tally import add_counts
from httplogstats.windows import SUMMED, Windows


class Rules(NamedTuple):
    """What the counting is told once: seconds, seconds, requests per second, further rules."""

    interval: int = 10
    window: int = 120
    threshold: Fraction = Fraction(10)
    others: tuple[Rule, ...] = ()

    @property
    def longest(self) -> int:
        """Seconds to read back on start (T4), so that what stands there decides what holds now."""
        return max([self.window, *(rule.window + rule.hold for rule in self.others)])


class Decided(NamedTuple):
    """What an advance brought: slots just closed and crossings just decided, both oldest first.

    `live` is whether this is the present, and no log being replayed. The slots are
    `partial` if the program ended before they were over.
    """

    slots: tuple[Slot, ...] = ()
    events: tuple[AlertEvent, ...] = ()
    partial: bool = False
    live: bool = False


class Monitor:
    """The statistics model. `started` and all other times are integer seconds of Unix time.

    `when` writes a second for people; `lines` finds lines of the log for the evidence of an alert. `kept` is
    for how many seconds anybody may ask for more than is decided: for windows, or for that evidence; `summed`
    is how many rows a table of the sum since start holds, 0 where nobody asks for it.
    """

    def __init__(
        self,
        rules: Rules,
        started: int,
        when: Callable[[int], str],
        lines: Lines = lambda where, moment, most: (),
        kept: int = KEPT_SECONDS,
        summed: int = SUMMED,
    ) -> None:
        self.rules = rules
        self.started = started
        self.decided = NEVER
        self.account = Account()
        self.hits = 0
        self.size = 0
        self.sized = True  # whether bytes are known: not where no format of what was counted says them
        self.late = 0
        self.live = False  # whether time passes without lines
        self.arrival = False  # whether stamps were not believed of late
        self.statuses: dict[int, int] = {}
        self._malformed: deque[tuple[bytes, Layout | None]] = deque(maxlen=SAMPLES)
        self._explained: tuple[MalformedLine, ...] | None = ()
        self.windows = Windows(rules.interval, kept, summed)
        every = (high_traffic(rules.threshold, rules.window), *rules.others)
        self.alerting = Alerting(every, self.windows, when, lines)
        self._begun = NEVER  # where a live start's window begins

    def begin(self, second: int | None) -> None:
        """Live time starts at `second`, before `started`, whether or not a line arrives (T4).

        None where inputs of the past are read as well: it starts with their first line.
        """
        self.live = True
        self.alerting.live_from(self.started)
        if second is not None:
            self.decided = self._begun = second
            self.windows.begin(second)
            self.alerting.begin(second)

    def absorb(self, scanned: Scanned, overlong: int = 0, layout: Layout | None = None) -> None:
        """Count what one block of a layout held, which was placed by the present `decided`."""
        read = Account(scanned.hits, scanned.malformed, scanned.blank, overlong)
        self.account = self.account.plus(read)
        if scanned.samples:
            self._malformed.extend((line, layout) for line in scanned.samples)
            self._explained = None
        if scanned.hits:
            self.arrival = 2 * scanned.arrivals > scanned.hits
            if not (self.sized and self.hits):
                self.sized = layout is None or Role.SIZE in layout.roles
        self.hits += scanned.hits
        self.alerting.note_malformed(scanned.malformed, self.decided)
        self.absorb_where((), scanned)
        for tally in scanned.slots.values():
            self.size += tally.size
            self.late += tally.late
            add_counts(self.statuses, tally.statuses)
        self.windows.add(scanned.slots)

    @property
    def malformed(self) -> tuple[MalformedLine, ...]:
        """The newest malformed lines, oldest first; what is wrong with them is found out only when asked."""
        if self._explained is None:
            self._explained = tuple(_explained(line, layout) for line, layout in self._malformed)
        return self._explained

    def absorb_where(self, where: Filter, scanned: Scanned) -> None:
        """Let the rules with a condition see the hits of a block that pass it."""
        self.alerting.absorb(scanned.slots, where, self.decided, fresh=self.decided == self._begun)

    def obey(self, order: Order, now: int) -> Decided:
        """Carry out what a user wants; the history has a note of it."""
        if order.limit is None:
            notes = self.alerting.acknowledge(now)
        else:
            notes = self.alerting.limit(order.limit, now, self.decided)
        return Decided(events=notes, live=self.live)

    def advance(self, horizon: int) -> Decided:
        """Decide every second before `horizon`, close the slots that end there."""
        if horizon <= self.decided:
            return Decided()
        if self.live and self.windows.first == NEVER:  # no line has come yet, but time passes
            self.windows.begin(horizon - 1)
            self.alerting.begin(horizon - 1)
        events: tuple[AlertEvent, ...] = ()
        silence = self.windows.silence(horizon, self.live)
        if silence > self.decided:  # what is decided in it is explained by the slots as they are before it
            events = self.alerting.decide(silence)
        self.decided = horizon
        closed = self.windows.close_to(horizon, self.live)
        return Decided(tuple(closed), events + self.alerting.decide(horizon, closed), live=self.live)

    def step(self, horizon: int) -> Decided | None:
        """A short piece of the way to `horizon` (`Windows.stop`); None if there is nothing left to do."""
        if self.windows.step():
            return Decided()
        return self.advance(self.windows.stop(horizon, self.live)) if horizon > self.decided else None

    def finish(self, partial: bool) -> Decided:
        """Close the slots still open: the input has ended, or the program does (`partial`)."""
        return Decided(slots=tuple(self.windows.flush(self.live)), partial=partial)

    def rebase(self, horizon: int) -> None:
        """Let time go on from `horizon`, which lies before what was decided (a replay ahead of our clock)."""
        self.windows.rebase(horizon)
        self.alerting.restart(horizon)
        self.decided = horizon


def _explained(line: bytes, layout: Layout | None) -> MalformedLine:
    misfit = misfit_of(layout, line) if layout else None
    if misfit is None:
        return MalformedLine(safe(line))
    return MalformedLine(safe(line), len(safe(line[: misfit.at])), misfit.expected)
