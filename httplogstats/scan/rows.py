"""Reads the lines of a block into columns; says which lines are left to the exact reader. Counts nothing."""

import re
from collections.abc import Sequence
from itertools import compress
from operator import add
from typing import Any

from httplogstats.formats.layout import Form, Layout, Role
from httplogstats.packed import hit
from httplogstats.scan.columns import USUAL_STATUS, Columns
from httplogstats.scan.compile import block_pattern, escapable, group, unsure
from httplogstats.scan.record import Record
from httplogstats.scan.shapes import shape_patterns
from httplogstats.scan.stamps import Stamps
from httplogstats.scan.times import micros_of

_HITS: dict[bytes | None, int] = {b"%d" % status: hit(status) for status in range(100, 1000)}
_HITS |= dict.fromkeys((b"0", b"000", b"-"), hit(0)) | {None: hit(int(USUAL_STATUS))}
_CACHED = 4096
_OPTIONAL = {
    Role.REFERRER: "referrers", Role.AGENT: "agents", Role.HOST: "hosts", Role.CACHE: "caches",
    Role.LATENCY: "latencies", Role.UPSTREAM: "upstreams",
}  # fmt: skip
_TIMES = (Role.LATENCY, Role.UPSTREAM)
_DASHED = (Role.REFERRER, Role.AGENT)
_NONE = re.compile(rb"(?!)|(?P<odd>[^\n]*+\n)")

Found = dict[str, list[Any]]
"""The columns of an expression's groups, by name."""

Suspect = tuple[int, int, int]
"""Number of a line, where its first backslash stands, and where the line ends."""


class RowReader:
    """For one layout. Of JSON, lines of one shape are read at a time: the shape that came last."""

    def __init__(self, layout: Layout, stamps: Stamps) -> None:
        self._layout = layout
        self._stamps = stamps
        self._optional = [role for role in _OPTIONAL if role in layout.roles]
        self._times = {role: _Times(layout.forms[role]) for role in _TIMES if role in layout.roles}
        self._pattern = _NONE if layout.keys else block_pattern(layout)
        self._hasty = None if layout.keys else block_pattern(layout, hasty=True)
        self._unsure = unsure(layout)
        self._escapable = [group(role).decode() for role in escapable(layout)]

    def read(self, data: bytes) -> tuple[list[list[Any]], dict[int, bytes]]:
        """A column for each of `names`, and by their numbers the lines that it says nothing true of.

        The lines of `data` all have their end.
        """
        suspects, lines = self._suspects(data)
        found = self._find(data, lines)
        count = len(found["odd"])
        odd = {index: found["odd"][index][:-1] for index in compress(range(count), found["odd"])}
        if "status" not in found:
            return [[None] * count for _ in self.names], odd
        seconds = self._seconds(found, count)
        if seconds is None:
            seconds = [None] * count
        elif None in set(seconds):  # to look through the list itself takes three times as long
            missing = [index for index, second in enumerate(seconds) if second is None and index not in odd]
            all_lines = data.split(b"\n") if missing else []
            odd |= {index: all_lines[index] for index in missing}
        if suspects:
            odd |= self._escaped(data, found, suspects)
        columns: list[Any] = [
            seconds, self._words(found, Role.CLIENT, count), self._words(found, Role.METHOD, count),
            found["section"], found["path"], found["status"], _figures(found["status"], found.get("size")),
        ]  # fmt: skip
        for role in self._optional:
            texts = found.get(group(role).decode()) or [None] * count
            if role in _DASHED and b"" in texts:
                texts = [b"-" if text == b"" else text for text in texts]
            columns.append(list(map(self._times[role].__getitem__, texts)) if role in _TIMES else texts)
        return columns, odd

    @property
    def names(self) -> list[str]:
        """The columns that this layout has."""
        names = ["seconds", "clients", "methods", "sections", "paths", "statuses", "figures"]
        return names + [_OPTIONAL[role] for role in self._optional]

    def values(self, record: Record) -> list[Any]:
        """A record in the order of `names`."""
        optional = [getattr(record, role.value) for role in self._optional]
        status = b"%d" % record.status
        return [*record[:5], status, record.size + hit(record.status), *optional]

    def columns(self, found: list[list[Any]]) -> Columns:
        """The columns by name."""
        return Columns(**dict(zip(self.names, found, strict=True)))

    def _find(self, data: bytes, lines: int) -> Found:
        found = self._columns(data, lines)
        if self._layout.keys and 2 * (len(found["odd"]) - found["odd"].count(None)) > len(found["odd"]):
            self._pattern, self._hasty = shape_patterns(self._layout, data) or (self._pattern, self._hasty)
            found = self._columns(data, lines)
        return found

    def _columns(self, data: bytes, lines: int) -> Found:
        """The texts of each group; None where it has no part in the match of a line."""
        found = _groups(self._hasty, data) if self._hasty else {}
        if not found or len(found["odd"]) != lines:
            return _groups(self._pattern, data)
        return found

    def _suspects(self, data: bytes) -> tuple[list[Suspect], int]:
        """The lines with a backslash, where one in a text matters, and the number of all lines."""
        suspects, index, begin = [], 0, 0
        at = data.find(b"\\") if self._escapable else -1
        while at >= 0:
            index += _ends(data[begin:at])
            end = data.find(b"\n", at)
            suspects.append((index, at, end))
            begin, at = end, data.find(b"\\", end)
        return suspects, index + _ends(data[begin:])

    def _escaped(self, data: bytes, found: Found, suspects: list[Suspect]) -> dict[int, bytes]:
        """The lines with escapes in texts."""
        texts = [found[name] for name in self._escapable if name in found]
        return {
            index: data[data.rfind(b"\n", 0, at) + 1 : end]
            for index, at, end in suspects
            if any(b"\\" in (column[index] or b"") for column in texts)
        }

    def _words(self, found: Found, role: Role, count: int) -> Sequence[bytes | None]:
        """A dash for each line that does not say it."""
        texts = found.get(group(role).decode())
        if texts is None:
            return [b"-"] * count
        return [b"-" if text is None else text for text in texts] if role in self._unsure else texts

    def _seconds(self, found: Found, count: int) -> list[int | None] | None:
        """The seconds, None for what is no date; None altogether where the lines have no stamp."""
        if "stamp" in found:
            return list(map(self._stamps.__getitem__, found["stamp"]))
        if "date" in found and "time" in found:
            stamps = [
                date and b"%b %b" % (date, time)
                for date, time in zip(found["date"], found["time"], strict=True)
            ]
            return list(map(self._stamps.__getitem__, stamps))
        return None


def _ends(data: bytes) -> int:
    """Ends of lines in `data`; `count` looks at each byte by itself and takes three times as long."""
    return len(data) - len(data.replace(b"\n", b""))


def _groups(pattern: re.Pattern[bytes], data: bytes) -> Found:
    """A list with a text for each match of a pattern that leaves no gaps, by name."""
    texts = pattern.split(data)  # makes no tuple for each match
    width = pattern.groups + 1
    return {name: texts[number::width] for name, number in pattern.groupindex.items()}


def _figures(statuses: Sequence[bytes | None], sizes: Sequence[bytes | None] | None) -> list[int]:
    """The packed figures of each line; a size of None is no bytes."""
    hits = map(_HITS.__getitem__, statuses)
    return list(hits if sizes is None else map(add, hits, map(int, [size or 0 for size in sizes])))


class _Times(dict[bytes | None, int | None]):
    """A bounded cache: times repeat."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, text: bytes | None) -> int | None:
        if len(self) >= _CACHED:
            self.clear()
        micros = self[text] = micros_of(text or b"", self._form)
        return micros
