"""Rows of figures by key, bounded: what a tally's tables are. Knows no lines.

Whoever reads a table does it through `top`, `failing`, `items`, `sums`, `get` and ``other``, so that a
table kept by native code can stand in for this one.
"""

from collections.abc import Iterable
from heapq import nsmallest
from typing import Protocol

KEY_LIMIT = 512
"""Bytes of a key (section, path, client, method, ...) that are kept."""

TABLE_LIMIT = 10_000
"""Distinct keys that one table holds."""

Figures = list[int]
"""Hits, bytes, 4xx, 5xx: the figures of one row, in this order."""

KeyedFigures = tuple[bytes, Figures]
"""A row with its key."""


class AnyTable(Protocol):
    """What a tally asks of its tables; ``other`` holds the sum of the rows that found no room.

    Of two kinds: `Table`, and one in native code, whose rows are no Python objects. Either merges the other.
    """

    @property
    def limit(self) -> int:
        """The most rows."""

    @property
    def other(self) -> Figures:
        """The sum of the rows that found no room."""

    @property
    def rows(self) -> dict[bytes, Figures]:
        """All rows by key; not to be changed."""

    def __len__(self) -> int: ...
    def __contains__(self, key: object, /) -> bool: ...
    def get(self, key: bytes, /) -> Figures | None:
        """The figures of a key; None where it has no row."""

    def items(self) -> Iterable[KeyedFigures]:
        """All rows, in order of appearance."""

    def top(self, most: int = 0, /) -> list[KeyedFigures]:
        """The ``most`` rows with the most hits (0 for all), ties in the order of their keys."""

    def served(self, most: int = 0, /) -> list[KeyedFigures]:
        """The rows with the most hits that are no 4xx: what was never there is not what is asked for most."""

    def failing(self, most: int = 0, /) -> list[KeyedFigures]:
        """The rows with errors, 5xx before 4xx, most first, ties in the order of their keys."""

    def sums(self) -> Figures:
        """The sum of all rows, without ``other``."""

    def add(self, key: bytes, figures: Figures, /) -> None:
        """Add figures to the row of `key`, or to `other` when the table is full."""

    def merge(self, other: "AnyTable", /) -> None:
        """Add all rows of ``other``, in its order."""

    def keep(self, most: int, /) -> None:
        """Fold rows into ``other``: the ``most`` with most hits stay, and as many of the most failing."""

    def fresh(self) -> "AnyTable":
        """An empty table of the same kind and limit."""


class Table:
    """Rows of Python; ``other`` holds the sum of the rows that found no room."""

    __slots__ = ("limit", "other", "rows")

    def __init__(self, limit: int = TABLE_LIMIT) -> None:
        self.limit = limit
        self.rows: dict[bytes, Figures] = {}
        self.other: Figures = [0, 0, 0, 0]

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def get(self, key: bytes) -> Figures | None:
        """The figures of a key; None where it has no row."""
        return self.rows.get(key)

    def items(self) -> Iterable[KeyedFigures]:
        """All rows, in order of appearance."""
        return self.rows.items()

    def top(self, most: int = 0) -> list[KeyedFigures]:
        """The ``most`` rows with the most hits (0 for all), ties in the order of their keys."""
        return nsmallest(most or len(self.rows), self.rows.items(), key=_most_hits)

    def served(self, most: int = 0) -> list[KeyedFigures]:
        """The rows with the most hits that are no 4xx: what was never there is not what is asked for most."""
        return nsmallest(most or len(self.rows), self.rows.items(), key=_most_served)

    def failing(self, most: int = 0) -> list[KeyedFigures]:
        """The rows with errors, 5xx before 4xx, most first, ties in the order of their keys."""
        rows = [item for item in self.rows.items() if item[1][2] or item[1][3]]
        return nsmallest(most or len(rows), rows, key=_most_errors)

    def sums(self) -> Figures:
        """The sum of all rows, without ``other``."""
        total = [0, 0, 0, 0]
        for figures in self.rows.values():
            add_figures(total, figures)
        return total

    def row(self, key: bytes) -> Figures:
        """The row of `key`, made where it is missing, or `other` when the table is full."""
        row = self.rows.get(key)
        if row is None:
            if len(self.rows) >= self.limit:
                return self.other
            row = self.rows[key] = [0, 0, 0, 0]
        return row

    def add(self, key: bytes, figures: Figures) -> None:
        """Add figures to the row of `key`, or to `other` when the table is full."""
        add_figures(self.row(key), figures)

    def fresh(self) -> "Table":
        """An empty table of the same limit."""
        return Table(self.limit)

    def merge(self, other: AnyTable) -> None:
        """Add all rows of ``other``, in its order."""
        for key, figures in other.items():
            add_figures(self.row(key), figures)
        add_figures(self.other, other.other)

    def keep(self, most: int) -> None:
        """Fold rows into ``other``: the ``most`` with most hits stay, and as many of the most failing.

        Of equal rows those that came first stay.
        """
        if len(self.rows) <= most:
            return
        rows = self.rows
        by_hits = sorted(rows, key=lambda key: rows[key][0], reverse=True)
        failing = [key for key in by_hits[most:] if rows[key][2] or rows[key][3]]
        failing.sort(key=lambda key: rows[key][2] + rows[key][3], reverse=True)
        kept = {*by_hits[:most], *failing[:most]}
        for key in by_hits[most:]:
            if key not in kept:
                add_figures(self.other, rows[key])
        self.rows = {
            key: row for key, row in rows.items() if key in kept
        }  # a dict that loses keys stays large

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self.rows == other.rows and self.other == other.other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Table({self.rows!r}, other={self.other!r})"


def add_figures(into: Figures, figures: Figures) -> None:
    """Add one row to another."""
    into[0] += figures[0]
    into[1] += figures[1]
    into[2] += figures[2]
    into[3] += figures[3]


def _most_hits(item: KeyedFigures) -> tuple[int, bytes]:
    return -item[1][0], item[0]


def _most_served(item: KeyedFigures) -> tuple[int, int, bytes]:
    key, row = item
    return row[2] - row[0], -row[0], key


def _most_errors(item: KeyedFigures) -> tuple[int, int, bytes]:
    return -item[1][3], -item[1][2], item[0]
