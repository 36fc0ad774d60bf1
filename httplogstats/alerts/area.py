"""The area between a reading and a limit over time, exact: their unit times seconds. Reads no clock."""

from fractions import Fraction

DISTINCT = 100
"""Denominators that are told apart. Those of a rate are divisors of its window, those of a share many."""


def above(value: Fraction, other: Fraction) -> bool:
    """Whether one stands above the other; `>` asks first what numbers they are, and takes far longer."""
    (high, one), (low, two) = value.as_integer_ratio(), other.as_integer_ratio()
    return high * two > low * one


class Area:
    """Grows second by second, so it is summed in whole numbers, each denominator by itself."""

    def __init__(self) -> None:
        self._numerators: dict[int, int] = {}

    def add(self, higher: Fraction, lower: Fraction, seconds: int) -> None:
        """The time in which one stood above the other; where it did not, nothing is added."""
        (high, one), (low, other) = higher.as_integer_ratio(), lower.as_integer_ratio()
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
