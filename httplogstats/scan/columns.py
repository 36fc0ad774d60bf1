"""The understood lines of a block as columns, and how they are added to a tally. Decides no times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from itertools import compress, groupby
from operator import itemgetter
from typing import Any, cast

from httplogstats.latency import Histogram, bucket_of
from httplogstats.packed import size_of, unpack
from httplogstats.table import KEY_LIMIT, Table, add_figures
from httplogstats.tally import Tally, add_counts

USUAL_METHOD, USUAL_STATUS = b"GET", b"200"
"""What most lines say. To make a text of each, and to compare it, takes longer than to count it."""


@dataclass(slots=True)
class Columns:
    """An item for each line; a column of what the format has not is empty.

    Texts that are empty or None are absent, and so are times of None; but a method or status of None is the
    usual one, which is not written (`method_of`, `status_of`). ``figures`` are packed (packed.py). ``starts``
    are the slots; ``horizons`` are the first undecided seconds that lines out of time see, empty where all
    are in time; ``arrived`` says which stamps were not believed, empty where all were.
    """

    seconds: Sequence[int | None]
    clients: Sequence[bytes]
    methods: Sequence[bytes | None]
    sections: Sequence[bytes]
    paths: Sequence[bytes]
    statuses: Sequence[bytes | None]
    figures: Sequence[int]
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


def method_of(text: bytes | None) -> bytes:
    """The method in a column."""
    return USUAL_METHOD if text is None else text


def status_of(text: bytes | None) -> int:
    """The status in a column; 0 where a line says that it has none."""
    text = USUAL_STATUS if text is None else text
    return int(text) if text.isdigit() else 0


def count(tally: Tally, lines: Columns) -> None:
    """Add some lines of one slot to a tally, all but rows of tables and histograms by section."""
    tally.hits += len(lines.figures)
    for text, hits in _counted(lines.statuses).items():
        add_counts(tally.statuses, {status_of(text): hits})
    for word, hits in _counted(lines.methods).items():
        add_counts(tally.methods, {method_of(word): hits})
    if lines.caches:
        _count_words(tally.caches, lines.caches)
    if lines.latencies:
        _count_times(tally.latency, list(map(_bucket, lines.latencies)))
    if lines.upstreams:
        _count_times(tally.upstream, list(map(_bucket, lines.upstreams)))
    _count_seconds(tally, lines)


def count_rows(rows: Tally, lines: Columns, tables: Sequence[str]) -> None:
    """Add these: the tables of `rows` are Python's; of them, those named in `tables` are counted."""
    for name in tables:
        table = cast(Table, getattr(rows, name))
        if name == "failures":
            failing = {text for text in set(lines.statuses) if status_of(text) >= 400}
            failed = list(compress(range(len(lines.statuses)), map(failing.__contains__, lines.statuses)))
            figures = [lines.figures[index] for index in failed]
            table.count([_failure(lines, index) for index in failed], figures)
        elif keys := getattr(lines, name):
            table.count(keys, lines.figures)
    if lines.latencies:
        buckets = map(_bucket, lines.latencies)
        for (section, bucket), hits in Counter(zip(lines.sections, buckets, strict=True)).items():
            if bucket is not None and section in rows.sections:
                rows.section_latency.add(section, bucket, hits)


def _failure(lines: Columns, index: int) -> bytes:
    status = status_of(lines.statuses[index])
    return (b"%d %b %b" % (status, lines.clients[index], lines.paths[index]))[:KEY_LIMIT]


def _counted(words: Sequence[bytes | None]) -> dict[bytes | None, int]:
    """How many there are of each, in order of appearance; None, the usual one, is counted by the others."""
    if words[0] is not None:
        return Counter(words)
    others: Counter[bytes | None] = Counter(filter(None, words))
    return {None: len(words) - sum(others.values()), **others}


def _count_words(into: dict[bytes, int], words: Sequence[bytes | None]) -> None:
    for word, hits in Counter(words).items():
        if word:
            into[word] = into.get(word, 0) + hits


def _count_seconds(tally: Tally, lines: Columns) -> None:
    """Bytes, and figures by second, in time or overdue."""
    if lines.horizons:
        for second, horizon, packed in zip(lines.seconds, lines.horizons, lines.figures, strict=True):
            own = second or 0
            if own >= horizon:
                figures = tally.seconds.setdefault(own, [0, 0, 0, 0])
            else:
                figures = tally.overdue.setdefault((horizon, own), [0, 0, 0, 0])
            add_figures(figures, unpack(packed))
            tally.size += size_of(packed)
        return
    begin = 0
    for second, run in groupby(lines.seconds):  # they stand mostly in order
        end = begin + len(list(run))
        packed = sum(lines.figures[begin:end])
        add_figures(tally.seconds.setdefault(second or 0, [0, 0, 0, 0]), unpack(packed))
        tally.size += size_of(packed)
        begin = end


def _count_times(histogram: Histogram, buckets: Iterable[int | None]) -> None:
    for bucket, hits in Counter(buckets).items():
        if bucket is not None:
            histogram[bucket] = histogram.get(bucket, 0) + hits


@lru_cache(maxsize=4096)  # times repeat
def _bucket(time: int | None) -> int | None:
    return None if time is None else bucket_of(time)
