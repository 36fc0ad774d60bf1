"""What administrators append to the usual formats: times, with a key before them or bare. Counts nothing."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

from httplogstats.formats.layout import Field, Form, Key, Layout, Role

KEYS = {
    "rt": Role.LATENCY, "request_time": Role.LATENCY, "reqtime": Role.LATENCY, "duration": Role.LATENCY,
    "urt": Role.UPSTREAM, "upstream_response_time": Role.UPSTREAM, "upstream_time": Role.UPSTREAM,
    "host": Role.HOST, "vhost": Role.HOST, "cache": Role.CACHE, "cs": Role.CACHE,
    "upstream_cache_status": Role.CACHE,
}  # fmt: skip
"""Keys that are understood in front of a value, as in ` rt=0.002`."""

MOST = 12
"""Appended values that are looked at."""

LOOKED_AT = 2048
"""Bytes behind a line's last field in which they are looked for: an open quote costs their square."""

_OneOf = TypeVar("_OneOf", Field, Key)

_TOKEN = rb'(?<! ) ++("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^ "]+(?:"(?:[^"\\]|\\.)*")?)'
_PAIR = rb'([a-z_]{1,32})=("?)'
_FRACTION = rb'"?[0-9]+\.[0-9]+,?"?'
_WHOLE = rb'"?[0-9]+"?'
_NOTHING = (b"-", b'"-"')
_UNITS = {
    Form.SECONDS: "s", Form.MILLIS: "ms", Form.MICROS: "us", Form.NANOS: "ns",
    Form.PLAIN: "", Form.WHOLE_MILLIS: "ms",
}  # fmt: skip


def with_appended(layout: Layout, rests: Sequence[bytes]) -> Layout:
    """The layout with what stands behind it in some lines, of which `rests` is what it does not explain.

    Values with a key are found wherever they stand. Else the first bare number with a fraction is the time of
    the request in seconds, the second one that of the upstream; if there is none, a whole number that is the
    only one is a time, in a unit that `unit_of` tells.
    """
    rows = [_tokens(rest[:LOOKED_AT]) for rest in rests]
    fields = _keyed(rows)
    if not any(field.role is Role.LATENCY for field in fields):
        fields = _bare(layout, rows) + fields
    known = {field.role for field in layout.fields} - {Role.SKIP}
    fields = [field for field in fields if field.role not in known]
    if all(field.role is Role.SKIP for field in fields):
        return layout
    timed = any(field.role is Role.LATENCY for field in fields)
    return layout._replace(
        name=f"{layout.name}+{'time' if timed else 'fields'}", fields=layout.fields + tuple(fields)
    )


def unit_of(times: Sequence[bytes]) -> Form:
    """The unit of bare times: with a fraction seconds; whole ones by their size.

    Mostly 0 and none above 300 are seconds (Apache's `%T`); a middle of 1,000 or one of 100,000 are
    microseconds (`%D`); what lies between is milliseconds. `%D` of a server that mostly answers within a
    millisecond looks like these: whole numbers make a guess, which is marked (`settled`).
    """
    if any(b"." in time for time in times):
        return Form.SECONDS
    numbers = [int(time) for time in times if time.isdigit() and len(time) < 20]
    if not numbers:
        return Form.PLAIN
    if 2 * numbers.count(0) > len(numbers) and max(numbers) <= 300:
        return Form.SECONDS
    from statistics import median

    return Form.MICROS if median(numbers) >= 1000 or max(numbers) >= 100_000 else Form.MILLIS


def settled(layout: Layout, times: Sequence[bytes]) -> Layout:
    """The layout with the unit of its times, where that is told only by their values."""
    fraction, unsettled = any(b"." in time for time in times), layout.forms.get(Role.LATENCY)
    if unsettled not in (Form.PLAIN, Form.WHOLE_MILLIS):
        return layout
    form = Form.SECONDS if fraction else Form.MILLIS
    if unsettled is Form.PLAIN:
        form = unit_of(times)

    def with_unit(one: _OneOf) -> _OneOf:
        timed = one.role in (Role.LATENCY, Role.UPSTREAM) and one.form is unsettled
        return one._replace(form=form) if timed else one

    return layout._replace(
        fields=tuple(map(with_unit, layout.fields)),
        keys=tuple(map(with_unit, layout.keys)),
        guessed=unsettled is Form.PLAIN and form is not Form.PLAIN and not fraction,
    )


def unit(layout: Layout) -> str:
    """The unit in which a log has its times, `ms?` if it is a guess; nothing while no time was seen."""
    form = layout.forms.get(Role.LATENCY)
    return "" if form is None else _UNITS[form] + "?" * layout.guessed


def _tokens(rest: bytes) -> list[bytes]:
    return [match[1] for match in islice(re.finditer(_TOKEN, rest), MOST)]


def _keyed(rows: Sequence[list[bytes]]) -> list[Field]:
    seen: Counter[tuple[str, bytes]] = Counter()
    for row in rows:
        for token in row:
            if (match := re.match(_PAIR, token)) and match[1].decode() in KEYS:
                seen[match[1].decode(), match[2]] += 1
    found: dict[Role, Field] = {}
    for (key, quote), lines in seen.items():
        if 2 * lines > len(rows) and KEYS[key] not in found:
            opens = b" %b=%b" % (key.encode(), quote)
            found[KEYS[key]] = Field(KEYS[key], opens, quote or b" ", sought=True)
    return list(found.values())


def _bare(layout: Layout, rows: Sequence[list[bytes]]) -> list[Field]:
    """Optional fields up to the last one that says something."""
    columns = [[row[number] for row in rows if len(row) > number] for number in range(MOST)]
    columns = [column for column in columns if 2 * len(column) > len(rows)]
    times = [number for number, column in enumerate(columns) if _mostly(_FRACTION, column)][:2]
    if not times:
        times = [number for number, column in enumerate(columns) if _mostly(_WHOLE, column)]
        times = times if len(times) == 1 else []
    roles = dict(zip(times, (Role.LATENCY, Role.UPSTREAM), strict=False))
    quoted = layout.fields[-1].quoted
    fields = []
    for number in range(max(times, default=-1) + 1):
        column, before = columns[number], b'" ' if quoted else b" "
        quoted = sum(token.startswith(b'"') for token in column) * 2 > len(column)
        opens, closes = (before + b'"', b'"') if quoted else (before, b" ")
        fields.append(Field(roles.get(number, Role.SKIP), opens, closes, optional=True))
    return fields


def _mostly(shape: bytes, column: Sequence[bytes]) -> bool:
    """Whether the values are of a shape, but for a few and those that say nothing."""
    said = [token for token in column if token not in _NOTHING]
    return bool(said) and sum(re.fullmatch(shape, token) is not None for token in said) * 10 >= len(said) * 9
