"""Takes one line apart exactly as its `Layout` says: the values of its fields, or where it does not fit.

This is the meaning of a layout; scanners of whole blocks must agree with it.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from httplogstats.formats.layout import Field, Layout, Role
from httplogstats.safe import encoded, safe
from httplogstats.scan.record import Misfit, Recorder, Value, Values
from httplogstats.scan.stamps import Stamps

Reader = Callable[[bytes], Values | Misfit]

_QUOTED = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+(?=")', re.DOTALL)
DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)
"""Of lines: numbers as they are written, however long."""
_BLANKS = b" \t"


def reader_of(layout: Layout) -> Reader:
    """Reads a line (without its end)."""
    return _object_reader(layout) if layout.keys else _line_reader(layout)


def misfit_of(layout: Layout, line: bytes) -> Misfit | None:
    """Where a line (without its end) stops being what the layout says; None if it is well-formed."""
    values = reader_of(layout)(line)
    found = values if isinstance(values, Misfit) else Recorder(layout, Stamps()).record(values)
    return found if isinstance(found, Misfit) else None


def _line_reader(layout: Layout) -> Reader:
    fields = tuple(field for field in layout.fields if not field.sought)
    required = sum(not field.optional for field in fields)
    sought = tuple(field for field in layout.fields if field.sought)

    def read(line: bytes) -> Values | Misfit:
        found: dict[Role, Value] = {}
        position, last = 0, None
        for number, field in enumerate(fields):
            may_end = number + 1 >= required
            taken = _take(line, position, field, may_end, last)
            if isinstance(taken, Misfit):
                if number < required:
                    return taken
                break
            found.setdefault(field.role, taken)
            position, last = taken.at + len(taken.text), field
        position += last is not None and last.quoted
        core = last is None or not last.optional
        if core and position < len(line) and line[position] not in _BLANKS:
            return Misfit(position, "a space, or the end of the line")
        for field in sought:
            at = line.find(field.opens, position)
            if at >= 0:
                taken = _take(line, at, field, True, None)
                if isinstance(taken, Value):
                    found.setdefault(field.role, taken)
        return found

    return read


def _take(line: bytes, position: int, field: Field, may_end: bool, last: Field | None) -> Value | Misfit:
    """The field that begins at `position`."""
    if not line.startswith(field.opens, position):
        return Misfit(position + (last is not None and last.quoted), f"{_shown(field.opens, last)}")
    start = position + len(field.opens)
    while field.padded and line.startswith(b" ", start):
        start += 1
    if field.quoted:
        match = _QUOTED.match(line, start)
        return Misfit(start, 'a closing "') if match is None else Value(match[0], start)
    end = line.find(field.closes, start)
    if end < 0:
        if not may_end:
            return Misfit(start, f"{_named(field)} and {_shown(field.closes, None)}")
        end = len(line)
    return Value(line[start:end], start) if end > start else Misfit(start, _named(field))


def _named(field: Field) -> str:
    return "a field" if field.role is Role.SKIP else f"a {field.role.value}"


def _shown(delimiter: bytes, last: Field | None) -> str:
    """A delimiter in words, without the quote that closes the field before it."""
    text = delimiter.removeprefix(b'"') if last is not None and last.quoted else delimiter
    return {b" ": "a space", b"\t": "a tab", b"": "the end of the field before"}.get(text, safe(text).strip())


def _object_reader(layout: Layout) -> Reader:
    def read(line: bytes) -> Values | Misfit:
        try:
            decoded = DECODER.decode(line.decode("utf-8", "surrogateescape"))
        except (ValueError, RecursionError) as error:
            return Misfit(getattr(error, "pos", 0), "a JSON object")
        if not isinstance(decoded, dict):
            return Misfit(0, "a JSON object")
        found: dict[Role, Value] = {}
        for key in layout.keys:
            for name in key.names:
                if key.role not in found and (text := _scalar(_lookup(decoded, name))) is not None:
                    found[key.role] = Value(text, 0)
        return found

    return read


def _lookup(decoded: Mapping[str, Any], name: str) -> Any:
    """The value of `a.b` or `"a.b"`."""
    if name in decoded:
        return decoded[name]
    outer, dot, inner = name.partition(".")
    within = decoded.get(outer) if dot else None
    return _lookup(within, inner) if isinstance(within, dict) else None


def _scalar(value: Any) -> bytes | None:
    if isinstance(value, list):  # as Caddy writes the values of a header
        value = value[0] if value else None
    if isinstance(value, bool):
        return b"true" if value else b"false"
    return encoded(value) if isinstance(value, str) else None
