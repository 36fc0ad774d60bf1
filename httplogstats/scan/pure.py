"""The scanner in pure Python: one regular-expression pass over a block, columns counted with C-level loops.

No object is kept for a line once its block has been counted. Lines are placed by `Placing`; where a line of
the block could be late, each is placed on its own, else the block is counted in runs of one slot.
"""

import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import compress, groupby
from operator import itemgetter
from typing import Any, cast

from httplogstats.clock import Placing, slot_of
from httplogstats.formats.layout import Layout
from httplogstats.scan import SAMPLE_LIMIT, SAMPLES, Scanned
from httplogstats.scan.compile import Columns, block_pattern, line_reader
from httplogstats.scan.requests import Requests
from httplogstats.scan.stamps import Stamps
from httplogstats.tally import KEY_LIMIT, Figures, Tally, add_counts


@dataclass(slots=True)
class Hits:
    """The lines of a block, or of a part of it, by column."""

    clients: Sequence[bytes]
    seconds: Sequence[int]
    requests: Sequence[bytes]
    statuses: Sequence[bytes]
    sizes: Sequence[int]

    def part(self, pick: Callable[[Sequence[Any]], Sequence[Any]]) -> "Hits":
        """The same rows of each column."""
        columns = (self.clients, self.seconds, self.requests, self.statuses, self.sizes)
        return Hits(*map(pick, columns))


class PureScanner:
    """Counts blocks of one layout; keeps small caches between blocks."""

    name = "pure"

    def __init__(self, layout: Layout) -> None:
        self._rows = block_pattern(layout).findall
        self._read = line_reader(layout)
        self._stamps = Stamps()
        self._requests = Requests()

    def scan(self, data: bytes, placing: Placing) -> Scanned:
        """Count the lines of `data` (whole lines; the last may lack its end)."""
        scanned = Scanned(greatest=placing.greatest)
        with _collector_off():
            hits = self._understood(data, scanned)
            if hits is not None and (hits := _placed(hits, placing, scanned)).seconds:
                scanned.hits = len(hits.seconds)
                scanned.greatest = max(placing.greatest, *hits.seconds)
                self._count(hits, placing, scanned.slots)
        return scanned

    def _understood(self, data: bytes, scanned: Scanned) -> Hits | None:
        """The columns of well-formed lines; the other lines are counted and sampled."""
        rows = self._rows(data if data.endswith(b"\n") or not data else data + b"\n")
        if not rows:
            return None
        clients, stamps, requests, statuses, sizes, _ = zip(*rows, strict=True)
        seconds = list(map(self._stamps.__getitem__, stamps))
        if None in seconds or b"" in clients:
            good = [row for row in (row if row[0] else self._odd(row[5], scanned) for row in rows) if row]
            good = [row for row in good if self._has_date(row, scanned)]
            if not good:
                return None
            clients, stamps, requests, statuses, sizes, _ = zip(*good, strict=True)
            seconds = list(map(self._stamps.__getitem__, stamps))
        return Hits(clients, cast("list[int]", seconds), requests, statuses, _numbers(sizes))

    def _has_date(self, row: Columns, scanned: Scanned) -> bool:
        if self._stamps[row[1]] is not None:
            return True
        _malformed(b"bad date: [" + row[1] + b'] "' + row[2] + b'" ' + row[3], scanned)
        return False

    def _odd(self, line: bytes, scanned: Scanned) -> Columns | None:
        line = line.removesuffix(b"\r")
        if not line:
            scanned.blank += 1
            return None
        row = self._read(line)
        if row is None:
            _malformed(line, scanned)
        return row

    def _count(self, hits: Hits, placing: Placing, slots: dict[int, Tally]) -> None:
        horizon = placing.decided
        if placing.slack is not None:
            horizon = max(horizon, max(placing.greatest, *hits.seconds) - placing.slack)
        if min(hits.seconds) < horizon:
            self._count_late(hits, placing, slots)
            return
        interval, begin = placing.interval, 0
        for start, run in groupby([second - second % interval for second in hits.seconds]):
            end = begin + len(list(run))
            part = hits if end - begin == len(hits.seconds) else hits.part(itemgetter(slice(begin, end)))
            tally = _slot(slots, start)
            self._add(tally, part)
            add_counts(tally.seconds, Counter(part.seconds))
            begin = end

    def _count_late(self, hits: Hits, placing: Placing, slots: dict[int, Tally]) -> None:
        """Place each line by the horizon that it saw."""
        horizon, greatest = placing.decided, placing.greatest
        groups: dict[int, list[int]] = defaultdict(list)
        for index, second in enumerate(hits.seconds):
            if placing.slack is not None:
                greatest = max(greatest, second)
                horizon = max(placing.decided, greatest - placing.slack)
            start = slot_of(second, placing.interval)
            late = start + placing.interval <= horizon
            if late:
                start = slot_of(horizon, placing.interval)
            tally = _slot(slots, start)
            tally.late += late
            if second >= horizon:
                tally.seconds[second] = tally.seconds.get(second, 0) + 1
            else:
                key = (horizon, second)
                tally.overdue[key] = tally.overdue.get(key, 0) + 1
            groups[start].append(index)
        for start, rows in groups.items():
            self._add(slots[start], hits.part(partial(_rows_of, rows)))

    def _add(self, tally: Tally, hits: Hits) -> None:
        """Add the figures of some lines of one slot."""
        tally.hits += len(hits.seconds)
        tally.size += sum(hits.sizes)
        add_counts(tally.statuses, {int(status): n for status, n in Counter(hits.statuses).items()})
        request_sizes: dict[bytes, int] = defaultdict(int)
        client_sizes: dict[bytes, int] = defaultdict(int)
        for client, request, size in zip(hits.clients, hits.requests, hits.sizes, strict=True):
            request_sizes[request] += size
            client_sizes[client] += size
        failed = [status >= b"400" for status in hits.statuses]
        statuses = list(compress(hits.statuses, failed))
        add_counts(tally.errors, Counter(compress(hits.seconds, failed)))
        self._add_requests(
            tally, Counter(hits.requests), request_sizes, _errors(compress(hits.requests, failed), statuses)
        )
        errors = _errors(compress(hits.clients, failed), statuses)
        for client, number in Counter(hits.clients).items():
            tally.clients.add(client[:KEY_LIMIT], number, client_sizes[client], *errors.get(client, (0, 0)))

    def _add_requests(
        self,
        tally: Tally,
        counts: Counter[bytes],
        sizes: dict[bytes, int],
        errors: dict[bytes, tuple[int, int]],
    ) -> None:
        sections: dict[bytes, Figures] = {}
        methods = tally.methods
        for request, number in counts.items():
            method, section, path = self._requests[request]
            client_errors, server_errors = errors.get(request, (0, 0))
            tally.paths.add(path, number, sizes[request], client_errors, server_errors)
            row = sections.setdefault(section, [0, 0, 0, 0])
            row[0] += number
            row[1] += sizes[request]
            row[2] += client_errors
            row[3] += server_errors
            methods[method] = methods.get(method, 0) + number
        for section, figures in sections.items():
            tally.sections.add(section, *figures)


def _rows_of(rows: list[int], column: Sequence[Any]) -> Sequence[Any]:
    return [column[row] for row in rows]


def _numbers(sizes: Sequence[bytes]) -> list[int]:
    """Sizes in bytes; `-` is none."""
    try:
        return list(map(int, sizes))
    except ValueError:
        return [0 if size == b"-" else int(size) for size in sizes]


def _errors(keys: Iterable[bytes], statuses: Iterable[bytes]) -> dict[bytes, tuple[int, int]]:
    """4xx and 5xx by key; statuses of 600 and above are errors of neither kind."""
    found: dict[bytes, tuple[int, int]] = {}
    for (key, status), number in Counter(zip(keys, statuses, strict=True)).items():
        client_errors, server_errors = found.get(key, (0, 0))
        if status < b"500":
            client_errors += number
        elif status < b"600":
            server_errors += number
        found[key] = (client_errors, server_errors)
    return found


def _placed(hits: Hits, placing: Placing, scanned: Scanned) -> Hits:
    """Hits after the believed range has been applied (T2), without those that are to be skipped (T4)."""
    if placing.earliest <= min(hits.seconds) and max(hits.seconds) <= placing.latest:
        return hits
    believed = [placing.earliest <= second <= placing.latest for second in hits.seconds]
    others = len(believed) - sum(believed)
    if placing.arrival is None:
        scanned.skipped = others
        return hits.part(lambda column: list(compress(column, believed)))
    scanned.arrivals = others
    arrival = placing.arrival
    hits.seconds = [second if ok else arrival for second, ok in zip(hits.seconds, believed, strict=True)]
    return hits


def _malformed(line: bytes, scanned: Scanned) -> None:
    scanned.malformed += 1
    scanned.samples.append(line[:SAMPLE_LIMIT])
    del scanned.samples[:-SAMPLES]


def _slot(slots: dict[int, Tally], start: int) -> Tally:
    if start not in slots:
        slots[start] = Tally()
    return slots[start]


@contextmanager
def _collector_off() -> Iterator[None]:
    """Thousands of short-lived tuples make the garbage collector walk the whole heap for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
