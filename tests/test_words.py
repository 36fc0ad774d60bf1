"""Figures as words."""

from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from httplogstats import words


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"), (999, "999"), (1204, "1 204"), (9999, "9 999"), (12_400, "12.4 k"), (99_949, "99.9 k"),
        (123_456, "123 k"), (999_499, "999 k"), (999_600, "1.0 M"), (3_100_000, "3.1 M"), (10**18, "1000 P"),
    ],
)  # fmt: skip
def test_count(number: int, text: str) -> None:
    if number < 10**18:
        assert words.count(number) == text
    assert len(words.count(number)) <= 6


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (412_000, "412 kB"),
        (1_200_345, "1.2 MB"),
        (999_600, "1.0 MB"),
    ],
)
def test_size(number: int, text: str) -> None:
    assert words.size(number) == text


def test_widths_never_exceed_what_columns_have() -> None:
    for power in range(18):
        for factor in (1, 9.94, 9.96, 99.94, 99.96, 999.4, 999.6):
            number = int(factor * 10**power)
            if number < 10**18:
                assert len(words.count(number)) <= 6, number
                assert len(words.size(number)) <= 6, number


def test_rate_share_and_duration() -> None:
    assert words.rate(84, 10) == "8.4"
    assert words.rate(99_999, 100) == "1 000"
    assert words.rate(84, 0) == "-"
    assert [words.rate(hits, 3600) for hits in (0, 1, 17, 18, 179, 180)] == [
        "0.0", "<0.01", "<0.01", "0.01", "0.05", "0.1"
    ]  # fmt: skip
    assert words.share(1, 3) == "33.3"
    assert words.share(0, 0) == "-"
    assert [words.duration(s) for s in (7, 119, 120, 599, 659, 3700, 90_000)] == [
        "7 s", "1 min 59 s", "2 min", "9 min 59 s", "10 min", "1 h 1 min", "1 d 1 h"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(1, "clients", "1 client"), (0, "hits", "0 hits"), (1, "lines", "1 line"), (1, "req/s", "1.0 req/s")],
)
def test_one_of_a_unit_is_not_many(value: int, unit: str, text: str) -> None:
    assert words.reading(Fraction(value), unit) == text


def test_times() -> None:
    assert words.date_time(1525881639) == "2018-05-09 16:00:39"
    assert words.time_of_day(1525881639) == "16:00:39"
    assert words.span(1525881639, 1525881640) == "2018-05-09 16:00:39 - 2018-05-09 16:00:40 UTC"
    assert words.span(1729987200, 1729994400, ZoneInfo("Europe/Berlin")) == (
        "2024-10-27 02:00:00 CEST - 2024-10-27 03:00:00 CET"
    )
    assert words.when(1525881639, 1525881639 + 86_399) == "16:00:39"
    assert words.when(1525881639, 1525881639 + 86_400) == "2018-05-09"
