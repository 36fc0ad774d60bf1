"""Reads the lines of a block into columns; says which lines are left to the exact reader. Counts nothing."""

import re
from collections.abc import Sequence
from typing import Any

from httplogstats.formats.layout import Form, Layout, Role
from httplogstats.scan.columns import Columns
from httplogstats.scan.compile import block_pattern, group
from httplogstats.scan.record import Record
from httplogstats.scan.shapes import shape_pattern
from httplogstats.scan.stamps import Stamps
from httplogstats.scan.times import micros_of

_STATUSES = {b"%d" % number: number for number in range(100, 1000)}
_STATUSES |= dict.fromkeys((b"0", b"000", b"-", b""), 0)
_CACHED = 4096
_OPTIONAL = {
    Role.REFERRER: "referrers", Role.AGENT: "agents", Role.HOST: "hosts", Role.CACHE: "caches",
    Role.LATENCY: "latencies", Role.UPSTREAM: "upstreams",
}  # fmt: skip
_TIMES = (Role.LATENCY, Role.UPSTREAM)
_NONE = re.compile(rb"(?!)|(?P<odd>[^\n]*+)\n")

Found = dict[str, Sequence[bytes]]
"""The columns of an expression's groups, by name."""


class RowReader:
    """For one layout. Of JSON, lines of one shape are read at a time: the shape that came last."""

    def __init__(self, layout: Layout, stamps: Stamps) -> None:
        self._layout = layout
        self._stamps = stamps
        self._optional = [role for role in _OPTIONAL if role in layout.roles]
        self._times = {role: _Times(layout.forms[role]) for role in _TIMES if role in layout.roles}
        self._pattern = _NONE if layout.keys else block_pattern(layout)

    def read(self, data: bytes) -> tuple[list[list[Any]], list[int]]:
        """A column for each of `names`, and the numbers of the lines that it says nothing true of.

        The lines of `data` all have their end.
        """
        found = self._find(data)
        count = len(found["odd"])
        if "status" not in found:
            return [[None] * count for _ in self.names], list(range(count))
        seconds = self._seconds(found, count)
        odd = [index for index, status in enumerate(found["status"]) if not status]
        if seconds is None:
            seconds = [None] * count
        elif None in seconds:  # an odd line has no stamp here
            odd = [index for index, second in enumerate(seconds) if second is None]
        paths = found["path"]
        columns: list[Any] = [
            seconds, found.get("client") or [b"-"] * count, found.get("method") or [b"-"] * count,
            found["section"], paths, list(map(_STATUSES.__getitem__, found["status"])),
            _sizes(found.get("size"), count),
        ]  # fmt: skip
        for role in self._optional:
            texts = found.get(group(role).decode()) or [b""] * count
            columns.append(list(map(self._times[role].__getitem__, texts)) if role in _TIMES else texts)
        return columns, odd

    @property
    def names(self) -> list[str]:
        """The columns that this layout has."""
        names = ["seconds", "clients", "methods", "sections", "paths", "statuses", "sizes"]
        return names + [_OPTIONAL[role] for role in self._optional]

    def values(self, record: Record) -> list[Any]:
        """A record in the order of `names`."""
        optional = [getattr(record, role.value) for role in self._optional]
        return [
            *record[:7],
            *(
                value if role in _TIMES else value or b""
                for role, value in zip(self._optional, optional, strict=True)
            ),
        ]

    def columns(self, found: list[list[Any]]) -> Columns:
        """The columns by name."""
        return Columns(**dict(zip(self.names, found, strict=True)))

    def _find(self, data: bytes) -> Found:
        found = self._columns(data)
        if self._layout.keys and 2 * sum(map(bool, found["odd"])) > len(found["odd"]):
            self._pattern = shape_pattern(self._layout, data) or self._pattern
            found = self._columns(data)
        return found

    def _columns(self, data: bytes) -> Found:
        rows = self._pattern.findall(data)
        names = self._pattern.groupindex
        if len(names) == 1:
            return {"odd": rows}
        return dict(zip(names, zip(*rows, strict=True), strict=True))

    def _seconds(self, found: Found, count: int) -> list[int | None] | None:
        """The seconds, None for what is no date; None altogether where the lines have no stamp."""
        if "stamp" in found:
            return list(map(self._stamps.__getitem__, found["stamp"]))
        if "date" in found and "time" in found:
            stamps = map(b"%b %b".__mod__, zip(found["date"], found["time"], strict=True))
            return list(map(self._stamps.__getitem__, stamps))
        return None


def _sizes(texts: Sequence[bytes] | None, count: int) -> list[int]:
    if texts is None:
        return [0] * count
    try:
        return list(map(int, texts))
    except ValueError:
        return [0 if text in (b"-", b"") else int(text) for text in texts]


class _Times(dict[bytes, int | None]):
    """A bounded cache: times repeat."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, text: bytes) -> int | None:
        if len(self) >= _CACHED:
            self.clear()
        micros = self[text] = micros_of(text, self._form)
        return micros
