"""What a line looks like, as data that any scanner can run: a `Layout` of delimited fields, or of JSON keys.

**Delimited.** A line is read from left to right. Each field says the bytes that stand before it (``opens``)
and what ends it (``closes``): a quoted field ends at the first ``"`` that no backslash escapes (semantics
C6), any other at the first occurrence of ``closes`` or, where the line may end after it, at the end of the
line. ``closes`` is not consumed: the next field's ``opens`` begins with it (a quoted field's quote is the
first byte of the next ``opens``, and passed over behind the last field). Only a quoted field may be empty.
From the first ``optional`` field on, the line may end before each field; what is missing or does not fit is
absent. After the last field that must be there, anything may follow that begins with a space or a tab,
after an optional one anything at all: extra fields never break a line. A ``sought`` field stands anywhere
in that rest, behind the first occurrence of its ``opens``. Spaces before the value of a ``padded`` field
are passed over.

**JSON.** A line is one object. A field has several names, tried in order: ``a.b`` is the key ``b`` within
the object ``a``, or a key that is written so. A string's escapes are decoded, a number is its text,
``null``, objects and lists are absent.

A line is well-formed if it has a status and a request (or a target), and both are what they should be; a
stamp that is there must be a date. What else is absent, or empty, is not counted; an absent client is ``-``.
"""

from enum import Enum
from typing import NamedTuple


class Role(Enum):
    """What a field means; ``SKIP`` is read over, ``USER``, ``QUERY`` and ``PROTOCOL`` are only shown."""

    SKIP = "skip"
    CLIENT = "client"
    USER = "user"
    STAMP = "time"
    DATE = "date"  # a stamp in two fields: this one, and the time of day
    TIME = "time of day"
    REQUEST = "request"  # method, target and protocol in one
    METHOD = "method"
    TARGET = "path"
    QUERY = "query"
    PROTOCOL = "protocol"
    STATUS = "status"
    SIZE = "bytes"
    REFERRER = "referrer"
    AGENT = "agent"
    HOST = "host"
    LATENCY = "latency"
    UPSTREAM = "upstream"
    CACHE = "cache"

    __hash__ = object.__hash__  # each is the only one of its name; Enum's own runs in Python


class Form(Enum):
    """How a value is written, where that is not plain."""

    PLAIN = "plain"
    PORT = "port"  # a client or host with ``:port`` behind it, which is dropped
    MAYBE_PORT = "maybe port"  # a client that may have one: what has other colons and no brackets is IPv6
    LOOSE = "loose"  # a status that may be missing: ``0``, ``000``, ``-1`` and ``-`` are status 0
    WHOLE_MILLIS = "whole ms"  # milliseconds, or seconds in a log whose times have a fraction (w3c.py)
    SECONDS = "s"
    MILLIS = "ms"
    MICROS = "us"
    NANOS = "ns"


MOST_FIELDS = 100
"""Of a line; formats that servers are told have a third of it."""


class Field(NamedTuple):
    """One field of a delimited line."""

    role: Role
    opens: bytes
    closes: bytes
    optional: bool = False
    form: Form = Form.PLAIN
    sought: bool = False
    padded: bool = False

    @property
    def quoted(self) -> bool:
        """Whether the field ends at the first quote that is not escaped."""
        return self.closes == b'"'


class Key(NamedTuple):
    """One field of a JSON line: the first of its ``names`` that is there, and of a list the first element."""

    role: Role
    names: tuple[str, ...]
    form: Form = Form.PLAIN


class Layout(NamedTuple):
    """A named format, and a line that shows it: `fields` in the order of the line, or `keys` of an object.

    `guessed` is whether the unit of its times was told by whole numbers alone.
    """

    name: str
    fields: tuple[Field, ...]
    example: bytes
    keys: tuple[Key, ...] = ()
    guessed: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """What a line of this format may say."""
        return frozenset(self.forms) - {Role.SKIP}

    @property
    def forms(self) -> dict[Role, Form]:
        """How each value is written."""
        forms = {field.role: field.form for field in self.fields}
        return forms | {key.role: key.form for key in self.keys}
