"""A format string pasted from a server's configuration becomes a `Layout`; or it is said why it cannot."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from httplogstats.formats.layout import MOST_FIELDS, Field, Form, Layout, Role
from httplogstats.safe import encoded

SHOWN = 40
"""Letters that are shown of a string that is wrong."""


class FormatError(ValueError):
    """Why no line can be read with `text`: what is wrong stands at the place `at` of it."""

    def __init__(self, text: str, at: int, what: str) -> None:
        super().__init__(what)
        self.text = text
        self.at = at

    def shown(self) -> str:
        """What is wrong, and from where on, in one line."""
        rest = _printable(self.text[self.at : self.at + SHOWN])
        return _printable(str(self)) + (f", at {self.at + 1}: {rest}" if rest else "")


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


class Variable(NamedTuple):
    """What a variable gives; of several for a role the one of the lowest `rank` is meant."""

    role: Role
    form: Form = Form.PLAIN
    rank: int = 0


class Part(NamedTuple):
    """A variable, or (without one) text that stands in every line; `at` is its place in the string."""

    at: int
    text: str
    variable: Variable | None = None


SKIPPED = Variable(Role.SKIP)

_NEEDED = {
    *(Role.STATUS, Role.REQUEST, Role.METHOD, Role.TARGET, Role.STAMP, Role.DATE, Role.TIME),
    *(Role.CLIENT, Role.SIZE),
}
"""What stands behind the last of these may be missing in a line."""


def layout_of(name: str, text: str, parts: Sequence[Part]) -> Layout:
    """The layout of a line that is written so; raises `FormatError`."""
    parts = preferred(_joined(parts))
    for one, other in pairwise(parts):
        if one.variable and other.variable:
            raise FormatError(text, other.at, "two variables with nothing between them cannot be told apart")
    for part in parts:
        if part.variable is None and "\n" in part.text:
            raise FormatError(text, part.at + part.text.index("\n"), "a line of the log ends here")
    variables = [part for part in parts if part.variable]
    if len(variables) > MOST_FIELDS:
        raise FormatError(text, variables[MOST_FIELDS].at, f"there are more than {MOST_FIELDS} fields")
    check_roles(text, {part.variable.role for part in parts if part.variable})
    fields: list[Field] = []
    before = ""
    for number, part in enumerate(parts):
        if part.variable is None:
            before = part.text
            continue
        after = parts[number + 1].text if number + 1 < len(parts) else ""
        quoted = before.endswith('"') and after.startswith('"')
        closes = '"' if quoted else after or " "
        fields.append(Field(part.variable.role, encoded(before), encoded(closes), form=part.variable.form))
        before = ""
    return Layout(name, _with_optional(fields, "" if parts[-1].variable else parts[-1].text), b"")


def check_roles(text: str, roles: set[Role]) -> None:
    """A line without a status or a request is no hit."""
    if Role.STATUS not in roles:
        raise FormatError(text, len(text), "there is no status in it ($status, %>s)")
    if not roles & {Role.REQUEST, Role.TARGET}:
        raise FormatError(text, len(text), "there is no request in it ($request, %r)")


def preferred(parts: Sequence[Part]) -> list[Part]:
    """Of several variables for a role only the best one keeps it."""
    best: dict[Role, Part] = {}
    for part in parts:
        if part.variable:
            other = best.get(part.variable.role)
            if other is None or other.variable is None or part.variable.rank < other.variable.rank:
                best[part.variable.role] = part
    return [
        part if part.variable is None or best[part.variable.role] is part else part._replace(variable=SKIPPED)
        for part in parts
    ]


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Texts that stand side by side as one; empty ones are left out."""
    joined: list[Part] = []
    for part in parts:
        if part.variable is None and joined and joined[-1].variable is None:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + part.text)
        elif part.variable is not None or part.text:
            joined.append(part)
    return joined


def _with_optional(fields: list[Field], end: str) -> tuple[Field, ...]:
    """What may be missing; so may a last field that is followed by more than a space, which ends no field."""
    last = max(number for number, field in enumerate(fields) if field.role in _NEEDED)
    end = end.removeprefix('"') if fields[-1].quoted else end
    if end and not re.match(r"\s", end):
        last = min(last, len(fields) - 2)
    return tuple(field._replace(optional=number > last) for number, field in enumerate(fields))
