"""Bytes that stand in every line that passes a filter, and the search for them: other lines need not be read.

A line that is sifted out passes no filter, but is one that was read all the same: it may move the clock of a
replay. Who sifts must know that no hit's place hangs on that.
"""

import re
from typing import NamedTuple

from httplogstats.filters import Filter, Kind, Test
from httplogstats.formats.layout import Form, Layout, Role
from httplogstats.safe import encoded

UNWRITTEN = (b"-", b"(invalid)", b"(connect)")
"""What a line may count as without its standing there."""


_PLAIN = rb"[A-Za-z0-9_-]+"
"""A name whose end is not taken for what stands between it and its value."""


class Needle(NamedTuple):
    """A text, at least a byte long, with a byte from ``low`` to ``high`` behind it.

    Where there are ``names``: three digits that are the value of a JSON key that ends with one of them, the
    first digit from ``low`` to ``high``.
    """

    text: bytes
    low: int
    high: int
    names: tuple[bytes, ...] = ()


Needles = tuple[Needle, ...]


def needles(layout: Layout, where: Filter) -> Needles:
    """All of them stand in each line that passes, the longest first; none where any line may pass."""
    found = (_needle(layout, test) for test in where if not test.negated)
    return tuple(sorted((needle for needle in found if needle), key=_length, reverse=True))


def escapes(layout: Layout) -> bool:
    """Whether a text may stand in a line in other bytes, behind a backslash."""
    return bool(layout.keys)


def sift(blocks: tuple[bytes, ...], wanted: Needles, escapes: bool) -> bytes:
    """The lines of some blocks in which all needles stand, or a backslash; each with its end."""
    first, *others = (_pattern(needle, escapes) for needle in wanted)
    lines = []
    for block in blocks:
        end = 0
        while (found := first.search(block, end)) is not None:
            begin = block.rfind(b"\n", end, found.start()) + 1 or end
            end = block.find(b"\n", found.start()) + 1 or len(block)
            line = block[begin:end].removesuffix(b"\n")
            if all(pattern.search(line) for pattern in others):
                lines.append(line + b"\n")
    return b"".join(lines)


def _needle(layout: Layout, test: Test) -> Needle | None:
    if test.kind is Kind.WITHIN:
        return _octets(test)
    if test.kind is not Kind.BETWEEN:
        stands = len(test.value) > 1 and not any(map(test.passes, UNWRITTEN))
        return Needle(test.value[:-1], test.value[-1], test.value[-1]) if stands else None
    return _status(layout, test) if test.field == "status" else None


def _octets(test: Test) -> Needle | None:
    """What each address of an IPv4 network begins with; those of IPv6 can be written in many ways."""
    octets = test.value[: test.low // 8] if len(test.value) == 4 else b""
    text = ".".join(map(str, octets)).encode()
    if not text:
        return None
    return Needle(text, ord("."), ord(".")) if len(octets) < 4 else Needle(text[:-1], text[-1], text[-1])


def _status(layout: Layout, test: Test) -> Needle | None:
    """The first digit of a status, behind what opens its field or the name of its key."""
    low, high = max(1, test.low // 100), min(9, test.high // 100)
    if low > high or (test.low == 0 and layout.forms.get(Role.STATUS) is Form.LOOSE):
        return None
    low, high = b"0"[0] + low, b"0"[0] + high
    names = [name for key in layout.keys if key.role is Role.STATUS for name in key.names]
    if names:
        ends = tuple(encoded(name).rpartition(b".")[2] for name in names)
        return Needle(b"", low, high, ends) if all(re.fullmatch(_PLAIN, end) for end in ends) else None
    fields = [field for field in layout.fields if field.role is Role.STATUS]
    known = len(fields) == 1 and fields[0].opens and not fields[0].padded
    return Needle(fields[0].opens, low, high) if known else None


def _length(needle: Needle) -> int:
    return len(needle.text)


def _pattern(needle: Needle, escapes: bool) -> re.Pattern[bytes]:
    behind = b"[\\x%02x-\\x%02x]" % (needle.low, needle.high)
    if needle.names:
        names = b"|".join(map(re.escape, needle.names))
        expression = b"(?:" + names + rb')[": \t\r]*' + behind + rb"[0-9]{2}(?![0-9])"
    else:
        expression = re.escape(needle.text) + behind
    return re.compile(expression + (rb"|\\" if escapes else b""))
