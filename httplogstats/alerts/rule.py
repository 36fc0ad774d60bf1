"""A `Rule`: when to fire and when to recover, as data; and its words. The built-in one is `high_traffic`."""

from fractions import Fraction
from typing import NamedTuple

from httplogstats import words
from httplogstats.alerts.area import Ratio, above
from httplogstats.alerts.measures import MEASURES, OfSeconds, OfSlots
from httplogstats.filters import Filter


class Rule(NamedTuple):
    """Fires when the measure of `window` seconds goes over `limit`, or under it where not `above`.

    It recovers on the other side of `recover`, which is the limit unless given. The condition must hold for
    `hold` seconds, over at least `minimum` hits. Only hits that pass `where` are looked at.
    """

    name: str
    measure: OfSeconds | OfSlots
    limit: Fraction
    window: int = 120
    above: bool = True
    recover: Fraction | None = None
    hold: int = 0
    minimum: int = 0
    where: Filter = ()

    @property
    def early(self) -> bool:
        """Whether it may fire before a whole window has been seen (A5): what is missing could only add."""
        return self.measure.bound and self.above

    def exceeds(self, reading: Ratio | None, hits: int) -> bool:
        """A3, strictly; with too few hits nothing is known."""
        if reading is None or hits < self.minimum:
            return False
        limit = self.limit.as_integer_ratio()
        return above(reading, limit) if self.above else above(limit, reading)

    def recovers(self, reading: Ratio | None, hits: int) -> bool:
        """A3, strictly; what has too few hits to fire has recovered."""
        if reading is None or hits < self.minimum:
            return True
        limit = (self.limit if self.recover is None else self.recover).as_integer_ratio()
        return above(limit, reading) if self.above else above(reading, limit)

    def describe(self, fired: bool, hits: int, reading: Fraction | None, when: str) -> str:
        """The words of A8; `when` is the date in the display zone."""
        name = "hits" if self.measure.name == "rate" else self.measure.name.replace("_", " ")
        value = str(hits) if self.measure.name == "rate" else words.reading(reading, self.measure.unit)
        if not fired and hits < self.minimum:
            return f"{self.name} recovered - fewer than {self.minimum} hits, recovered at {when}"
        if fired:
            return f"{self.name} generated an alert - {name} = {value}, triggered at {when}"
        return f"{self.name} recovered - {name} = {value}, recovered at {when}"


def high_traffic(limit: Fraction, window: int) -> Rule:
    """The built-in rule: more than `limit` requests per second on average over `window` seconds."""
    return Rule("High traffic", MEASURES["rate"], limit, window)


def no_traffic(name: str, window: int, where: Filter = (), hold: int = 0) -> Rule:
    """Fires when there is less than one hit, recovers when there is more than none."""
    return Rule(name, MEASURES["no_traffic"], Fraction(1), window, False, Fraction(0), hold, 0, where)
