"""A `Layout`: the fields of a line and the bytes between them, as data that any scanner can run.

A line is read from left to right. Each field says the bytes that stand before it (``opens``) and what ends
it (``closes``): a quoted field ends at the first ``"`` that no backslash escapes (semantics C6), any other at
the first occurrence of ``closes`` or, where the line may end after it, at the end of the line. ``closes`` is
not consumed: the next field's ``opens`` begins with it. Only a quoted field may be empty. From the first
``optional`` field on, the line may end before each field; what is missing is absent. After the last field
(and its closing quote) anything may follow that begins with a space: extra fields never break a line.
"""

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What a field means to the counts; ``SKIP`` is read over."""

    SKIP = "skip"
    CLIENT = "client"
    STAMP = "stamp"
    REQUEST = "request"
    STATUS = "status"
    SIZE = "size"
    REFERRER = "referrer"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a line."""

    role: Role
    opens: bytes
    closes: bytes
    optional: bool = False

    @property
    def quoted(self) -> bool:
        """Whether the field ends at the first quote that is not escaped."""
        return self.closes == b'"'


@dataclass(frozen=True, slots=True)
class Layout:
    """A named format: its fields in the order of the line, and a line that shows it."""

    name: str
    fields: tuple[Field, ...]
    example: bytes
