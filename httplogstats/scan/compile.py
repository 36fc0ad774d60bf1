"""A `Layout` becomes an expression for blocks of lines, and an exact reader for one line. Counts nothing.

The expression has one match for each line of a block: the fields that are counted of a line that is as it
should be, or, in its last group, the whole of any other, which the exact reader then decides. It takes only
a part of what the exact reader understands (no escaped quotes, no control characters, no spaces in fields
that end with a space, a path and a protocol in the request). Every repetition is possessive: it never goes
back in a line, so a hostile line costs no more than its length.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from httplogstats.formats.layout import Field, Layout, Role

COLUMNS = (Role.CLIENT, Role.STAMP, Role.REQUEST, Role.STATUS, Role.SIZE)
"""The fields that are counted, in the order in which a line's reader gives them."""

Fields = tuple[bytes, bytes, bytes, bytes, bytes]
"""The fields of `COLUMNS` of one line."""

_STATUS = rb"[1-9][0-9]{2}"
_SIZE = rb"[0-9]{1,19}+|-"
# method, path, section: what repeats; the query need not be kept
_REQUEST = rb'(?!CONNECT )([A-Z]{1,32}+) ((/[^/ "?#\\\n]*+)[^ "?#\\\n]*+)(?:[?#][^ "\\\n]*+)?+ HTTP/[0-9.]++'
_QUOTED = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+(?=")')
_CHECKED = {Role.STATUS: re.compile(_STATUS), Role.SIZE: re.compile(_SIZE)}


@dataclass(frozen=True, slots=True)
class Rows:
    """Finds the rows of a block; the numbers are the places of the groups in a row."""

    pattern: re.Pattern[bytes]
    client: int
    stamp: int
    method: int
    path: int
    section: int
    status: int
    size: int
    odd: int

    def find(self, data: bytes) -> list[tuple[bytes, ...]]:
        """One row for each line of `data`, whose lines all have their end."""
        return self.pattern.findall(data)


def block_rows(layout: Layout) -> Rows:
    """The expression of `layout`; optional fields and what follows them are read over."""
    fields = _required(layout)
    groups: dict[Role, int] = {}
    for field in fields:
        if field.role in COLUMNS:
            groups[field.role] = len(groups) + 2 * (Role.REQUEST in groups)  # a request has three groups
    client, stamp, request, status, size = (groups[role] for role in COLUMNS)
    line = b"".join(re.escape(field.opens) + _value(field) for field in fields)
    closing = b'"' if fields[-1].quoted else b""
    pattern = re.compile(line + closing + rb"(?: .*+|\r)?+\n|(.*+)\n")
    return Rows(pattern, client, stamp, request, request + 1, request + 2, status, size, pattern.groups - 1)


def line_reader(layout: Layout) -> Callable[[bytes], Fields | None]:
    """Reads one line (without its end) exactly as the layout says; None for a malformed one.

    Optional fields are not looked at: where they do not fit they are absent, and what stands there is an
    extra field, which must begin with a space.
    """
    fields = _required(layout)

    def read(line: bytes) -> Fields | None:
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
        if not all(check.fullmatch(found[role]) for role, check in _CHECKED.items()):
            return None
        client, stamp, request, status, size = (found[role] for role in COLUMNS)
        return client, stamp, request, status, size

    return read


def _required(layout: Layout) -> tuple[Field, ...]:
    return tuple(field for field in layout.fields if not field.optional)


def _value(field: Field) -> bytes:
    if field.role is Role.REQUEST:
        return _REQUEST
    if field.role in _CHECKED:
        return b"(" + _CHECKED[field.role].pattern + b")"
    body = rb'[^"\\\n]*+' if field.quoted else b"[" + _printable_but(field.closes[0]) + b"]++"
    return b"(" + body + b")" if field.role in COLUMNS else body


def _printable_but(byte: int) -> bytes:
    """A class of the bytes from the space on without one of them; ranges are quicker than a negation."""
    if byte == 0x20:
        return rb"\x21-\xff"
    return b"\\x20-\\x%02x\\x%02x-\\xff" % (byte - 1, byte + 1)


def _end(line: bytes, start: int, field: Field, last: bool) -> int:
    """Where the field that starts at `start` ends; -1 if it does not."""
    if field.quoted:
        match = _QUOTED.match(line, start)
        return -1 if match is None else match.end()
    end = line.find(field.closes, start)
    return len(line) if end < 0 and last else end
