"""The understood lines of a block as columns, and how they are added to a tally. Decides no times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter

from httplogstats.scan.requests import Asked, Sections
from httplogstats.tally import KEY_LIMIT, Figures, Table, Tally, add_counts

Path = bytes | Asked
"""A path that begins with `/` and has no query, or what any other request counts as."""


@dataclass(slots=True)
class Columns:
    """One item for each line. Sizes are digits or `-`, statuses three digits."""

    seconds: Sequence[int]
    clients: Sequence[bytes]
    methods: Sequence[bytes]
    paths: Sequence[Path]
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

    def _all(self) -> tuple[Sequence, ...]:  # type: ignore[type-arg]
        return self.seconds, self.clients, self.methods, self.paths, self.statuses, self.sizes


def count(tally: Tally, lines: Columns, sections: Sections) -> None:
    """Add all figures of some lines of one slot, but those by second of arrival (places.py)."""
    clients = {client: _row(tally.clients, client) for client in dict.fromkeys(lines.clients)}
    paths = _path_rows(tally, lines.paths, sections)
    sizes = [0 if size == b"-" else int(size) for size in lines.sizes]
    for client, path, size in zip(lines.clients, lines.paths, sizes, strict=True):
        row = clients[client]
        row[0] += 1
        row[1] += size
        section_row, row = paths[path]
        row[0] += 1
        row[1] += size
        section_row[0] += 1
        section_row[1] += size
    tally.hits += len(sizes)
    tally.size += sum(sizes)
    add_counts(tally.methods, Counter(lines.methods))
    add_counts(tally.statuses, {int(status): hits for status, hits in Counter(lines.statuses).items()})
    failed = [status >= b"400" for status in lines.statuses]
    if any(failed):
        _count_errors(tally, lines.only(failed), clients, paths)


def _count_errors(
    tally: Tally,
    failed: Columns,
    clients: dict[bytes, Figures],
    paths: dict[Path, tuple[Figures, Figures]],
) -> None:
    """Statuses of 600 and above are errors by second, but neither 4xx nor 5xx."""
    add_counts(tally.errors, Counter(failed.seconds))
    for client, path, status in zip(failed.clients, failed.paths, failed.statuses, strict=True):
        if status < b"600":
            column = 2 if status < b"500" else 3
            clients[client][column] += 1
            for row in paths[path]:
                row[column] += 1


def _path_rows(
    tally: Tally, paths: Iterable[Path], sections: Sections
) -> dict[Path, tuple[Figures, Figures]]:
    """The rows that a path's lines are added to: its section's and its own."""
    found: dict[Path, tuple[Figures, Figures]] = {}
    for path in dict.fromkeys(paths):
        if isinstance(path, bytes):
            section, key = sections[path], path
        else:
            section, key = path.section, path.path
        found[path] = _row(tally.sections, section), _row(tally.paths, key)
    return found


def _row(table: Table, key: bytes) -> Figures:
    """The row that figures of `key` are added to: its own, a new one, or `other` when the table is full."""
    key = key[:KEY_LIMIT]
    row = table.rows.get(key)
    if row is None:
        if len(table.rows) >= table.limit:
            return table.other
        row = table.rows[key] = [0, 0, 0, 0]
    return row
