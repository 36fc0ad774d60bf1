"""The area between a reading and a limit over time, exact: their unit times seconds. Reads no clock."""

from fractions import Fraction

Ratio = tuple[int, int]
"""A numerator and a positive denominator, not always reduced: a `Fraction` takes far longer to make."""

DISTINCT = 100
"""Denominators that are told apart. Those of a rate are divisors of its window, those of a share many."""


def above(value: Ratio, other: Ratio) -> bool:
    """Whether one stands above the other."""
    return value[0] * other[1] > other[0] * value[1]


class Area:
    """Grows second by second, so it is summed in whole numbers, each denominator by itself."""

    def __init__(self) -> None:
        self._numerators: dict[int, int] = {}

    def add(self, higher: Ratio, lower: Ratio, seconds: int) -> None:
        """The time in which one stood above the other; where it did not, nothing is added."""
        (high, one), (low, other) = higher, lower
        above = high * other - low * one
        if above <= 0:
            return
        denominator = one * other
        self._numerators[denominator] = self._numerators.get(denominator, 0) + above * seconds
        if len(self._numerators) > DISTINCT:
            numerator, denominator = self.total().as_integer_ratio()
            self._numerators = {denominator: numerator}

    def total(self) -> Fraction:
        """The area so far."""
        parts = (Fraction(numerator, denominator) for denominator, numerator in self._numerators.items())
        return sum(parts, Fraction(0))
