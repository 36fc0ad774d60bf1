"""The offsets of a time zone, named or fixed, for stamps that name none. Reads no clock."""

import re
from datetime import UTC, datetime

from httplogstats.scan.stamps import Offsets

MOST = 14 * 3600
"""Seconds that an offset may have, as in stamps."""

# +02:00, -0530, +2, UTC+2, Z
_FIXED = r"(?:UTC|GMT)?([+-])([0-9]{1,2}(?=:|$)|[0-9]{2})(?::?([0-5][0-9]))?|UTC|GMT|Z"


def offsets_of(text: str) -> Offsets:
    """Seconds east of UTC at a local time; an hour that comes twice is meant the first time.

    Raises ValueError for what is neither the name of a zone nor an offset.
    """
    fixed = fixed_offset(text)
    if fixed is not None:
        return lambda _: fixed
    from zoneinfo import ZoneInfo

    try:
        zone = ZoneInfo(text)
    except (OSError, KeyError) as error:
        raise ValueError(str(error)) from None

    def offsets(local: int) -> int:
        offset = datetime.fromtimestamp(local, UTC).replace(tzinfo=zone).utcoffset()
        return 0 if offset is None else int(offset.total_seconds())

    return offsets


def fixed_offset(text: str) -> int | None:
    """Seconds east of UTC of `+02:00` and its like, of which `UTC+2` is one; None of names.

    Raises ValueError for one over 14 hours, as in stamps.
    """
    match = re.fullmatch(_FIXED, text, re.IGNORECASE)
    if match is None:
        return None
    offset = 3600 * int(match[2] or 0) + 60 * int(match[3] or 0)
    if offset > MOST:
        raise ValueError("an offset is at most 14 hours")
    return -offset if match[1] == "-" else offset
