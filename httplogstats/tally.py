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

    def add(self, key: bytes, hits: int, size: int, client_errors: int, server_errors: int) -> None:
        """Add figures to the row of ``key``, or to ``other`` when the table is full."""
        row = self.rows.get(key)
        if row is None:
            if len(self.rows) >= self.limit:
                row = self.other
            else:
                self.rows[key] = [hits, size, client_errors, server_errors]
                return
        row[0] += hits
        row[1] += size
        row[2] += client_errors
        row[3] += server_errors

    def merge(self, other: "Table") -> None:
        """Add all rows of ``other``, in its order."""
        for key, row in other.rows.items():
            self.add(key, *row)
        for column, figure in enumerate(other.other):
            self.other[column] += figure

    def keep(self, most: int) -> None:
        """Fold rows into ``other``: the ``most`` with most hits stay, and as many of the most failing."""
        if len(self.rows) <= most:
            return
        by_hits = sorted(self.rows.items(), key=lambda item: (-item[1][0], item[0]))
        failing = sorted(by_hits[most:], key=lambda item: (-item[1][2] - item[1][3], item[0]))
        failing = [item for item in failing[:most] if item[1][2] + item[1][3]]
        kept = dict(by_hits[:most] + failing)
        for key, row in self.rows.items():
            if key not in kept:
                for column, figure in enumerate(row):
                    self.other[column] += figure
        self.rows = kept

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.rows == other.rows and self.other == other.other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Table({self.rows!r}, other={self.other!r})"


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
        add_counts(self.methods, other.methods)
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
