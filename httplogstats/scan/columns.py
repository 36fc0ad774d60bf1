"""The understood lines of a block as columns, and how they are added to a tally. Decides no times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from itertools import compress, groupby
from operator import add, itemgetter
from typing import Any, cast

from httplogstats.latency import Histogram, bucket_of
from httplogstats.packed import hit, unpack
from httplogstats.table import KEY_LIMIT, Table, add_figures
from httplogstats.tally import Tally, add_counts

_HITS = [hit(status) for status in range(1000)]


@dataclass(slots=True)
class Columns:
    """An item for each line; a column of what the format has not is empty.

    Texts that are empty or None are absent, and so are times of None. ``starts`` are the slots; ``horizons``
    are the first undecided seconds that lines out of time see, empty where all are in time; ``arrived`` says
    which stamps were not believed, empty where all were.
    """

    seconds: Sequence[int | None]
    clients: Sequence[bytes]
    methods: Sequence[bytes]
    sections: Sequence[bytes]
    paths: Sequence[bytes]
    statuses: Sequence[int]
    sizes: Sequence[int]
    referrers: Sequence[bytes | None] = ()
    agents: Sequence[bytes | None] = ()
    hosts: Sequence[bytes | None] = ()
    caches: Sequence[bytes | None] = ()
    latencies: Sequence[int | None] = ()
    upstreams: Sequence[int | None] = ()
    starts: Sequence[int] = field(default=())
    horizons: Sequence[int] = field(default=())
    arrived: Sequence[bool] = field(default=())

    def only(self, selected: Sequence[bool]) -> "Columns":
        """The selected lines."""
        return Columns(*(list(compress(column, selected)) for column in self._all()))

    def at(self, indexes: Sequence[int]) -> "Columns":
        """The lines with these numbers, of which there is one at least."""
        if len(indexes) == 1:
            return Columns(*([column[indexes[0]]] if column else () for column in self._all()))
        pick = itemgetter(*indexes)
        return Columns(*(pick(column) if column else () for column in self._all()))

    def between(self, begin: int, end: int) -> "Columns":
        """The lines from number `begin` to before `end`."""
        return Columns(*(column[begin:end] for column in self._all()))

    def _all(self) -> Iterable[Sequence[Any]]:
        return (getattr(self, one.name) for one in fields(self))


def count(tally: Tally, rows: Tally, lines: Columns, tables: Sequence[str]) -> None:
    """Add the figures of some lines of one slot to a tally; tables and histograms by section to `rows`.

    The tables of `rows` are Python's; of them, those named in `tables` are counted.
    """
    packed = list(map(add, lines.sizes, map(_HITS.__getitem__, lines.statuses)))
    tally.hits += len(packed)
    tally.size += sum(lines.sizes)
    add_counts(tally.methods, Counter(lines.methods))
    add_counts(tally.statuses, Counter(lines.statuses))
    for name in tables:
        table = cast(Table, getattr(rows, name))
        if name == "failures":
            failed = [index for index, status in enumerate(lines.statuses) if status >= 400]
            table.count([_failure(lines, index) for index in failed], [packed[index] for index in failed])
        elif keys := getattr(lines, name):
            table.count(keys, packed)
    if lines.caches:
        _count_words(tally.caches, lines.caches)
    if lines.latencies:
        buckets = list(map(_bucket, lines.latencies))
        _count_times(tally.latency, buckets)
        for (section, bucket), hits in Counter(zip(lines.sections, buckets, strict=True)).items():
            if bucket is not None and section in rows.sections:
                rows.section_latency.add(section, bucket, hits)
    if lines.upstreams:
        _count_times(tally.upstream, list(map(_bucket, lines.upstreams)))
    _count_seconds(tally, lines, packed)


def _failure(lines: Columns, index: int) -> bytes:
    return (b"%d %b %b" % (lines.statuses[index], lines.clients[index], lines.paths[index]))[:KEY_LIMIT]


def _count_words(into: dict[bytes, int], words: Sequence[bytes | None]) -> None:
    for word, hits in Counter(words).items():
        if word:
            into[word] = into.get(word, 0) + hits


def _count_seconds(tally: Tally, lines: Columns, packed: Sequence[int]) -> None:
    """Figures by second, in time or overdue."""
    begin = 0
    if lines.horizons:
        for second, horizon, one in zip(lines.seconds, lines.horizons, packed, strict=True):
            own = second or 0
            if own >= horizon:
                figures = tally.seconds.setdefault(own, [0, 0, 0, 0])
            else:
                figures = tally.overdue.setdefault((horizon, own), [0, 0, 0, 0])
            add_figures(figures, unpack(one))
        return
    for second, run in groupby(lines.seconds):  # they stand mostly in order
        end = begin + len(list(run))
        add_figures(tally.seconds.setdefault(second or 0, [0, 0, 0, 0]), unpack(sum(packed[begin:end])))
        begin = end


def _count_times(histogram: Histogram, buckets: Iterable[int | None]) -> None:
    for bucket, hits in Counter(buckets).items():
        if bucket is not None:
            histogram[bucket] = histogram.get(bucket, 0) + hits


@lru_cache(maxsize=4096)  # times repeat
def _bucket(time: int | None) -> int | None:
    return None if time is None else bucket_of(time)
