"""Figures as words: counts, sizes, rates, shares, times. Plain ASCII, never wider than said."""

from datetime import UTC, datetime, tzinfo
from fractions import Fraction

DAY = 86400
"""Its seconds."""

Zone = tzinfo | None
"""A time zone; None is the local one."""


def count(number: int) -> str:
    """At most six columns: ``1 204``, ``12.4 k``, ``3.1 M``."""
    if number < 1000:
        return str(number)
    return whole(number) if number < 10_000 else _scaled(number, ("k", "M", "G", "T", "P", "E"))


def whole(number: int) -> str:
    """All digits, however many: ``81 204``."""
    return f"{number:,}".replace(",", " ")


def counted(number: int, name: str) -> str:
    """``1 request``, ``1 204 requests``."""
    return f"{count(number)} {name}{'' if number == 1 else 's'}"


def size(number: int) -> str:
    """At most six columns, powers of 1,000: ``0 B``, ``412 kB``, ``1.2 MB``."""
    if 1000 <= number < 999_500:  # most are that large, and there are many in a report
        return f"{number / 1000:.1f} kB" if number < 9_950 else f"{number / 1000:.0f} kB"
    return f"{number} B" if number < 1000 else _scaled(number, ("kB", "MB", "GB", "TB", "PB", "EB"))


def rate(hits: int, seconds: int) -> str:
    """Per second with one decimal below 1,000, two where one would say nothing; a dash of no time."""
    if seconds <= 0:
        return "-"
    value = hits / seconds
    if 0 < value < 0.05:
        return f"{value:.2f}" if value >= 0.005 else "<0.01"
    return f"{value:.1f}" if value < 999.95 else count(round(value))


def share(part: int, whole: int) -> str:
    """Percent with one decimal; a dash of nothing."""
    return f"{100 * part / whole:.1f}" if whole else "-"


def reading(value: Fraction | None, unit: str) -> str:
    """The value of an alert's measure with its unit; a dash where there is none."""
    if value is None:
        return "-"
    match unit:
        case "req/s":
            return f"{rate(value.numerator, value.denominator)} req/s"
        case "B/s":
            return f"{size(round(value))}/s"
        case "%":
            return f"{float(value):.1f} %"
        case "us":
            return latency(round(value))
    return counted(round(value), unit.removesuffix("s"))


def latency(micros: int) -> str:
    """A time of a request: ``250 us``, ``4 ms``, ``1.4 s``; at most seven columns."""
    if micros < 1000:
        return f"{micros} us"
    if micros < 999_500:
        return f"{micros / 1000:.1f} ms" if micros < 9_950 else f"{micros / 1000:.0f} ms"
    seconds = micros // 1_000_000
    if seconds >= 1000:
        return f"{seconds // 60} min" if seconds < 60_000 else f"{seconds // 3600} h"
    return f"{micros / 1_000_000:.1f} s"


def decimal(number: Fraction) -> str:
    """A limit as it was given: ``10``, ``0.7``; at most three decimals."""
    return (
        f"{float(number):.3f}".rstrip("0").rstrip(".") if number.denominator != 1 else str(number.numerator)
    )


def duration(seconds: int) -> str:
    """Two units at most: ``7 s``, ``4 min``, ``1 min 59 s``, ``34 min``, ``3 h 12 min``, ``2 d 4 h``."""
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 600 and seconds % 60:
        return f"{seconds // 60} min {seconds % 60} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < DAY:
        return f"{seconds // 3600} h {seconds % 3600 // 60} min"
    return f"{seconds // DAY} d {seconds % DAY // 3600} h"


def date_time(second: int, zone: Zone = UTC) -> str:
    """``2018-05-09 16:00:39`` in ``zone``; None is the local one."""
    return datetime.fromtimestamp(second, zone).strftime("%Y-%m-%d %H:%M:%S")


def time_of_day(second: int, zone: Zone = UTC) -> str:
    """``16:00:39`` in ``zone``; None is the local one."""
    return datetime.fromtimestamp(second, zone).strftime("%H:%M:%S")


def span(start: int, end: int, zone: Zone = UTC) -> str:
    """``2018-05-09 16:00:00 - 2018-05-09 17:00:00 UTC``; of two zones, each has its own."""
    names = [datetime.fromtimestamp(second, zone).astimezone(zone).strftime(" %Z") for second in (start, end)]
    first = names[0] if names[0] != names[1] else ""
    return f"{date_time(start, zone)}{first} - {date_time(end, zone)}{names[1]}"


def when(second: int, now: int, zone: Zone = UTC) -> str:
    """The time of day, or, of what was a day ago or more, the date: ``2018-05-09``."""
    return time_of_day(second, zone) if abs(now - second) < DAY else date_time(second, zone)[:10]


def _scaled(number: int, units: tuple[str, ...]) -> str:
    value = number / 1000
    for unit in units[:-1]:
        if value < 9.95:
            return f"{value:.1f} {unit}"
        if value < 999.5:
            return f"{value:.0f} {unit}" if value >= 99.95 or len(unit) > 1 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.0f} {units[-1]}"
