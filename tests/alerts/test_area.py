"""The area over a limit is exact, however many denominators its readings have."""

from fractions import Fraction

from httplogstats.alerts.area import DISTINCT, Area


def test_only_what_stands_above_counts() -> None:
    area = Area()
    area.add(Fraction(25, 2), Fraction(10), 4)
    area.add(Fraction(10), Fraction(10), 100)
    area.add(Fraction(9), Fraction(10), 100)
    assert area.total() == 10


def test_many_denominators_are_summed_exactly() -> None:
    area, limit = Area(), Fraction(1, 7)
    for number in range(1, 3 * DISTINCT):
        area.add(Fraction(number + 1, number), limit, number)
    expected = sum((Fraction(n + 1, n) - limit) * n for n in range(1, 3 * DISTINCT))
    assert area.total() == expected
