"""Mergeable counts of one slot of time: the one currency between scanners, windows and the screen.

A slot counted here, in another process, or from ten files is the same value, and tallies add up. A tally
knows neither why it is counted nor what time it is now.

Tables are bounded: a key is cut at ``KEY_LIMIT`` bytes, and a table holds at most ``TABLE_LIMIT`` keys, in
order of appearance; what comes after that is added to its ``other`` row, so that sums stay true.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

KEY_LIMIT = 512
"""Bytes of a key (section, path, client, method) that are kept."""

METHOD_LIMIT = 100
"""Distinct methods that a sum of tallies holds; further ones are ``(other)``, which no method can be."""

TABLE_LIMIT = 10_000
"""Distinct keys that one table holds."""

Figures = list[int]
"""Hits, bytes, 4xx, 5xx: the figures of one row, in this order."""


class Table:
    """Rows of figures by key, bounded; ``other`` holds the sum of the rows that found no room."""

    __slots__ = ("limit", "other", "rows")

    def __init__(self, limit: int = TABLE_LIMIT) -> None:
        self.limit = limit
        self.rows: dict[bytes, Figures] = {}
        self.other: Figures = [0, 0, 0, 0]

    def row(self, key: bytes) -> Figures:
        """The row of `key`, made where it is missing, or `other` when the table is full."""
        row = self.rows.get(key)
        if row is None:
            if len(self.rows) >= self.limit:
                return self.other
            row = self.rows[key] = [0, 0, 0, 0]
        return row

    def merge(self, other: "Table") -> None:
        """Add all rows of ``other``, in its order."""
        for key, figures in other.rows.items():
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
        return isinstance(other, Table) and self.rows == other.rows and self.other == other.other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Table({self.rows!r}, other={self.other!r})"


def add_figures(into: Figures, figures: Figures) -> None:
    """Add one row to another."""
    into[0] += figures[0]
    into[1] += figures[1]
    into[2] += figures[2]
    into[3] += figures[3]


class Tally:
    """The counts of one slot.

    ``seconds`` holds hits by their own second as long as that second was undecided when they were read;
    ``overdue`` holds the rest, by (first undecided second when read, own second), for semantics A7.
    ``errors`` holds hits with status 400 or above by own second. ``late`` counts hits whose own slot was
    already closed (semantics T6); they are a part of ``hits``.
    """

    __slots__ = (
        "clients", "errors", "hits", "late", "methods", "overdue", "paths", "seconds", "sections", "size",
        "statuses",
    )  # fmt: skip

    def __init__(self) -> None:
        self.hits = 0
        self.size = 0
        self.late = 0
        self.seconds: dict[int, int] = {}
        self.errors: dict[int, int] = {}
        self.overdue: dict[tuple[int, int], int] = {}
        self.statuses: dict[int, int] = {}
        self.methods: dict[bytes, int] = {}
        self.sections = Table()
        self.paths = Table()
        self.clients = Table()

    def merge(self, other: "Tally") -> None:
        """Add the counts of ``other``."""
        self.merge_figures(other)
        add_counts(self.seconds, other.seconds)
        add_counts(self.errors, other.errors)
        add_counts(self.overdue, other.overdue)

    def merge_figures(self, other: "Tally") -> None:
        """Add all but the counts by second: for sums over long times."""
        self.hits += other.hits
        self.size += other.size
        self.late += other.late
        add_counts(self.statuses, other.statuses)
        for method, hits in other.methods.items():
            full = len(self.methods) >= METHOD_LIMIT and method not in self.methods
            key = b"(other)" if full else method
            self.methods[key] = self.methods.get(key, 0) + hits
        self.sections.merge(other.sections)
        self.paths.merge(other.paths)
        self.clients.merge(other.clients)

    def keep(self, most: int) -> None:
        """Shrink an old slot: the ``most`` greatest rows of each table stay, the rest is folded."""
        for table in (self.sections, self.paths, self.clients):
            table.keep(most)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and all(
            getattr(self, name) == getattr(other, name) for name in self.__slots__
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "Tally(" + ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__) + ")"


def add_counts(into: dict[K, int], counts: Mapping[K, int]) -> None:
    """Add ``counts`` to ``into``, key by key."""
    for key, count in counts.items():
        into[key] = into.get(key, 0) + count


def merged(tallies: Iterable[Tally]) -> Tally:
    """The sum of ``tallies`` as a new tally."""
    total = Tally()
    for tally in tallies:
        total.merge(tally)
    return total
