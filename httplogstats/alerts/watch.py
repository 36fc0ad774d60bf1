"""A rule with what it looks at and its state: hits in, events out, second by second."""

from collections.abc import Callable, Iterable, Mapping

from httplogstats.alerts.machine import Alert
from httplogstats.alerts.measures import OfHits, OfSeconds
from httplogstats.alerts.rule import Rule
from httplogstats.alerts.sums import Reading, SlidingSum, SlotSum
from httplogstats.clock import NEVER
from httplogstats.snapshot import AlertEvent
from httplogstats.tally import Tally


class Watch:
    """`interval` is the length of slots, by which measures go that are not known of single seconds.

    Once it has `begun`, it is known from which second on hits are seen.
    """

    def __init__(self, rule: Rule, interval: int, when: Callable[[int], str]) -> None:
        self.alert = Alert(rule, when)
        self._measure = rule.measure
        self._window = rule.window
        self.begun = False
        self._start = 0
        self._first: int | None = None  # of the hits read back, where an earlier run has left it firing
        self._sum: SlidingSum | SlotSum = (
            SlidingSum(rule.window, rule.measure.amount)
            if isinstance(rule.measure, OfSeconds)
            else SlotSum(rule.measure, rule.window, interval)
        )

    @property
    def by_slot(self) -> bool:
        """Whether its measure is one of slots."""
        return isinstance(self._sum, SlotSum)

    def begin(self, second: int) -> None:
        """Nothing is known of what lies before this second, everything of what follows.

        What an earlier run left firing (A9) recovers by what was seen of a whole window: lines before the
        first that is there may have been rotated away. Of several logs any may be the first one read.
        """
        if self.begun and self.alert.firing:
            self._first = second if self._first is None else min(self._first, second)
            self.alert.full = max(self._start, self._first) + self._window - 1
            return
        if self.begun and second >= self._start:
            return
        if self.begun:
            self.alert.restart(second)
        self.begun, self._start = True, second
        self.alert.full = second + self._window - 1
        reading = None
        if isinstance(self._measure, OfSeconds):
            reading = self._measure.reading(0, self._window)
        self.alert.change(second, 0, reading)

    def see_from(self, second: int) -> None:
        """A whole window is seen, of all inputs, only if it begins here or later (A5)."""
        if not self.alert.rule.early:
            self.alert.full = max(self.alert.full, second + self._window - 1)

    def add(self, slots: Mapping[int, Tally]) -> None:
        """Take freshly counted hits."""
        if isinstance(self._sum, SlotSum):
            self._sum.add(slots)
        elif self._measure.name != "malformed":
            for tally in slots.values():
                self._sum.add(tally)

    def add_malformed(self, second: int, lines: int) -> None:
        """Take lines that were not understood."""
        if isinstance(self._sum, SlidingSum) and self._measure.name == "malformed":
            self._sum.put(second, second, lines)

    def decide(self, horizon: int) -> list[AlertEvent]:
        """Decide every second before `horizon`."""
        if not self.begun:
            return []
        events = [self.alert.change(*reading) for reading in self._readings(horizon)]
        return [event for event in [*events, self.alert.until(horizon)] if event is not None]

    def restart(self, second: int) -> None:
        """Time goes on from an earlier second, before which nothing is known."""
        self._sum.clear()
        self.alert.restart(second)
        self.begun, self._first = False, None
        self.begin(second)

    def _readings(self, horizon: int) -> Iterable[Reading]:
        """What changes before `horizon` and must be looked at one by one."""
        measure, window = self._measure, self._window
        if isinstance(self._sum, SlotSum) or not isinstance(measure, OfSeconds):
            return self._sum.decide(horizon) if isinstance(self._sum, SlotSum) else ()
        sums = self._sum.decide(horizon)
        if isinstance(measure, OfHits) and self.alert.stays(sums, measure.reading(0, window)[1]):
            return ()
        return [(second, measure.hits(amount), measure.reading(amount, window)) for second, amount in sums]


def first_second(slots: Mapping[int, Tally]) -> int:
    """The earliest second of hits."""
    return min((min(tally.seconds, default=start) for start, tally in slots.items()), default=NEVER)
