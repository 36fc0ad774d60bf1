"""Time stamps of all formats to Unix seconds, told apart by their shape (semantics T1). Reads no clock."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

Offsets = Callable[[int], int]
"""Seconds east of UTC of a zone, for a local time given as if it were UTC; asked for whole quarter hours."""

QUARTER = 900
"""Offsets change at whole quarter hours."""

_MONTHS = {
    name: number
    for number, name in enumerate(
        (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"), 1
    )
}
# 09/May/2018:16:00:39 +0000; with a space before the hour, a fraction, or no offset too
_COMMON = (
    rb"(?P<day>[0-9]{2})/(?P<month>[A-Z][a-z]{2})/(?P<year>[0-9]{4})[: ]"
    rb"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?"
    rb"(?: (?P<sign>[+-])(?P<hours>[0-9]{2})(?P<minutes>[0-9]{2}))?"
)
# 2018-07-02T22:23:00.186641Z, 2018-07-02 22:23:00, 2018-07-02T22:23:00,1+02:00; slashes too
_ISO = (
    rb"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{2})[-/](?P<day>[0-9]{2})[T ]"
    rb"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?"
    rb"(?:(?P<utc>Z)|(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2}))?"
)
# Tue Jan  3 05:01:31 2012
_C = (
    rb"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>[ 0-9][0-9]) "
    rb"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2}) (?P<year>[0-9]{4})"
)
# 1445018173, 1445018173.730; with 13, 16 or 19 digits milli-, micro- or nanoseconds
_EPOCH = rb"(?P<seconds>[0-9]{9,10})(?P<rest>[0-9]{3}|[0-9]{6}|[0-9]{9})?(?:\.[0-9]{1,9})?"
# what comes before and after the fraction of a second in all of these, if there is one
_FRACTION = re.compile(
    rb"([0-9]{4}[-/].{14}|[0-9]{2}/.{17}|[0-9]{9,19})\.[0-9]{1,9}((?:[^.,0-9].*)?)", re.DOTALL
)
_CALENDAR = (_COMMON, _ISO, _C)
"""Compiled when first asked for, as a log needs one of them, and each takes as long as a hundred lines."""
_CACHED = 4096


def parse_stamp(stamp: bytes, offsets: Offsets | None = None) -> int | None:
    """`09/May/2018:16:00:39 +0000` and its like as Unix time; None for what is no date.

    A stamp without an offset is in the zone of `offsets`, or UTC. Years 1970 to 2999, offsets to 14 hours, no
    leap seconds. A number is Unix time.
    """
    for shape in _CALENDAR:
        if match := re.fullmatch(shape, stamp):
            return _calendar(match.groupdict(), offsets)
    if (match := re.fullmatch(_EPOCH, stamp)) is not None and (
        match["rest"] is None or len(match["seconds"]) == 10
    ):
        return int(match["seconds"])
    return None


def names_offset(stamp: bytes) -> str:
    """The offset that a stamp names: `+0200`, `UTC` (also of Unix time), or `none`."""
    for shape in _CALENDAR:
        if match := re.fullmatch(shape, stamp):
            parts = match.groupdict()
            if parts.get("utc"):
                return "UTC"
            sign, hours, minutes = parts.get("sign"), parts.get("hours"), parts.get("minutes")
            return (
                f"{sign.decode()}{int(hours):02}{int(minutes):02}" if sign and hours and minutes else "none"
            )
    return "UTC"


def _calendar(parts: dict[str, bytes | None], offsets: Offsets | None) -> int | None:
    year, day = int(parts["year"] or 0), int((parts["day"] or b"").strip() or 0)
    hours, minutes = int(parts.get("hours") or 0), int(parts.get("minutes") or 0)
    name = parts["month"] or b""
    month = int(name) if name.isdigit() else _MONTHS.get(name, 0)
    if not 1970 <= year <= 2999 or hours > 14 or minutes > 59:
        return None
    try:
        date = datetime(
            year, month, day, int(parts["hour"] or 0), int(parts["minute"] or 0), int(parts["second"] or 0),
            tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        return None
    local = int(date.timestamp())
    if parts.get("sign") is None and parts.get("utc") is None:
        return local - (offsets(local - local % QUARTER) if offsets else 0)
    offset = 3600 * hours + 60 * minutes
    return local - (-offset if parts.get("sign") == b"-" else offset)


class Stamps(dict[bytes | None, int | None]):
    """A bounded cache: a log repeats each stamp as often as it has lines in a second."""

    def __init__(self, offsets: Offsets | None = None) -> None:
        super().__init__()
        self._offsets = offsets

    def __missing__(self, stamp: bytes | None) -> int | None:
        fraction = _FRACTION.fullmatch(stamp or b"")
        if fraction is not None:  # hardly two lines have the same; most have the same second
            return self[fraction[1] + fraction[2]]
        if len(self) >= _CACHED:
            self.clear()
        second = self[stamp] = parse_stamp(stamp or b"", self._offsets)
        return second
