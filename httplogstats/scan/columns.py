"""The understood lines of a block as columns, and how they are added to a tally. Decides no times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from itertools import compress, groupby
from operator import itemgetter
from typing import Any, cast

from httplogstats.latency import bucket_of
from httplogstats.table import KEY_LIMIT, Figures, Table
from httplogstats.tally import Tally, add_counts

Rows = dict[bytes, Figures]
"""The row of a table to which the figures of a key are added, by key as it stands in the line."""


@dataclass(slots=True)
class Columns:
    """An item for each line; a column of what the format has not is empty.

    Empty texts and times of None are absent. ``starts`` are the slots; ``horizons`` are the first undecided
    seconds that lines out of time see, empty where all are in time; ``arrived`` says which stamps were not
    believed, empty where all were.
    """

    seconds: Sequence[int | None]
    clients: Sequence[bytes]
    methods: Sequence[bytes]
    sections: Sequence[bytes]
    paths: Sequence[bytes]
    statuses: Sequence[int]
    sizes: Sequence[int]
    referrers: Sequence[bytes] = ()
    agents: Sequence[bytes] = ()
    hosts: Sequence[bytes] = ()
    caches: Sequence[bytes] = ()
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

    def _all(self) -> Iterable[Sequence[Any]]:
        return (getattr(self, one.name) for one in fields(self))


def count(tally: Tally, lines: Columns) -> None:
    """Add the figures of some lines of one slot, whose tables are Python's: all but those by second."""
    sizes = lines.sizes
    tally.hits += len(sizes)
    tally.size += sum(sizes)
    add_counts(tally.methods, Counter(lines.methods))
    add_counts(tally.statuses, Counter(lines.statuses))
    counted = [
        (_add(cast(Table, table), keys, sizes), keys)
        for table, keys in (
            (tally.sections, lines.sections), (tally.paths, lines.paths), (tally.clients, lines.clients),
            (tally.referrers, lines.referrers), (tally.agents, lines.agents), (tally.hosts, lines.hosts),
        )
        if keys
    ]  # fmt: skip
    failed = [index for index, status in enumerate(lines.statuses) if status >= 400]
    if failed:
        _count_errors(counted, failed, lines.statuses)
        _count_failures(cast(Table, tally.failures), lines, failed)
    if lines.caches:
        _count_words(tally.caches, lines.caches)
    if lines.latencies:
        _count_times(tally, lines)
    if lines.upstreams:
        add_counts(tally.upstream, _buckets(Counter(lines.upstreams)))


def _count_words(into: dict[bytes, int], words: Sequence[bytes]) -> None:
    for word, hits in Counter(words).items():
        if word:
            key = word[:KEY_LIMIT]
            into[key] = into.get(key, 0) + hits


def by_second(seconds: dict[int, Figures], lines: Columns) -> None:
    """Add the figures of some lines to their seconds, which stand mostly in order."""
    begin = 0
    for second, run in groupby(lines.seconds):
        end = begin + len(list(run))
        figures = seconds.setdefault(second or 0, [0, 0, 0, 0])
        figures[0] += end - begin
        figures[1] += sum(lines.sizes[begin:end])
        begin = end
    for second, status in zip(lines.seconds, lines.statuses, strict=True):
        if 400 <= status < 600:
            seconds[second or 0][2 if status < 500 else 3] += 1


def _add(table: Table, keys: Sequence[bytes], sizes: Sequence[int]) -> Rows:
    rows = _rows(table, keys)
    for row, size in zip(map(rows.__getitem__, keys), sizes, strict=True):
        row[0] += 1
        row[1] += size
    return rows


def _count_errors(
    counted: list[tuple[Rows, Sequence[bytes]]], failed: list[int], statuses: Sequence[int]
) -> None:
    """Statuses of 600 and above are neither 4xx nor 5xx."""
    for rows, keys in counted:
        for index in failed:
            status = statuses[index]
            if status < 600:
                rows[keys[index]][2 if status < 500 else 3] += 1


def _count_failures(table: Table, lines: Columns, failed: list[int]) -> None:
    for index in failed:
        status, client, path = lines.statuses[index], lines.clients[index], lines.paths[index]
        key = b"%d %b %b" % (status, client[:KEY_LIMIT], path[:KEY_LIMIT])
        row = table.row(key[:KEY_LIMIT])
        row[0] += 1
        row[1] += lines.sizes[index]
        if status < 600:
            row[2 if status < 500 else 3] += 1


def _count_times(tally: Tally, lines: Columns) -> None:
    add_counts(tally.latency, _buckets(Counter(lines.latencies)))
    for (section, time), hits in Counter(zip(lines.sections, lines.latencies, strict=True)).items():
        key = section[:KEY_LIMIT]
        if time is not None and key in tally.sections:
            tally.section_latency.add(key, bucket_of(time), hits)


def _buckets(times: Counter[int | None]) -> dict[int, int]:
    found: dict[int, int] = {}
    for time, hits in times.items():
        if time is not None:
            bucket = bucket_of(time)
            found[bucket] = found.get(bucket, 0) + hits
    return found


def _rows(table: Table, keys: Iterable[bytes]) -> Rows:
    """The row of each key, made where it is missing, or `other` for keys that come when the table is full.

    The empty key is absent: its figures are added to a row that nobody looks at.
    """
    unique = dict.fromkeys(keys)
    absent = b"" in unique
    unique.pop(b"", None)
    if not table.rows and len(unique) <= table.limit and max(map(len, unique), default=0) <= KEY_LIMIT:
        rows = table.rows = {key: [0, 0, 0, 0] for key in unique}
        rows = dict(rows) if absent else rows
    else:
        rows = {key: table.row(key[:KEY_LIMIT]) for key in unique}
    if absent:
        rows[b""] = [0, 0, 0, 0]
    return rows
