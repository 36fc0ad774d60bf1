"""Tables and histograms at rest: what closed slots hold, in few bytes. Each question opens them for a moment.

Whoever has several questions asks what `opened` gives.
"""

import marshal
import zlib
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from httplogstats.latency import AnyHistograms, Histogram
from httplogstats.table import AnyTable, Figures, KeyedFigures, Shown

Awake = TypeVar("Awake", AnyTable, AnyHistograms)

FAST = 1
"""How hard to look for what can be deflated: a tenth more bytes in half the time."""


def packed_counts(counts: Histogram) -> bytes:
    """Counts by number as few bytes."""
    return zlib.compress(marshal.dumps(counts), FAST)


def counts_of(counts: Histogram | bytes) -> Histogram:
    """Counts that may have been packed."""
    if isinstance(counts, bytes):
        unpacked: Histogram = marshal.loads(zlib.decompress(counts))
        return unpacked
    return counts


class _Resting(Generic[Awake]):
    """What has been packed; deflated too where it is asked little, when there is time."""

    __slots__ = ("_deflated", "_kind", "_packed", "_size")

    def __init__(self, awake: Awake) -> None:
        self._kind: type[Awake] = type(awake)
        self._packed, self._deflated, self._size = awake.packed(), False, len(awake)

    def packed(self) -> bytes:
        return zlib.decompress(self._packed) if self._deflated else self._packed

    def unpack(self, packed: bytes) -> None:
        with self._changed() as awake:
            awake.unpack(packed)

    def deflate(self) -> None:
        """Take still less memory: each question takes longer from now on."""
        if not self._deflated:
            self._packed, self._deflated = zlib.compress(self._packed, FAST), True

    def opened(self) -> Awake:
        """A copy that is not at rest."""
        awake = self._kind()
        awake.unpack(self.packed())
        return awake

    def fresh(self) -> Awake:
        return self.opened().fresh()

    def __len__(self) -> int:
        return self._size

    def __eq__(self, other: object) -> bool:
        return self.opened() == (other.opened() if isinstance(other, type(self)) else other)

    __hash__ = None  # type: ignore[assignment]

    @contextmanager
    def _changed(self) -> Iterator[Awake]:
        """A copy to be changed, which takes the place of what rests."""
        awake = self.opened()
        yield awake
        self._packed, self._deflated, self._size = awake.packed(), False, len(awake)


class RestingTable(_Resting[AnyTable]):
    """What `AnyTable` says of a table."""

    __slots__ = ()

    @property
    def limit(self) -> int:
        return self.opened().limit

    @property
    def kept(self) -> int:
        return self.opened().kept

    @property
    def other(self) -> Figures:
        return self.opened().other

    @property
    def rows(self) -> dict[bytes, Figures]:
        return self.opened().rows

    def __contains__(self, key: object) -> bool:
        return key in self.opened()

    def get(self, key: bytes) -> Figures | None:
        return self.opened().get(key)

    def items(self) -> Iterable[KeyedFigures]:
        return self.opened().items()

    def top(self, most: int = 0) -> list[KeyedFigures]:
        return self.opened().top(most)

    def served(self, most: int = 0) -> list[KeyedFigures]:
        return self.opened().served(most)

    def failing(self, most: int = 0) -> list[KeyedFigures]:
        return self.opened().failing(most)

    def shown(self, order: str, most: int) -> Shown:
        return self.opened().shown(order, most)

    def sums(self) -> Figures:
        return self.opened().sums()

    def add(self, key: bytes, figures: Figures) -> None:
        with self._changed() as table:
            table.add(key, figures)

    def merge(self, other: AnyTable) -> None:
        with self._changed() as table:
            table.merge(other.opened())

    def merge_packed(self, packed: bytes) -> None:
        with self._changed() as table:
            table.merge_packed(packed)

    def merge_into(self, table: AnyTable) -> None:
        """Add all rows to another table, which need not be opened for one of the same kind."""
        if type(table) is self._kind:
            table.merge_packed(self.packed())
        else:
            table.merge(self.opened())

    def keep(self, most: int) -> None:
        with self._changed() as table:
            table.keep(most)


class RestingHistograms(_Resting[AnyHistograms]):
    """What `AnyHistograms` says of histograms."""

    __slots__ = ()

    def __contains__(self, section: bytes) -> bool:
        return section in self.opened()

    def get(self, section: bytes) -> Histogram | None:
        return self.opened().get(section)

    def items(self) -> Iterable[tuple[bytes, Histogram]]:
        return self.opened().items()

    def add(self, section: bytes, bucket: int, hits: int = 1) -> None:
        with self._changed() as histograms:
            histograms.add(section, bucket, hits)

    def merge(self, other: AnyHistograms, sections: Container[bytes]) -> None:
        with self._changed() as histograms:
            histograms.merge(other.opened(), sections)

    def keep(self, sections: Container[bytes]) -> None:
        with self._changed() as histograms:
            histograms.keep(sections)
