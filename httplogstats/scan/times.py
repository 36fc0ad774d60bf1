"""Durations as they are written in logs, as whole microseconds. Knows no lines."""

import re

from httplogstats.formats.layout import Form
from httplogstats.latency import MOST

POWERS = {
    Form.PLAIN: 6, Form.SECONDS: 6, Form.MILLIS: 3, Form.WHOLE_MILLIS: 3, Form.MICROS: 0, Form.NANOS: -3,
}  # fmt: skip
_UNITS = {b"s": 6, b"ms": 3, b"us": 0, b"\xc2\xb5s": 0, b"ns": -3}
# floats as programs print them have up to 17 digits behind their zeros
_TIME = rb"\+?([0-9]{1,15})(?:\.([0-9]{1,30}))?(?:[eE]([+-]?[0-9]{1,2}))?(ns|us|\xc2\xb5s|ms|s)?"


def micros_of(text: bytes, form: Form = Form.SECONDS) -> int | None:
    """`0.038` in the unit of `form`, or in its own (`38ms`), rounded down to microseconds; None for none.

    Several times with `, ` or ` : ` between them (an upstream that was tried again) are summed, `-` among
    them is left out. A `+` before it (HAProxy: it went on) is passed over. What is no time, or a negative one
    (`-1` says that there was none), is None; so is a list that was cut off after a comma.
    """
    if (time := _one(text, form)) is not None:
        return time
    parts = [part.strip(b" ") for part in text.replace(b" : ", b",").split(b",")]
    times = [_one(part, form) for part in parts if part != b"-"]
    known = [time for time in times if time is not None]
    return min(sum(known), MOST) if known and len(known) == len(times) else None


def _one(text: bytes, form: Form) -> int | None:
    match = re.fullmatch(_TIME, text)
    if match is None:
        return None
    whole, fraction, exponent, unit = match[1], match[2] or b"", match[3], match[4]
    power = (_UNITS[unit] if unit else POWERS[form]) + int(exponent or 0) - len(fraction)
    number = int(whole + fraction)
    return min(MOST, number * int(10**power) if power >= 0 else number // int(10**-power))
