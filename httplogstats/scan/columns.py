"""The understood lines of a block as columns, and how they are added to a tally. Decides no times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
from typing import Any

from httplogstats.tally import KEY_LIMIT, Figures, Table, Tally, add_counts

Rows = dict[bytes, Figures]
"""The row of a table to which the figures of a key are added, by key as it stands in the line."""


@dataclass(slots=True)
class Columns:
    """One item for each line. Sizes are digits or `-`, statuses three digits."""

    seconds: Sequence[int]
    clients: Sequence[bytes]
    methods: Sequence[bytes]
    sections: Sequence[bytes]
    paths: Sequence[bytes]
    statuses: Sequence[bytes]
    sizes: Sequence[bytes]

    def only(self, selected: Sequence[bool]) -> "Columns":
        """The selected lines."""
        return Columns(*(list(compress(column, selected)) for column in self._all()))

    def at(self, indexes: Sequence[int]) -> "Columns":
        """The lines with these numbers, of which there is one at least."""
        if len(indexes) == 1:
            return Columns(*([column[indexes[0]]] for column in self._all()))
        pick = itemgetter(*indexes)
        return Columns(*(pick(column) for column in self._all()))

    def _all(self) -> tuple[Sequence[Any], ...]:
        return (
            self.seconds, self.clients, self.methods, self.sections, self.paths, self.statuses, self.sizes,
        )  # fmt: skip


def count(tally: Tally, lines: Columns) -> None:
    """Add the figures of some lines of one slot: all but the seconds that places.py adds."""
    clients = _rows(tally.clients, lines.clients)
    sections = _rows(tally.sections, lines.sections)
    paths = _rows(tally.paths, lines.paths)
    sizes = [0 if size == b"-" else int(size) for size in lines.sizes]
    for client, section, path, size in zip(lines.clients, lines.sections, lines.paths, sizes, strict=True):
        row = clients[client]
        row[0] += 1
        row[1] += size
        row = sections[section]
        row[0] += 1
        row[1] += size
        row = paths[path]
        row[0] += 1
        row[1] += size
    tally.hits += len(sizes)
    tally.size += sum(sizes)
    add_counts(tally.methods, Counter(lines.methods))
    add_counts(tally.statuses, {int(status): hits for status, hits in Counter(lines.statuses).items()})
    failed = [status >= b"400" for status in lines.statuses]
    if any(failed):
        _count_errors(tally, lines.only(failed), (clients, sections, paths))


def _count_errors(tally: Tally, failed: Columns, tables: tuple[Rows, Rows, Rows]) -> None:
    """Statuses of 600 and above are errors by second, but neither 4xx nor 5xx."""
    add_counts(tally.errors, Counter(failed.seconds))
    for rows, keys in zip(tables, (failed.clients, failed.sections, failed.paths), strict=True):
        for key, status in zip(keys, failed.statuses, strict=True):
            if status < b"600":
                rows[key][2 if status < b"500" else 3] += 1


def _rows(table: Table, keys: Iterable[bytes]) -> Rows:
    """The row of each key, made where it is missing, or `other` for keys that come when the table is full."""
    unique = dict.fromkeys(keys)
    if not table.rows and len(unique) <= table.limit and max(map(len, unique)) <= KEY_LIMIT:
        table.rows = {key: [0, 0, 0, 0] for key in unique}
        return table.rows
    return {key: table.row(key[:KEY_LIMIT]) for key in unique}
