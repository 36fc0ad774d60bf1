"""Mergeable counts of one slot of time: the one currency between scanners, windows and the screen.

A slot counted here, in another process, or from ten files is the same value, and tallies add up. A tally
knows neither why it is counted nor what time it is now.

Tables are bounded (table.py): keys are cut, and hold no more than a number of rows in order of appearance;
what comes after that is added to an ``other`` row, so that sums stay true.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, TypeVar

from httplogstats.latency import AnyHistograms, Histogram, Histograms
from httplogstats.rest import RestingHistograms, RestingTable, counts_of, packed_counts
from httplogstats.table import TABLE_LIMIT, AnyTable, Figures, Table, add_figures

K = TypeVar("K", bound=Hashable)

WORD_LIMIT = 100
"""Distinct methods, and cache results, that a tally holds; further ones are ``(other)``."""

TABLES = ("sections", "paths", "clients", "failures", "referrers", "agents", "hosts")
"""The tables of a tally. A key of ``failures`` is ``status client path``, only for statuses from 400."""

REPORTED = ("sections", "paths", "clients")
"""Those that a report prints: where nobody may ask for more, the others need not be counted."""


FIELDS = (
    "hits", "size", "late", "seconds", "overdue", "statuses", "methods", "caches", "latency", "upstream",
    "section_latency", *TABLES,
)  # fmt: skip
"""All that a tally counts."""


class Tally:
    """The counts of one slot, or the sum of many; ``limit`` is how many rows a table holds,
    and ``kept`` how many of them stay when a new key comes to a full one (table.py).

    ``seconds`` holds figures by the hits' own second as long as that second was undecided when they were
    read; ``overdue`` holds the rest, by (first undecided second when read, own second), for semantics A7.
    ``late`` counts hits whose own slot was already closed (semantics T6); they are a part of ``hits``. Tables
    of what a log does not say are empty, as are its histograms: ``latency`` and ``upstream`` of all hits, and
    ``section_latency`` by section, for those that have a row.
    """

    __slots__ = (
        "_latency", "_upstream", "agents", "caches", "clients", "failures", "hits", "hosts", "late",
        "methods", "overdue", "paths", "referrers", "seconds", "section_latency", "sections", "size",
        "statuses",
    )  # fmt: skip

    def __init__(self, limit: int = TABLE_LIMIT, kept: int = 0) -> None:
        self.hits = 0
        self.size = 0
        self.late = 0
        self.seconds: dict[int, Figures] = {}
        self.overdue: dict[tuple[int, int], Figures] = {}
        self.statuses: dict[int, int] = {}
        self.methods: dict[bytes, int] = {}
        self.caches: dict[bytes, int] = {}
        self._latency: Histogram | bytes = {}
        self._upstream: Histogram | bytes = {}
        self.section_latency: AnyHistograms = Histograms()
        self.sections: AnyTable = Table(limit, kept)
        self.paths: AnyTable = Table(limit, kept)
        self.clients: AnyTable = Table(limit, kept)
        self.failures: AnyTable = Table(limit, kept)
        self.referrers: AnyTable = Table(limit, kept)
        self.agents: AnyTable = Table(limit, kept)
        self.hosts: AnyTable = Table(limit, kept)

    @property
    def latency(self) -> Histogram:
        """The times of all hits; a copy of them, where the tally is at rest."""
        return counts_of(self._latency)

    @latency.setter
    def latency(self, counts: Histogram) -> None:
        self._latency = counts

    @property
    def upstream(self) -> Histogram:
        """The same for the times of the servers behind."""
        return counts_of(self._upstream)

    @upstream.setter
    def upstream(self, counts: Histogram) -> None:
        self._upstream = counts

    @property
    def tables(self) -> tuple[AnyTable, ...]:
        """The tables, in the order of `TABLES`."""
        return (
            self.sections, self.paths, self.clients, self.failures, self.referrers, self.agents, self.hosts,
        )  # fmt: skip

    def merge(self, other: "Tally") -> None:
        """Add the counts of ``other``."""
        self.merge_figures(other)
        for second, figures in other.seconds.items():
            add_figures(self.seconds.setdefault(second, [0, 0, 0, 0]), figures)
        for key, figures in other.overdue.items():
            add_figures(self.overdue.setdefault(key, [0, 0, 0, 0]), figures)

    def merge_figures(self, other: "Tally") -> None:
        """Add all but the counts by second: for sums over long times."""
        for _ in self.merging(other):
            pass

    def merging(self, other: "Tally") -> Iterator[None]:
        """The same in pieces, about a table each: full ones take their time."""
        self.merge_counts(other)
        for name, mine, its in zip(TABLES, self.tables, other.tables, strict=True):
            if isinstance(its, RestingTable) or len(its) or any(its.other):
                setattr(self, name, _sum(mine, its))
                yield
        mine_times, its_times = self.section_latency, other.section_latency.opened()
        if not len(its_times):
            return
        if type(mine_times) is not type(its_times) and not len(mine_times):
            self.section_latency = its_times.fresh()
        self.section_latency.merge(its_times, self.sections)

    def merge_counts(self, other: "Tally") -> None:
        """Add what is not in tables, nor by section or second."""
        self.hits += other.hits
        self.size += other.size
        self.late += other.late
        add_counts(self.statuses, other.statuses)
        add_words(self.methods, other.methods)
        add_words(self.caches, other.caches)
        add_counts(self.latency, other.latency)
        add_counts(self.upstream, other.upstream)

    def keep(self, most: int) -> None:
        """Shrink an old slot: the ``most`` greatest rows of each table stay, the rest is folded."""
        for table in self.tables:
            table.keep(most)
        self.forget_folded()

    def forget_folded(self) -> None:
        """Let go of the histograms of sections that have lost their row."""
        self.section_latency.keep(self.sections)

    def opened(self) -> "Tally":
        """The same, with tables that can be asked often."""
        tally = Tally()
        for name in FIELDS:
            value = getattr(self, name)
            setattr(tally, name, value.opened() if name in TABLES or name == "section_latency" else value)
        return tally

    def rest(self) -> None:
        """Take little memory from now on; counts by second are let go."""
        self.seconds, self.overdue = {}, {}
        for name, table in zip(TABLES, self.tables, strict=True):
            if len(table) or any(table.other):
                setattr(self, name, RestingTable(table))
        if self.latency or self.upstream:
            self._latency, self._upstream = packed_counts(self.latency), packed_counts(self.upstream)
        if len(self.section_latency):
            self.section_latency = RestingHistograms(self.section_latency)

    def deflate(self) -> None:
        """Take still less memory: what rests is asked seldom."""
        for resting in (*self.tables, self.section_latency):
            if isinstance(resting, (RestingTable, RestingHistograms)):
                resting.deflate()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and all(
            getattr(self, name) == getattr(other, name) for name in FIELDS
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "Tally(" + ", ".join(f"{name}={getattr(self, name)!r}" for name in FIELDS) + ")"


def add_counts(into: dict[K, int], counts: Mapping[K, int]) -> None:
    """Add ``counts`` to ``into``, key by key."""
    for key, count in counts.items():
        into[key] = into.get(key, 0) + count


def add_words(into: dict[bytes, int], counts: Mapping[bytes, int]) -> None:
    """Add ``counts`` to ``into``, at most `WORD_LIMIT` distinct ones."""
    for word, hits in counts.items():
        key = b"(other)" if word not in into and len(into) >= WORD_LIMIT else word
        into[key] = into.get(key, 0) + hits


def _sum(table: AnyTable, more: AnyTable) -> AnyTable:
    """``table`` with all rows of ``more``: an empty one becomes one of the kind that the scanner makes."""
    if isinstance(table, Table) and not len(table) and not any(table.other):
        kind: Any = type(more.fresh())
        table = kind(table.limit, table.kept)
    if isinstance(more, RestingTable):
        more.merge_into(table)
    else:
        table.merge(more)
    return table
