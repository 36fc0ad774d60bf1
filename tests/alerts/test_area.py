"""The area over a limit is exact, however many denominators its readings have."""

from fractions import Fraction

from httplogstats.alerts.area import DISTINCT, Area


def test_only_what_stands_above_counts() -> None:
    area = Area()
    area.add((25, 2), (10, 1), 4)
    area.add((10, 1), (10, 1), 100)
    area.add((9, 1), (10, 1), 100)
    assert area.total() == 10


def test_many_denominators_are_summed_exactly() -> None:
    area, limit = Area(), Fraction(1, 7)
    for number in range(1, 3 * DISTINCT):
        area.add((number + 1, number), limit.as_integer_ratio(), number)
    expected = sum((Fraction(n + 1, n) - limit) * n for n in range(1, 3 * DISTINCT))
    assert area.total() == expected
