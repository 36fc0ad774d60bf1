"""A `Layout` becomes an expression with one match for each line of a block. Counts nothing.

The expression gives the fields of a line that is as it should be, or, in the group ``odd``, the whole of
any other, which the exact reader then decides. It takes only a part of what the exact reader understands
(no escapes, no control characters, no spaces in fields that end with a space, in the request a path and
at most a protocol, no text so long that it would be cut), but what it takes, it takes as that one does.
Every repetition is possessive: it never goes back in a line, so a hostile line costs no more than its
length. A usual method and status have no text (columns.py).

The *hasty* expression is quicker: it looks only for the byte that ends a value. It may run over the end of a
line, of which then are fewer matches than lines, and take escapes in `escapable` texts, of which there is a
look for backslashes. Its repetitions are bounded, so that lines without an end of a value cost no more.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from httplogstats.formats.layout import Field, Form, Layout, Role
from httplogstats.scan.columns import USUAL_METHOD, USUAL_STATUS
from httplogstats.table import KEY_LIMIT

KEPT = {
    *(Role.STAMP, Role.DATE, Role.TIME, Role.REFERRER, Role.AGENT, Role.HOST, Role.CACHE),
    *(Role.LATENCY, Role.UPSTREAM),
}
"""What is taken as it stands."""


def class_without(*excluded: int, first: int = 0x21) -> bytes:
    """The class of the bytes from `first` on without some of them.

    It is written as what it holds: the engine needs one look at a byte for a class of three ranges or more,
    two for two ranges, and three for a negation.
    """
    ends = [first - 1, *sorted({byte for byte in excluded if byte >= first}), 0x100]
    ranges = ((low + 1, high - 1) for low, high in pairwise(ends) if low + 1 < high)
    return b"[" + b"".join(_escaped(low) + b"-" + _escaped(high) for low, high in ranges) + b"]"


def _escaped(byte: int) -> bytes:
    return b"\\x%02x" % byte


MOST = b"{0,%d}+" % KEY_LIMIT
SOME = b"{1,%d}+" % KEY_LIMIT
_HALF = b"{0,%d}+" % (KEY_LIMIT // 2 - 1)
_SITE = rb"(?:[a-z]{1,8}://" + class_without(*b'/"?#\\') + b"*+)?+"
_NAME = class_without(*b'/"?#\\')
_SECTION = b"(?P<section>/" + _NAME + _HALF + b")(?!" + _NAME + b")"
PATH = _SITE + b"(?P<path>" + _SECTION + class_without(*b'"?#\\') + _HALF + b")"
"""Path and section of a target, its scheme and host read over; the query need not be kept."""

_ANY_METHOD = rb"(?!CONNECT\b)(?P<method>[A-Za-z][A-Za-z0-9_-]{0,31}+)"
METHOD = b"(?:" + USUAL_METHOD + b"|" + _ANY_METHOD + b")"
_QUERY = b"(?:[?#]" + class_without(*b' "\\\n', first=0) + b"*+)?+"
REQUEST = METHOD + b" " + PATH + _QUERY + b"(?: HTTP/[0-9.]++)?+"
STATUS = b"(?:" + USUAL_STATUS + rb"|(?P<status>[1-9][0-9]{2}))"
_LOOSE = b"(?:" + USUAL_STATUS + rb"|(?P<status>[1-9][0-9]{2}|000|0|-))"
SIZE = rb"(?:-|(?P<size>[0-9]{1,19}+))"


def escapable(layout: Layout) -> list[Role]:
    """The roles whose texts the hasty expression takes with escapes."""
    quoted = {field.role for field in layout.fields if field.quoted} | {key.role for key in layout.keys}
    return [role for role in Role if role in KEPT and role in quoted]


_NEEDED = (Role.STATUS, Role.REQUEST, Role.TARGET)
_KEYS = (Role.REFERRER, Role.AGENT, Role.HOST, Role.CACHE)


def block_pattern(layout: Layout, hasty: bool = False) -> re.Pattern[bytes]:
    """The expression of a delimited layout."""
    if not _can_match(layout):
        return re.compile(rb"(?!)|(?P<odd>[^\n]*+\n)")
    fields = _required([field for field in layout.fields if not field.sought])
    core = [field for field in fields if not field.optional]
    named = Named(layout)
    line = b"".join(_opens(field) + _value(field, named, hasty and field is not core[-1]) for field in core)
    line += _tail([field for field in fields if field.optional], core[-1], named, hasty)
    seeks = b"".join(_sought(field, named) for field in layout.fields if field.sought)
    return re.compile(line + seeks + rb"[^\n]*+\n|(?P<odd>[^\n]*+\n)")


def _required(fields: Sequence[Field]) -> list[Field]:
    """The fields, none optional without which a line is no hit."""
    last = max(number for number, field in enumerate(fields) if field.role in _NEEDED)
    return [field._replace(optional=field.optional and number > last) for number, field in enumerate(fields)]


def unsure(layout: Layout) -> set[Role]:
    """The roles that a line need not have."""
    return {field.role for field in layout.fields if field.optional or field.sought}


def _can_match(layout: Layout) -> bool:
    """Whether a match says all; what one of two fields may give, or not, is left to the exact reader."""
    roles = layout.roles
    known: Counter[Role] = Counter(field.role for field in layout.fields)
    several = any(known[role] > 1 for role in unsure(layout) - {Role.SKIP})
    return Role.STATUS in roles and bool(roles & {Role.REQUEST, Role.TARGET}) and not several


class Named:
    """Gives each role its group once: of several fields of a role the first one counts."""

    def __init__(self, layout: Layout) -> None:
        roles = set(layout.roles)
        self.unsure = unsure(layout)
        self._left = roles - ({Role.METHOD, Role.TARGET} if Role.REQUEST in roles else set())

    def takes(self, role: Role) -> bool:
        """Whether this is the field that counts for `role`."""
        taken = role in self._left
        self._left.discard(role)
        return taken


def _tail(fields: Sequence[Field], core: Field, named: Named, hasty: bool) -> bytes:
    """Optional fields, each within the one before; where one begins but does not fit, the line is odd.

    Behind the last field that must be there stands a blank or nothing, behind an optional one anything.
    """
    ends = b'"' + rb"(?=[ \t\n]|\r\n)" if core.quoted else b"(?=" + re.escape(core.closes) + rb"|\r?\n)"
    values = [
        _opens(field) + _value(field, named, hasty and field.quoted) + _closed(field) for field in fields
    ]
    line = b""
    for number in range(len(fields) - 1, -1, -1):
        nothing = ends if number == 0 else b""
        line = (
            b"(?:" + values[number] + line + b"|(?!" + re.escape(fields[number].opens) + b")" + nothing + b")"
        )
    return line or ends


def _opens(field: Field) -> bytes:
    """What stands before a value."""
    return re.escape(field.opens) + (b" *+" if field.padded else b"")


def _closed(field: Field) -> bytes:
    """What an optional value is followed by."""
    return b'(?=")' if field.quoted else b"(?=" + re.escape(field.closes) + rb"|\r?\n)"


def _value(field: Field, named: Named, hasty: bool = False) -> bytes:
    """The expression of a field's value."""
    body, role = _plain(field), field.role
    takes = named.takes(role)
    if hasty and len(field.closes) == 1 and ((takes and role in KEPT) or not field.quoted):
        body = b"[^" + _escaped(field.closes[0]) + b"]" + (MOST if field.quoted else SOME)
    if not takes:
        return body
    match role:
        case Role.REQUEST:
            return REQUEST
        case Role.METHOD:
            return _ANY_METHOD if role in named.unsure else METHOD
        case Role.TARGET:
            return PATH + rb"(?:[?#]" + _plain(field, MOST) + b")?+"
        case Role.STATUS:
            return _LOOSE if field.form is Form.LOOSE else STATUS
        case Role.SIZE:
            return SIZE
        case Role.CLIENT:
            return _client(field)
        case Role.HOST if field.form is Form.PORT:
            return host_with_port(b"host")
    return b"(?P<" + group(role) + b">" + body + b")" if role in KEPT else body


def group(role: Role) -> bytes:
    """The name of a role's group."""
    return role.name.lower().encode()


def host_with_port(name: bytes) -> bytes:
    """A name or an IPv4 address, its port read over."""
    return b"(?P<" + name + b">" + class_without(*b':,["\\') + SOME + rb")(?::[0-9]{1,5})?+"


def perhaps_with_port(closes: int) -> bytes:
    """A client before a port that it may have (`Form.MAYBE_PORT`); with two colons all is an address."""
    name, any_of = class_without(*b' :,["\\', closes), class_without(*b' ,["\\', closes)
    ends = rb"(?=[ ,\r\n" + _escaped(closes) + b"])"
    client = name + b"*+:" + name + b"*+:" + any_of + b"*+|" + name + b"++"
    return b"(?=" + any_of + SOME + ends + b")(?P<client>" + client + b")(?::[0-9]{1,5}+)?+" + ends


def _client(field: Field) -> bytes:
    """A client ends at its first space or comma, and before its port where it has one."""
    if field.form is Form.PORT:
        return host_with_port(b"client")
    if field.form is Form.MAYBE_PORT:
        return perhaps_with_port(field.closes[0]) + (rb'[^"\\\n]*+' if field.quoted else b"")
    if field.quoted:
        return rb'(?P<client>[^ ,"\\\n]' + SOME + rb')[^"\\\n]*+'
    return b"(?P<client>" + class_without(*b',"', field.closes[0]) + SOME + b")"


def _plain(field: Field, times: bytes = SOME) -> bytes:
    """A value without anything odd: of a quoted field no escapes, of another no control characters.

    It may hold what only begins like its end, unless it becomes a key, whose length is bounded.
    """
    if field.quoted:
        return rb'[^"\\\n]' + MOST
    first, rest = field.closes[0], b"" if field.role in _KEYS else field.closes[1:]
    others = class_without(first, first=0x20)
    again = b"(?:" + _escaped(first) + b"(?!" + re.escape(rest) + b")" + others + b"*+)*+" if rest else b""
    return others + times + again


def _sought(field: Field, named: Named) -> bytes:
    """A look ahead for the first place where the field begins: it fits there, or the field is nowhere."""
    opens, value = _opens(field), _value(field, named) + _closed(field)
    return b"(?=(?:(?!" + opens + rb")[^\n])*+(?:" + opens + value + rb"|\n))"
