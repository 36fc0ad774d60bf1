"""All rules with their events: hits in, crossings with their evidence out. Knows no lines, reads no clock.

The built-in rule comes first. Events are those of earlier runs (A9), then of this one, in order, and notes of
what the user has done.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from httplogstats import words
from httplogstats.alerts.machine import Alert
from httplogstats.alerts.rule import Rule
from httplogstats.alerts.watch import Watch, first_second
from httplogstats.clock import EVER, NEVER
from httplogstats.explain import Lines, explain
from httplogstats.filters import Filter
from httplogstats.ring import Slot
from httplogstats.scan import Slots
from httplogstats.snapshot import AlertEvent
from httplogstats.windows import Windows

AGAIN = 60
"""Seconds within which a rule that fires again has no evidence of its own."""


class Alerting:
    """`when` writes a second for people; `lines` finds lines of the log for the evidence of an alert."""

    def __init__(
        self, rules: Sequence[Rule], windows: Windows, when: Callable[[int], str], lines: Lines
    ) -> None:
        self.watches = [Watch(rule, windows.interval, when) for rule in rules]
        self.events: list[AlertEvent] = []
        self._windows = windows
        self._when = when
        self._lines = lines
        self._told: dict[str, int] = {}  # when a rule last fired with evidence
        self._begun = EVER  # from when on anything is known
        self._undated = 0  # malformed lines read before anything had a date

    @property
    def built_in(self) -> Alert:
        """The built-in rule's state."""
        return self.watches[0].alert

    @property
    def conditions(self) -> tuple[Filter, ...]:
        """Filters that some rule has: their hits are to be counted by themselves."""
        return tuple({watch.alert.rule.where: None for watch in self.watches if watch.alert.rule.where})

    def resume(self, events: Sequence[AlertEvent]) -> None:
        """Go on from the events of earlier runs, oldest first, which stay on the page (A9)."""
        self.events = list(events)
        last = {event.rule: event for event in events if not event.note}
        for watch in self.watches:
            name = watch.alert.rule.name
            watch.alert.alerts = sum(
                event.rule == name and event.fired and not event.note for event in events
            )
            if name in last:
                watch.alert.resume(last[name])

    def live_from(self, started: int) -> None:
        """What happened up to then is marked as having happened before the program's start (T4)."""
        for watch in self.watches:
            watch.alert.before = started

    def begin(self, second: int) -> None:
        """Nothing is known of what lies before this second."""
        self._begun = min(self._begun, second)
        for watch in self.watches:
            watch.begin(second)

    def see_from(self, second: int) -> None:
        """Of some input nothing is known before this second, though time has begun before it."""
        for watch in self.watches:
            watch.see_from(second)

    def absorb(self, slots: Slots, where: Filter, decided: int, fresh: bool) -> None:
        """Take the hits of a block that pass `where`; it is `fresh` as long as nothing has been decided.

        In a replay all before the first hits may have been decided, and earlier ones still come.
        """
        if slots and (fresh or decided <= first_second(slots) < self._begun):
            self.begin(first_second(slots))
        for watch in self.watches:
            if watch.alert.rule.where == where and (where or not watch.by_slot):
                watch.add(slots)

    def note_malformed(self, lines: int, decided: int) -> None:
        """They have no date: they belong to the second that is open when they are read."""
        self._undated += lines
        if self._undated and decided != NEVER:
            for watch in self.watches:
                watch.add_malformed(decided, self._undated)
            self._undated = 0

    def decide(self, horizon: int, closed: Sequence[Slot] = ()) -> tuple[AlertEvent, ...]:
        """Decide every second before `horizon`; `closed` are the slots that have ended with it."""
        for watch in self.watches:
            if watch.by_slot and not watch.alert.rule.where:  # only the slot itself has its rows
                watch.add(dict(closed))
        events = [event for watch in self.watches for event in watch.decide(horizon)]
        found = tuple(sorted(map(self._explained, events), key=lambda event: event.time))
        self.events += found
        return found

    def restart(self, second: int) -> None:
        """Time goes on from an earlier second, before which nothing is known."""
        self._told.clear()
        self._begun = second
        for watch in self.watches:
            watch.restart(second)

    def limit(self, limit: Fraction, now: int, horizon: int) -> tuple[AlertEvent, ...]:
        """Another limit of the built-in rule, from the first undecided second on; a note of it."""
        alert = self.built_in
        if limit == alert.rule.limit:
            return ()
        before, after = words.decimal(alert.rule.limit), words.decimal(limit)
        alert.relimit(limit, max(horizon, alert.known))
        return self._note((alert,), now, f"limit changed from {before}/s to {after}/s at")

    def acknowledge(self, now: int) -> tuple[AlertEvent, ...]:
        """Somebody has taken note of all that fires; notes of it."""
        alerts = [watch.alert for watch in self.watches]
        firing = [alert for alert in alerts if alert.firing and not alert.acknowledged]
        for alert in firing:
            alert.acknowledged = True
        return self._note(firing, now, "acknowledged at")

    def _note(self, alerts: Sequence[Alert], now: int, what: str) -> tuple[AlertEvent, ...]:
        notes = tuple(alert.note(now, f"{what} {self._when(now)}") for alert in alerts)
        self.events += notes
        return notes

    def _explained(self, event: AlertEvent) -> AlertEvent:
        """With evidence, where slots are kept that tell it.

        A rule that fires again and again has it once in a while, so that it is bounded.
        """
        if not self._windows.kept:
            return event
        if event.fired:
            if event.time - self._told.get(event.rule, NEVER) < AGAIN:
                return event
            self._told[event.rule] = event.time
        return explain(event, self._windows, self._lines)
