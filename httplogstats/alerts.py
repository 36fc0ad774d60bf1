"""The high-traffic alert: a sliding sum of hits and a state machine over it. Reads no clock.

Rules (docs/semantics.md):
A1 S(s) is the hits in the W seconds [s+1-W, s+1).
A2 S is compared with T·W as exact numbers.
A3 It fires when S > T·W and recovers when S < T·W; equality changes nothing; the two alternate.
A4 Second s is decided once, in order; the event's date is s+1.
A5 The divisor is always W, also before W seconds have been seen.
A6 Silence decides seconds like any other time.
A7 A late hit counts from the first undecided second on; what was decided stays.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction

from httplogstats.clock import NEVER
from httplogstats.snapshot import AlertEvent, AlertView
from httplogstats.tally import Tally


class SlidingSum:
    """S(s) for every second, from hits in any order.

    Only the seconds at which S changes are kept: a hit at second x adds to S at x and takes itself away at
    x+W. So years of silence cost nothing, and hits may come in blocks of any size.
    """

    def __init__(self, window: int) -> None:
        self.window = window
        self.value = 0
        self._changes: dict[int, int] = {}

    def add(self, tally: Tally) -> None:
        """Take the hits of a tally; those that came late count from the second that was open then (A7)."""
        for second, figures in tally.seconds.items():
            self._change(second, second, figures[0])
        for (horizon, second), figures in tally.overdue.items():
            self._change(horizon, second, figures[0])

    def decide(self, horizon: int) -> Iterator[tuple[int, int]]:
        """Move on to `horizon`; yields (second, S) for every second before it at which S may have changed."""
        due = sorted(second for second in self._changes if second < horizon)
        for second in due:
            self.value += self._changes.pop(second)
            yield second, self.value

    def clear(self) -> None:
        """Forget all hits."""
        self.value = 0
        self._changes.clear()

    def _change(self, start: int, second: int, hits: int) -> None:
        end = second + self.window
        if start < end:
            self._changes[start] = self._changes.get(start, 0) + hits
            self._changes[end] = self._changes.get(end, 0) - hits


class HighTraffic:
    """The built-in rule: more than `limit` requests per second on average over `window` seconds."""

    name = "High traffic"

    def __init__(self, limit: Fraction, window: int) -> None:
        self.limit = limit
        self.window = window

    def exceeds(self, value: int) -> bool:
        """A3, strictly."""
        return value > self.limit * self.window

    def drops_below(self, value: int) -> bool:
        """A3, strictly."""
        return value < self.limit * self.window

    def describe(self, fired: bool, value: int, when: str) -> str:
        """The words of A8; `when` is the date in the display zone."""
        if fired:
            return f"High traffic generated an alert - hits = {value}, triggered at {when}"
        return f"High traffic recovered - hits = {value}, recovered at {when}"


class Alert:
    """The one state machine: idle or firing; a rule says what exceeds and what drops below.

    `when` turns a second into the date of A8 in the display zone. Events dated at or before `before` are
    marked as having happened before the program was started (T4).
    """

    def __init__(self, rule: HighTraffic, when: Callable[[int], str]) -> None:
        self.rule = rule
        self.before = NEVER
        self.value = 0
        self.events: list[AlertEvent] = []
        self._when = when
        self._since: int | None = None
        self._peak = 0

    def decide(self, second: int, value: int) -> AlertEvent | None:
        """Decide one second, later than every one before it."""
        self.value = value
        if self._since is None:
            return self._event(second + 1, fired=True) if self.rule.exceeds(value) else None
        self._peak = max(self._peak, value)
        return self._event(second + 1, fired=False) if self.rule.drops_below(value) else None

    def view(self) -> AlertView:
        """The state as it stands."""
        return AlertView(
            rule=self.rule.name,
            firing=self._since is not None,
            since=self._since,
            value=self.value,
            window=self.rule.window,
            limit=self.rule.limit,
            events=len(self.events),
            last=self.events[-1] if self.events else None,
        )

    def _event(self, date: int, fired: bool) -> AlertEvent:
        event = AlertEvent(
            rule=self.rule.name,
            fired=fired,
            time=date,
            value=self.value,
            window=self.rule.window,
            message=self.rule.describe(fired, self.value, self._when(date)),
            before_start=date <= self.before,
            duration=0 if self._since is None else date - self._since,
            peak=self.value if fired else self._peak,
        )
        self._since = date if fired else None
        self._peak = self.value if fired else 0
        self.events.append(event)
        return event
