"""Owns all mutable state of the counting: what was read, the windows, the alert. Reads no clock.

The data's way: `absorb` what a scanner counted, then `advance` the horizon; views.py says what there is.
The horizon (clock.py) never goes back, except by `rebase`.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from httplogstats import words
from httplogstats.account import Account
from httplogstats.alerts.machine import Alert
from httplogstats.alerts.rule import Rule, high_traffic
from httplogstats.alerts.watch import Watch, first_second
from httplogstats.clock import NEVER
from httplogstats.explain import Lines, explain
from httplogstats.filters import Filter
from httplogstats.formats.layout import Layout
from httplogstats.safe import safe
from httplogstats.scan import SAMPLES, Scanned
from httplogstats.scan.read import misfit_of
from httplogstats.snapshot import AlertEvent, MalformedLine, Order
from httplogstats.tally import add_counts
from httplogstats.windows import Slot, Windows

AGAIN = 60
"""Seconds within which a rule that fires again has no evidence of its own."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the counting is told once: seconds, seconds, requests per second, further rules."""

    interval: int = 10
    window: int = 120
    threshold: Fraction = Fraction(10)
    others: tuple[Rule, ...] = ()

    @property
    def longest(self) -> int:
        """Seconds to read back on start (T4), so that what stands there decides what holds now."""
        return max([self.window, *(rule.window + rule.hold for rule in self.others)])


@dataclass(frozen=True, slots=True)
class Decided:
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

    `when` writes a second for people; `lines` finds lines of the log for the evidence of an alert.
    """

    def __init__(
        self,
        rules: Rules,
        started: int,
        when: Callable[[int], str],
        lines: Lines = lambda where, moment, most: (),
    ) -> None:
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
        self.malformed: deque[MalformedLine] = deque(maxlen=SAMPLES)
        self.windows = Windows(rules.interval)
        every = (high_traffic(rules.threshold, rules.window), *rules.others)
        self.watches = [Watch(rule, rules.interval, when) for rule in every]
        self.events: list[AlertEvent] = []  # all crossings, in order
        self._lines = lines
        self._told: dict[str, int] = {}  # when a rule last fired with evidence
        self._when = when
        self._begun = NEVER  # where a live start's window begins
        self._undated = 0  # malformed lines read before anything had a date

    def begin(self, second: int | None) -> None:
        """Live time starts at `second`, before `started`, whether or not a line arrives (T4).

        None where inputs of the past are read as well: it starts with their first line.
        """
        self.live = True
        for watch in self.watches:
            watch.alert.before = self.started
        if second is not None:
            self.decided = self._begun = second
            self.windows.begin(second)
            for watch in self.watches:
                watch.begin(second)

    def resume(self, events: Sequence[AlertEvent]) -> None:
        """Go on from the events of earlier runs, oldest first, which stay on the page (A9)."""
        self.events = list(events)
        last = {event.rule: event for event in events if not event.note}
        for watch in self.watches:
            name = watch.alert.rule.name
            watch.alert.events = sum(event.rule == name and not event.note for event in events)
            if name in last:
                watch.alert.resume(last[name])

    @property
    def alert(self) -> Alert:
        """The built-in rule's state."""
        return self.watches[0].alert

    @property
    def conditions(self) -> tuple[Filter, ...]:
        """Filters that some rule has: their hits are to be counted by themselves."""
        return tuple({watch.alert.rule.where: None for watch in self.watches if watch.alert.rule.where})

    def absorb(self, scanned: Scanned, overlong: int = 0, layout: Layout | None = None) -> None:
        """Count what one block of a layout held, which was placed by the present `decided`."""
        self.account += Account(scanned.hits, scanned.malformed, scanned.blank, overlong)
        self.malformed.extend(_malformed(line, layout) for line in scanned.samples)
        if scanned.hits:
            self.arrival = 2 * scanned.arrivals > scanned.hits
        self.hits += scanned.hits
        self._note_malformed(scanned.malformed)
        self.absorb_where((), scanned)
        for tally in scanned.slots.values():
            self.size += tally.size
            self.late += tally.late
            add_counts(self.statuses, tally.statuses)
        self.windows.add(scanned.slots)

    def absorb_where(self, where: Filter, scanned: Scanned) -> None:
        """Let the rules with a condition see the hits of a block that pass it."""
        if not scanned.slots:
            return
        if self.decided == self._begun:  # nothing of a live start, or of a replay, was decided yet
            first = first_second(scanned.slots)
            for watch in self.watches:
                watch.begin(first)
        for watch in self.watches:
            if watch.alert.rule.where == where and (where or not watch.by_slot):
                watch.add(scanned.slots)

    def obey(self, order: Order, now: int) -> Decided:
        """Carry out what a user wants; the history has a note of it."""
        at, notes = self._when(now), []
        if order.limit is not None and order.limit != self.alert.rule.limit:
            before, after = (words.decimal(limit) for limit in (self.alert.rule.limit, order.limit))
            self.alert.relimit(order.limit, max(self.decided, self.alert.known))
            notes.append(self.alert.note(now, f"limit changed from {before}/s to {after}/s at {at}"))
        elif order.limit is None:
            for alert in (watch.alert for watch in self.watches):
                if alert.firing and not alert.acknowledged:
                    alert.acknowledged = True
                    notes.append(alert.note(now, f"acknowledged at {at}"))
        self.events += notes
        return Decided(events=tuple(notes), live=self.live)

    def advance(self, horizon: int) -> Decided:
        """Decide every second before `horizon`, close the slots that end there."""
        if horizon <= self.decided:
            return Decided()
        if self.live and self.windows.first == NEVER:  # no line has come yet, but time passes
            self.windows.begin(horizon - 1)
            for watch in self.watches:
                watch.begin(horizon - 1)
        self.decided = horizon
        closed = self.windows.close_to(horizon)
        for watch in self.watches:
            if watch.by_slot and not watch.alert.rule.where:  # only the slot itself has its rows
                watch.add(dict(closed))
        decided = [event for watch in self.watches for event in watch.decide(horizon)]
        decided = sorted(map(self._explained, decided), key=lambda event: event.time)
        self.events += decided
        return Decided(tuple(closed), tuple(decided), live=self.live)

    def step(self, horizon: int) -> Decided | None:
        """A short piece of the way to `horizon`, a slot at most; None if there is nothing left to do."""
        if self.windows.settle():
            return Decided()
        return self.advance(self.windows.stop(horizon)) if horizon > self.decided else None

    def finish(self, partial: bool) -> Decided:
        """Close the slots still open: the input has ended, or the program does (`partial`)."""
        return Decided(slots=tuple(self.windows.flush()), partial=partial)

    def rebase(self, horizon: int) -> None:
        """Let time go on from `horizon`, which lies before what was decided (a replay ahead of our clock)."""
        self.windows.rebase(horizon)
        for watch in self.watches:
            watch.clear()
        self.decided = horizon

    def _explained(self, event: AlertEvent) -> AlertEvent:
        """With evidence; a rule that fires again and again has it once in a while, so that it is bounded."""
        if event.fired:
            if event.time - self._told.get(event.rule, NEVER) < AGAIN:
                return event
            self._told[event.rule] = event.time
        return explain(event, self.windows, self._lines)

    def _note_malformed(self, lines: int) -> None:
        """They have no date: they belong to the second that is open when they are read."""
        self._undated += lines
        if self._undated and self.decided != NEVER:
            for watch in self.watches:
                watch.add_malformed(self.decided, self._undated)
            self._undated = 0


def _malformed(line: bytes, layout: Layout | None) -> MalformedLine:
    misfit = misfit_of(layout, line) if layout else None
    if misfit is None:
        return MalformedLine(safe(line))
    return MalformedLine(safe(line), len(safe(line[: misfit.at])), misfit.expected)
