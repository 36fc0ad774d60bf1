"""Tables and histograms at rest: what closed slots hold, in few bytes. Each question opens them for a moment.

Whoever has several questions asks what `opened` gives.
"""

import marshal
import zlib
from collections.abc import Container, Iterable

from httplogstats.latency import AnyHistograms, Histogram
from httplogstats.table import AnyTable, Figures, KeyedFigures

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


class _Resting:
    """What has been packed; deflated too where it is asked little, when there is time."""

    __slots__ = ("_deflated", "_packed")

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._deflated = False

    def packed(self) -> bytes:
        return zlib.decompress(self._packed) if self._deflated else self._packed

    def unpack(self, packed: bytes) -> None:
        self._packed, self._deflated = packed, False

    def deflate(self) -> None:
        """Take still less memory: each question takes longer from now on."""
        if not self._deflated:
            self._packed, self._deflated = zlib.compress(self._packed, FAST), True


class RestingTable(_Resting):
    """What `AnyTable` says of a table."""

    __slots__ = ("_kind",)

    def __init__(self, table: AnyTable) -> None:
        super().__init__(table.packed())
        self._kind = type(table)

    def opened(self) -> AnyTable:
        """A copy that is not at rest."""
        table = self._kind()
        table.unpack(self.packed())
        return table

    @property
    def limit(self) -> int:
        return self.opened().limit

    @property
    def other(self) -> Figures:
        return self.opened().other

    @property
    def rows(self) -> dict[bytes, Figures]:
        return self.opened().rows

    def __len__(self) -> int:
        return len(self.opened())

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

    def sums(self) -> Figures:
        return self.opened().sums()

    def add(self, key: bytes, figures: Figures) -> None:
        table = self.opened()
        table.add(key, figures)
        self.unpack(table.packed())

    def merge(self, other: AnyTable) -> None:
        table = self.opened()
        table.merge(other.opened())
        self.unpack(table.packed())

    def merge_packed(self, packed: bytes) -> None:
        table = self.opened()
        table.merge_packed(packed)
        self.unpack(table.packed())

    def merge_into(self, table: AnyTable) -> None:
        """Add all rows to another table, which need not be opened for one of the same kind."""
        if type(table) is self._kind:
            table.merge_packed(self.packed())
        else:
            table.merge(self.opened())

    def keep(self, most: int) -> None:
        table = self.opened()
        table.keep(most)
        self.unpack(table.packed())

    def fresh(self) -> AnyTable:
        return self.opened().fresh()

    def __eq__(self, other: object) -> bool:
        return self.opened() == (other.opened() if isinstance(other, RestingTable) else other)

    __hash__ = None  # type: ignore[assignment]


class RestingHistograms(_Resting):
    """What `AnyHistograms` says of histograms."""

    __slots__ = ("_kind",)

    def __init__(self, histograms: AnyHistograms) -> None:
        super().__init__(histograms.packed())
        self._kind = type(histograms)

    def opened(self) -> AnyHistograms:
        """A copy that is not at rest."""
        histograms = self._kind()
        histograms.unpack(self.packed())
        return histograms

    def __len__(self) -> int:
        return len(self.opened())

    def __contains__(self, section: bytes) -> bool:
        return section in self.opened()

    def get(self, section: bytes) -> Histogram | None:
        return self.opened().get(section)

    def items(self) -> Iterable[tuple[bytes, Histogram]]:
        return self.opened().items()

    def add(self, section: bytes, bucket: int, hits: int = 1) -> None:
        histograms = self.opened()
        histograms.add(section, bucket, hits)
        self.unpack(histograms.packed())

    def merge(self, other: AnyHistograms, sections: Container[bytes]) -> None:
        histograms = self.opened()
        histograms.merge(other.opened(), sections)
        self.unpack(histograms.packed())

    def keep(self, sections: Container[bytes]) -> None:
        histograms = self.opened()
        histograms.keep(sections)
        self.unpack(histograms.packed())

    def fresh(self) -> AnyHistograms:
        return self.opened().fresh()

    def __eq__(self, other: object) -> bool:
        return self.opened() == (other.opened() if isinstance(other, RestingHistograms) else other)

    __hash__ = None  # type: ignore[assignment]
