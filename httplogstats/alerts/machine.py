"""The one state machine: idle, holding, firing; a rule says what exceeds and what recovers. Reads no clock.

A3 It fires when the rule exceeds and recovers when the rule recovers, in strict turns; in between nothing.
A4 Every second is decided once, in order; an event's date is the end of its window, the second after.

Between two changes the reading stays the same, so that only the seconds of changes are looked at: `until`
decides all those up to a second at once.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from httplogstats.alerts.area import Area, Ratio, above
from httplogstats.alerts.rule import Rule
from httplogstats.clock import NEVER
from httplogstats.filters import describe
from httplogstats.snapshot import AlertEvent, AlertView

_NOTHING: Ratio = 0, 1


class Alert:
    """The state of one rule.

    `when` turns a second into the date of A8 in the display zone. Events dated at or before `before` are
    marked as having happened before the program was started (T4). Those dated at or before `known` have been
    told by an earlier run (A9). Before the second `full` no whole window has been seen.
    """

    def __init__(self, rule: Rule, when: Callable[[int], str]) -> None:
        self.rule = rule
        self.before = NEVER
        self.known = NEVER
        self.full = NEVER
        self.hits = 0
        self._reading: Ratio | None = None
        self.alerts = 0
        self.last: AlertEvent | None = None
        self.acknowledged = False
        self._when = when
        self._changed = NEVER  # the second from which on the reading is what it is
        self._holding: int | None = None  # the second from which on it exceeds, or recovers
        self._since: int | None = None
        self._peak = _NOTHING
        self._over = Area()

    @property
    def reading(self) -> Fraction | None:
        """The measure's value; None where it has none."""
        return None if self._reading is None else Fraction(*self._reading)

    @property
    def firing(self) -> bool:
        """Whether it has fired and not recovered."""
        return self._since is not None

    def change(self, second: int, hits: int, reading: Ratio | None) -> AlertEvent | None:
        """The reading is another one from `second` on; what was due before it is decided first."""
        event = self.until(second)
        self._pass_to(second)
        self.hits, self._reading = hits, reading
        self._look(second)
        return event

    def stays(self, sums: Sequence[tuple[int, int]], denominator: int) -> bool:
        """Take many changes at once if none of them can matter; false, and nothing is done, if one might.

        Each is a second and the hits from then on, which make the reading with a denominator that is always
        the same. A change between two that do not matter does not either.
        """
        since = self._since
        if not sums or self._holding is not None or not self.rule.above or self.rule.minimum:
            return not sums
        if since is not None and since > sums[0][0]:  # an earlier run has told of it
            return False
        farthest = (max if since is None else min)(hits for _, hits in sums)
        turns = self.rule.exceeds if since is None else self.rule.recovers
        if turns((farthest, denominator), farthest):
            return False
        self._pass_to(sums[0][0])
        if since is not None:
            self._pass_over(sums, denominator)
        self._changed, self.hits = sums[-1]
        self._reading = self.hits, denominator
        return True

    def until(self, horizon: int) -> AlertEvent | None:
        """Decide every second before `horizon`, over which nothing changes."""
        if self._holding is None:
            return None
        due = self._holding
        if self._since is not None or not self.rule.early:
            due = max(due, self.full)
        if self._since is None:
            due += self.rule.hold
        due = max(due, self.known)
        return self._cross(due) if due < horizon else None

    def relimit(self, limit: Fraction, horizon: int) -> None:
        """Another limit from `horizon` on, the first undecided second."""
        self._pass_to(horizon)
        self.rule = self.rule._replace(limit=limit)
        self._look(horizon)

    def restart(self, second: int) -> None:
        """Time goes on from an earlier second: what fires has done so since then, and nothing is held."""
        self._changed, self._holding = NEVER, None
        if self._since is not None:
            self._since = min(self._since, second)

    def resume(self, last: AlertEvent) -> None:
        """Take over from an earlier run whose last crossing was this one."""
        self.known, self.last = last.time, last
        if last.fired:
            self._since, self._peak = last.time, max(last.peak, last.reading).as_integer_ratio()

    def note(self, second: int, what: str) -> AlertEvent:
        """What the user has done with this rule, for the history."""
        return AlertEvent(
            rule=self.rule.name,
            fired=False,
            time=second,
            value=self.hits,
            window=self.rule.window,
            message=f"{self.rule.name} {what}",
            measure=self.rule.measure.name,
            unit=self.rule.measure.unit,
            limit=self.rule.limit,
            reading=self.reading or Fraction(0),
            note=True,
        )

    def view(self) -> AlertView:
        """The state as it stands."""
        return AlertView(
            rule=self.rule.name,
            firing=self._since is not None,
            since=self._since,
            value=self.hits,
            window=self.rule.window,
            limit=self.rule.limit,
            alerts=self.alerts,
            last=self.last,
            measure=self.rule.measure.name,
            unit=self.rule.measure.unit,
            above=self.rule.above,
            reading=self.reading,
            acknowledged=self.acknowledged,
        )

    def _look(self, second: int) -> None:
        """Whether what the machine waits for holds now; from when on, if it does already."""
        holds = self.rule.recovers if self.firing else self.rule.exceeds
        if not holds(self._reading, self.hits):
            self._holding = None
        elif self._holding is None:
            self._holding = second

    def _pass_to(self, second: int) -> None:
        """What the seconds up to this one add to peak and area."""
        reading = self._reading
        if self._since is not None and reading is not None and second > self._changed:
            seconds, limit = second - max(self._changed, self._since - 1), self.rule.limit.as_integer_ratio()
            if self.rule.above:
                self._peak = reading if above(reading, self._peak) else self._peak
                self._over.add(reading, limit, seconds)
            else:
                self._peak = reading if above(self._peak, reading) else self._peak
                self._over.add(limit, reading, seconds)
        self._changed = second

    def _pass_over(self, sums: Sequence[tuple[int, int]], denominator: int) -> None:
        """What the seconds from the first to the last change add."""
        limit, one = self.rule.limit.as_integer_ratio()
        even, over = limit * denominator, 0
        for (second, hits), (end, _) in pairwise(sums):
            if hits * one > even:
                over += (hits * one - even) * (end - second)
        self._over.add((over, denominator * one), (0, 1), 1)
        highest = max((hits for _, hits in sums[:-1]), default=0), denominator
        self._peak = highest if above(highest, self._peak) else self._peak

    def _cross(self, second: int) -> AlertEvent:
        self._pass_to(second)
        date, fired, reading = second + 1, self._since is None, self._reading or _NOTHING
        event = AlertEvent(
            rule=self.rule.name,
            fired=fired,
            time=date,
            value=self.hits,
            window=self.rule.window,
            message=self.rule.describe(fired, self.hits, self.reading, self._when(date)),
            before_start=date <= self.before,
            duration=0 if self._since is None else date - self._since,
            peak=Fraction(*(reading if fired else self._peak)),
            measure=self.rule.measure.name,
            unit=self.rule.measure.unit,
            limit=self.rule.limit,
            reading=Fraction(*reading),
            over=self._over.total(),
            where=" and ".join(map(describe, self.rule.where)),
            latest=not fired and self._holding is not None and self._holding < second,
        )
        self._since = date if fired else None
        self._peak, self._over = reading if fired else _NOTHING, Area()
        self._holding, self.acknowledged = None, False
        self.alerts += fired
        self.last = event
        self._look(second)
        return event
