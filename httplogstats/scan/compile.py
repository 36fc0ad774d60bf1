"""A `Layout` becomes one regular expression for a block of lines, and an exact reader for one line.

The expression has one match for each line of a block: the fields that are counted (`COLUMNS`) of a line that
is as it should be, or, in the last group, the whole line of any other, which the exact reader then decides.
It takes only a part of what the exact reader understands (no escaped quotes, no spaces in fields that end
with a space) and never goes back in a line, so that a hostile line costs no more than its length.
"""

import re
from collections.abc import Callable

from httplogstats.formats.layout import Field, Layout, Role

COLUMNS = (Role.CLIENT, Role.STAMP, Role.REQUEST, Role.STATUS, Role.SIZE)
"""The groups of the expression, and the columns of a line that was read."""

Columns = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
"""The fields of `COLUMNS`, and an empty last column, as the expression gives them."""

_STATUS = rb"[1-9][0-9]{2}"
_SIZE = rb"(?:[0-9]{1,19}+|-)"
_VALID = {Role.STATUS: re.compile(_STATUS), Role.SIZE: re.compile(_SIZE)}


def block_pattern(layout: Layout) -> re.Pattern[bytes]:
    """One match a line; for use with `findall` on lines that all have their end."""
    parts = [re.escape(field.opens) + _value(field) for field in _required(layout)]
    closing = b'"' if _required(layout)[-1].quoted else b""
    return re.compile(b"".join(parts) + closing + rb"(?: [^\n]*+)?+\n|([^\n]*+)\n")


def line_reader(layout: Layout) -> Callable[[bytes], Columns | None]:
    """Reads one line (without its end) exactly as the layout says; None for a malformed one."""
    fields = _required(layout)

    def read(line: bytes) -> Columns | None:
        found: dict[Role, bytes] = {}
        position = 0
        for field in fields:
            if not line.startswith(field.opens, position):
                return None
            position += len(field.opens)
            end = _end(line, position, field, last=field is fields[-1])
            if end < 0 or not (end > position or field.quoted):
                return None
            found[field.role] = line[position:end]
            position = end
        position += fields[-1].quoted
        if line[position : position + 1] not in (b"", b" "):
            return None
        if not all(check.fullmatch(found[role]) for role, check in _VALID.items()):
            return None
        client, stamp, request, status, size = (found[role] for role in COLUMNS)
        return client, stamp, request, status, size, b""

    return read


def _required(layout: Layout) -> tuple[Field, ...]:
    return tuple(field for field in layout.fields if not field.optional)


def _value(field: Field) -> bytes:
    if field.role in _VALID:
        body = _VALID[field.role].pattern
    elif field.quoted:
        body = rb'[^"\\\n]*+'
    else:
        body = rb"[^\r\n" + re.escape(field.closes[:1]) + rb"]++"
    return rb"(" + body + rb")" if field.role in COLUMNS else body


def _end(line: bytes, start: int, field: Field, last: bool) -> int:
    """Where the field that starts at `start` ends; -1 if it does not."""
    if not field.quoted:
        end = line.find(field.closes, start)
        return len(line) if end < 0 and last else end
    end = line.find(b'"', start)
    while end >= 0:
        escapes = end
        while escapes > start and line[escapes - 1] == 0x5C:
            escapes -= 1
        if (end - escapes) % 2 == 0:
            return end
        end = line.find(b'"', end + 1)
    return -1
