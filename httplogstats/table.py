"""Rows of figures by key, bounded: what a tally's tables are. Knows no lines.

Whoever reads a table does it through `top`, `failing`, `items`, `sums`, `get` and ``other``, so that a
table kept by native code can stand in for this one.
"""

import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import Any, Protocol

from httplogstats.packed import ONE_ERROR, SEVERAL, errors_of, hits_of, pack, served_of, unpack
from httplogstats.safe import safe

KEY_LIMIT = 512
"""Bytes of a key (section, path, client, method, ...) that are kept."""

TABLE_LIMIT = 10_000
"""Distinct keys that one table holds."""

Figures = list[int]
"""Hits, bytes, 4xx, 5xx: the figures of one row, in this order."""

KeyedFigures = tuple[bytes, Figures]
"""A row with its key."""

Shown = tuple[list[tuple[Any, ...]], int, int, bool]
"""What a `TableView` says: rows (key, hits, bytes, 4xx, 5xx, None), more keys, more hits, if exact."""


class AnyTable(Protocol):
    """What a tally asks of its tables; ``other`` holds the sum of the rows that found no room.

    Of two kinds: `Table`, and one in native code, whose rows are no Python objects. Either merges the other.
    """

    @property
    def limit(self) -> int:
        """The most rows."""

    @property
    def kept(self) -> int:
        """How many of the greatest rows stay when a new key comes to a full table: the others are folded.

        0 where none need go: the new one is added to ``other``.
        """

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

    def shown(self, order: str, most: int, /) -> Shown:
        """The first of `top` ("hits"), `served` or `failing` ("errors"), keys safe; what is beside them."""

    def sums(self) -> Figures:
        """The sum of all rows, without ``other``."""

    def add(self, key: bytes, figures: Figures, /) -> None:
        """Add figures to the row of `key`; where a full table has no room for it, to `other`."""

    def merge(self, other: "AnyTable", /) -> None:
        """Add all rows of ``other``, in its order."""

    def keep(self, most: int, /) -> None:
        """Fold rows into ``other``: the ``most`` with most hits stay, and as many of the most failing."""

    def fresh(self) -> "AnyTable":
        """An empty table of the same kind and limits."""

    def packed(self) -> bytes:
        """All of it as few bytes."""

    def unpack(self, packed: bytes, /) -> None:
        """Become what was packed of a table of this kind."""

    def merge_packed(self, packed: bytes, /) -> None:
        """Add all rows of what was packed of a table of this kind."""

    def opened(self) -> "AnyTable":
        """A table that can be asked often: itself, if it is not at rest (rest.py)."""


class Table:
    """Rows of Python, each packed into one number (packed.py); ``other`` is what found no room."""

    __slots__ = ("_rows", "kept", "limit", "other")

    def __init__(self, limit: int = TABLE_LIMIT, kept: int = 0) -> None:
        self.limit = limit
        self.kept = kept
        self.other: Figures = [0, 0, 0, 0]
        self._rows: dict[bytes, int] = {}

    @property
    def rows(self) -> dict[bytes, Figures]:
        """A copy of all rows by key."""
        return dict(self.items())

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def get(self, key: bytes) -> Figures | None:
        """The figures of a key; None where it has no row."""
        packed = self._rows.get(key)
        return None if packed is None else unpack(packed)

    def items(self) -> Iterable[KeyedFigures]:
        """All rows, in order of appearance."""
        return ((key, unpack(packed)) for key, packed in self._rows.items())

    def top(self, most: int = 0) -> list[KeyedFigures]:
        """The ``most`` rows with the most hits (0 for all), ties in the order of their keys."""
        rows = self._greatest(hits_of, most)
        return nsmallest(most or len(rows), rows, key=_most_hits)

    def served(self, most: int = 0) -> list[KeyedFigures]:
        """The rows with the most hits that are no 4xx: what was never there is not what is asked for most."""
        rows = self._greatest(served_of, most)
        return nsmallest(most or len(rows), rows, key=_most_served)

    def failing(self, most: int = 0) -> list[KeyedFigures]:
        """The rows with errors, 5xx before 4xx, most first, ties in the order of their keys."""
        rows = [(key, unpack(packed)) for key, packed in self._rows.items() if packed >= ONE_ERROR]
        return nsmallest(most or len(rows), rows, key=_most_errors)

    def _greatest(self, number_of: Callable[[int], int], most: int) -> list[KeyedFigures]:
        """The rows that may be among the `most` with the greatest numbers; one hit has the number 1."""
        if not 0 < most < len(self._rows):
            return list(self.items())
        rows = [row for row in self._rows.items() if row[1] >= SEVERAL]  # few: most keys come once
        numbers = [number_of(packed) for _, packed in rows]
        least = sorted(numbers)[-most] if most <= len(numbers) else 0
        if least <= 1:
            rows = list(self._rows.items())
            numbers = [number_of(packed) for _, packed in rows]
            least = sorted(numbers)[-most]
        return [
            (key, unpack(packed))
            for (key, packed), number in zip(rows, numbers, strict=True)
            if number >= least
        ]

    def shown(self, order: str, most: int) -> Shown:
        """The first of `top` ("hits"), `served` or `failing` ("errors"), keys safe; what is beside them."""
        rows = {"hits": self.top, "served": self.served, "errors": self.failing}[order](most)
        more_hits = self.sums()[0] - sum(figures[0] for _, figures in rows) + self.other[0]
        shown: list[tuple[Any, ...]] = [(safe(key), *figures, None) for key, figures in rows]
        return shown, len(self) - len(rows), more_hits, not self.other[0]

    def sums(self) -> Figures:
        """The sum of all rows, without ``other``."""
        return unpack(sum(self._rows.values()))

    def add(self, key: bytes, figures: Figures) -> None:
        """Add figures to the row of `key`; where a full table has no room for it, to `other`."""
        self._add({key: pack(figures)})

    def count(self, keys: Sequence[bytes | None], packed: Sequence[int]) -> None:
        """Add packed figures to the rows of their keys, in this order; empty keys and None have no row."""
        fits = len(self._rows) + len(keys) <= self.limit
        if self.kept and not fits:  # which rows are the greatest may change with each
            for key, more in zip(keys, packed, strict=True):
                if key:
                    self._add({key: more})
            return
        rows: dict[Any, int] = self._rows if fits else {}
        get = rows.get
        for key, more in zip(keys, packed, strict=True):
            before = get(key)
            rows[key] = more if before is None else before + more
        rows.pop(b"", None)
        rows.pop(None, None)
        if not fits:
            self._add(rows)

    def fresh(self) -> "Table":
        """An empty table of the same limits."""
        return Table(self.limit, self.kept)

    def packed(self) -> bytes:
        """All of it as few bytes."""
        return marshal.dumps((self.limit, self.kept, self.other, self._rows))

    def unpack(self, packed: bytes) -> None:
        """Become what was packed."""
        self.limit, self.kept, self.other, self._rows = marshal.loads(packed)

    def merge_packed(self, packed: bytes) -> None:
        """Add all rows of what was packed."""
        _, _, other, rows = marshal.loads(packed)
        self._add(rows)
        add_figures(self.other, other)

    def opened(self) -> "Table":
        """Itself."""
        return self

    def merge(self, other: AnyTable) -> None:
        """Add all rows of ``other``, in its order."""
        if isinstance(other, Table):
            self._add(other._rows)
        else:
            self._add({key: pack(figures) for key, figures in other.items()})
        add_figures(self.other, other.other)

    def keep(self, most: int) -> None:
        """Fold rows into ``other``: the ``most`` with most hits stay, and as many of the most failing.

        Of equal rows those that came first stay.
        """
        if len(self._rows) <= most:
            return
        keys, rows = list(self._rows), list(self._rows.values())
        places: Sequence[int] = [place for place, packed in enumerate(rows) if packed >= SEVERAL]
        hits = {place: hits_of(rows[place]) for place in places}
        if sum(map((1).__lt__, hits.values())) < most:  # some of one hit stay as well
            places = range(len(rows))
            hits = dict(enumerate(map(hits_of, rows)))
        kept = set(sorted(places, key=hits.__getitem__, reverse=True)[:most])
        failing = [place for place in places if rows[place] >= ONE_ERROR and place not in kept]
        failing.sort(key=lambda place: (errors_of(rows[place]), hits[place]), reverse=True)
        kept.update(failing[:most])
        self._rows = {keys[place]: rows[place] for place in sorted(kept)}  # one that loses keys stays large
        add_figures(self.other, unpack(sum(rows) - sum(self._rows.values())))

    def _add(self, more: Mapping[bytes, int]) -> None:
        rows = self._rows
        if len(rows) + len(more) <= self.limit:
            get = rows.get
            for key, packed in more.items():
                rows[key] = get(key, 0) + packed
            return
        for key, packed in more.items():
            if key not in rows and len(rows) >= self.limit and self.kept:
                self.keep(self.kept)
                rows = self._rows
            if key in rows:
                rows[key] += packed
            elif len(rows) < self.limit:
                rows[key] = packed
            else:
                add_figures(self.other, unpack(packed))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self._rows == other._rows and self.other == other.other

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
