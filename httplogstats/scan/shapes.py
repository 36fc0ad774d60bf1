"""JSON lines of one shape (the same keys in the same order) as an expression, made from one of them.

A server writes every line with the same keys. The expression takes only lines of the shape, without escapes
in what is counted; any other is odd. What it takes, it takes as the exact reader does.
"""

import json
import re

from httplogstats.formats.layout import Form, Layout, Role
from httplogstats.scan.compile import (
    KEPT,
    METHOD,
    MOST,
    PATH,
    REQUEST,
    SIZE,
    SOME,
    STATUS,
    group,
    host_with_port,
    perhaps_with_port,
)
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Misfit

TRIED = 20
"""Lines that are tried before it is given up."""

_DECODER = json.JSONDecoder(strict=False)
_NUMBER = rb"-?(?:0|[1-9][0-9]{0,99}+)(?:\.[0-9]{1,100}+)?+(?:[eE][+-]?[0-9]{1,9}+)?+"
_STRING = rb'"[^"\\\n]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\n]*+)*+"'
_SCALAR = rb"(?:" + _STRING + rb"|" + _NUMBER + rb"|true|false|null)"
_MORE = rb"(?:[ \t]*+,[ \t]*+" + _SCALAR + rb")*+[ \t]*+\]"
_TEXT = rb'[^"\\\n]' + MOST
_COUNTED = (Role.REQUEST, Role.METHOD, Role.TARGET, Role.STATUS, Role.SIZE, Role.CLIENT)


def _containing(value: bytes) -> bytes:
    pair = _STRING + rb":\ ?" + value
    return (
        rb"(?:" + value + rb"|\[(?:" + value + rb"(?:,\ ?" + value + rb")*+)?+\]|\{(?:" + pair
        + rb"(?:,\ ?" + pair + rb")*+)?+\})"
    )  # fmt: skip


_ANYTHING = _containing(_containing(_SCALAR))


def shape_patterns(layout: Layout, data: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]] | None:
    """The expression of the first well-formed line of `data`, and the hasty one (compile.py).

    None where no line will do.
    """
    read = reader_of(layout)
    for line in data.split(b"\n", TRIED)[:TRIED]:
        if not isinstance(read(line), Misfit):
            try:
                shape = _Shape(layout, line.decode("utf-8", "surrogateescape").strip()).pattern()
            except (_Unfit, ValueError):  # it has a \r between its members, or a number without end
                continue
            shape += rb"\r?\n|(?P<odd>[^\n]*+\n)"
            return re.compile(shape), re.compile(shape.replace(_TEXT, b'[^"]' + MOST))
    return None


class _Unfit(Exception):
    """The line is no example for others."""


class _Shape:
    """Walks through one line that is known to be an object."""

    def __init__(self, layout: Layout, text: str) -> None:
        self._layout = layout
        self._text = text
        self._names = {name for key in layout.keys for name in key.names}
        self._seen: dict[str, object] = {}
        self._parts: list[bytes | tuple[str, str]] = []  # literals, and values as (name, what is written)

    def pattern(self) -> bytes:
        """The expression without the line's end."""
        self._object(0, "")
        chosen = self._chosen()
        if Role.STATUS not in chosen.values() or not {Role.REQUEST, Role.TARGET} & set(chosen.values()):
            raise _Unfit
        return b"".join(
            part if isinstance(part, bytes) else self._value(*part, chosen.get(part[0]))
            for part in self._parts
        )

    def _object(self, at: int, outer: str) -> int:
        """From the brace at `at`; where it ends."""
        keys: set[str] = set()
        at = self._blank(self._literal(at, at + 1))
        while self._text[at] != "}":
            key, end = _DECODER.raw_decode(self._text, at)
            if key in keys or "\\" in self._text[at:end]:
                raise _Unfit
            keys.add(key)
            at = self._blank(self._literal(at, end))
            at = self._blank(self._literal(at, at + 1))  # the colon
            at = self._blank(self._member(at, f"{outer}{key}", key))
            if self._text[at] == ",":
                at = self._blank(self._literal(at, at + 1))
        return self._literal(at, at + 1)

    def _member(self, at: int, name: str, key: str) -> int:
        value, end = _DECODER.raw_decode(self._text, at)
        if isinstance(value, dict) and any(one.startswith(name + ".") for one in self._names):
            if "." in key:
                raise _Unfit
            return self._object(at, name + ".")
        if name in self._seen:
            raise _Unfit
        if isinstance(value, list) and name in self._names:
            return self._list(at, name, end)
        self._seen[name] = value
        self._parts.append((name, self._text[at:end]))
        return end

    def _list(self, at: int, name: str, end: int) -> int:
        """A list of scalars, of which the first is the value."""
        at = self._blank(self._literal(at, at + 1))
        if self._text[at] == "]":
            return self._literal(at, end)
        value, behind = _DECODER.raw_decode(self._text, at)
        if isinstance(value, list | dict):
            raise _Unfit
        self._seen[name] = value
        self._parts.append((name, self._text[at:behind]))
        self._parts.append(_MORE)
        return end

    def _literal(self, start: int, end: int) -> int:
        self._parts.append(re.escape(self._text[start:end].encode("utf-8", "surrogateescape")))
        return end

    def _blank(self, at: int) -> int:
        end = at
        while self._text[end : end + 1] in (" ", "\t"):
            end += 1
        return self._literal(at, end) if end > at else at

    def _chosen(self) -> dict[str, Role]:
        """Which name gives each role: the first that is there."""
        chosen: dict[str, Role] = {}
        for key in self._layout.keys:
            for name in key.names:
                there = isinstance(self._seen.get(name), str | int | float)
                if there and key.role not in chosen.values():
                    if name in chosen:
                        raise _Unfit
                    chosen[name] = key.role
        return chosen

    def _value(self, name: str, text: str, role: Role | None) -> bytes:
        if role is not None and not self._is_passed_over(role):
            return self._counted(role, text)
        if text == "null" and name in self._names:  # another value might be preferred
            return b"null"
        if text[0] in "[{":
            return rb"(?=[\[{])" + _ANYTHING
        return _SCALAR

    def _is_passed_over(self, role: Role) -> bool:
        whole = role in (Role.METHOD, Role.TARGET) and Role.REQUEST in self._chosen().values()
        return whole or role not in {*KEPT, *_COUNTED}

    def _counted(self, role: Role, text: str) -> bytes:
        form = self._layout.forms[role]
        if text[0] == '"':
            return b'"' + _quoted(role, form) + b'"'
        if text in ("true", "false"):
            return b"(?P<" + group(role) + b">true|false)"
        if role is Role.STATUS:
            return STATUS
        if role is Role.SIZE:
            return rb"(?P<size>0|[1-9][0-9]{0,18}+)"
        if role not in KEPT:
            raise _Unfit
        return b"(?P<" + group(role) + b">" + _NUMBER + b")"


def _quoted(role: Role, form: Form) -> bytes:
    """The expression of a counted text, without its quotes."""
    match role:
        case Role.REQUEST:
            return REQUEST
        case Role.METHOD:
            return METHOD
        case Role.TARGET:
            return PATH + rb'(?:[?#][^"\\\n]*+)?+'
        case Role.STATUS:
            return STATUS
        case Role.SIZE:
            return SIZE
        case Role.CLIENT | Role.HOST if form is Form.PORT:
            return host_with_port(group(role))
        case Role.CLIENT if form is Form.MAYBE_PORT:
            return perhaps_with_port(b'"'[0]) + rb'[^"\\\n]*+'
        case Role.CLIENT:
            return rb'(?P<client>[^ ,"\\\n]' + SOME + rb')[^"\\\n]*+'
    return b"(?P<" + group(role) + b">" + _TEXT + b")"
