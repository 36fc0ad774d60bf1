"""Time stamps of the common log format to Unix seconds, looked up where they repeat (semantics T1)."""

import re
from datetime import UTC, datetime

_MONTHS = {
    name: number
    for number, name in enumerate(
        (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"), 1
    )
}
_STAMP = re.compile(
    rb"([0-9]{2})/([A-Z][a-z]{2})/([0-9]{4}):([0-9]{2}):([0-9]{2}):([0-9]{2})(?: ([+-])([0-9]{2})([0-9]{2}))?"
)
_CACHED = 4096


def parse_stamp(stamp: bytes) -> int | None:
    """`09/May/2018:16:00:39 +0000` as Unix time; UTC without an offset; None for what is no date.

    Years 1970 to 2999, offsets to 14 hours, no leap seconds.
    """
    match = _STAMP.fullmatch(stamp)
    if match is None or match[2] not in _MONTHS:
        return None
    year, hours, minutes = int(match[3]), int(match[8] or 0), int(match[9] or 0)
    if not 1970 <= year <= 2999 or hours > 14 or minutes > 59:
        return None
    try:
        date = datetime(
            year, _MONTHS[match[2]], int(match[1]), int(match[4]), int(match[5]), int(match[6]), tzinfo=UTC
        )
    except ValueError:
        return None
    offset = 3600 * hours + 60 * minutes
    return int(date.timestamp()) - (-offset if match[7] == b"-" else offset)


class Stamps(dict[bytes, int | None]):
    """A bounded cache: a log repeats each stamp as often as it has lines in a second."""

    def __missing__(self, stamp: bytes) -> int | None:
        if len(self) >= _CACHED:
            self.clear()
        second = self[stamp] = parse_stamp(stamp)
        return second
