"""The scanner in pure Python: one regular-expression pass over a block, columns counted with C-level loops.

No object is kept for a line once its block has been counted. Lines are placed by `Placing`; where a line of
the block could be late, each is placed on its own, else the block is counted in runs of one slot.
"""

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import compress, groupby

from httplogstats.clock import Placing, slot_of
from httplogstats.formats.layout import Layout
from httplogstats.scan import SAMPLE_LIMIT, SAMPLES, Scanned
from httplogstats.scan.compile import Columns, block_pattern, line_reader
from httplogstats.scan.requests import Requests
from httplogstats.scan.stamps import Stamps
from httplogstats.tally import KEY_LIMIT, Tally, add_counts

Hit = tuple[bytes, bytes, bytes, int]
"""Client, request, status and size of one line."""


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
            rows = self._rows(data if data.endswith(b"\n") or not data else data + b"\n")
            rows, seconds = self._understood(rows, scanned)
            seconds, rows = _placed(seconds, rows, placing, scanned)
            if rows:
                scanned.hits = len(rows)
                scanned.greatest = max([scanned.greatest, *seconds])
                self._count(rows, seconds, placing, scanned.slots)
        return scanned

    def _understood(self, rows: list[Columns], scanned: Scanned) -> tuple[list[Columns], list[int]]:
        """The rows of well-formed lines and their seconds; the others are counted and sampled."""
        if any(not row[0] for row in rows):
            rows = [row for row in (row if row[0] else self._odd(row[5], scanned) for row in rows) if row]
        seconds = list(map(self._stamps.__getitem__, [row[1] for row in rows]))
        if None not in seconds:
            return rows, seconds  # type: ignore[return-value]
        good = []
        for row, second in zip(rows, seconds, strict=True):
            if second is None:
                _malformed(b"bad date: [" + row[1] + b'] "' + row[2] + b'" ' + row[3], scanned)
            else:
                good.append(row)
        return good, [second for second in seconds if second is not None]

    def _odd(self, line: bytes, scanned: Scanned) -> Columns | None:
        line = line.removesuffix(b"\r")
        if not line:
            scanned.blank += 1
            return None
        row = self._read(line)
        if row is None:
            _malformed(line, scanned)
        return row

    def _count(
        self, rows: list[Columns], seconds: list[int], placing: Placing, slots: dict[int, Tally]
    ) -> None:
        lowest, highest = min(seconds), max(*seconds, placing.greatest)
        horizon = placing.decided
        if placing.slack is not None:
            horizon = max(horizon, highest - placing.slack)
        hits = _hits(rows)
        if lowest < horizon:
            self._count_late(hits, seconds, placing, slots)
            return
        begin = 0
        for start, run in groupby([second - second % placing.interval for second in seconds]):
            end = begin + sum(1 for _ in run)
            tally = _slot(slots, start)
            self._add(tally, hits[begin:end], seconds[begin:end])
            add_counts(tally.seconds, Counter(seconds[begin:end]))
            begin = end

    def _count_late(
        self, hits: list[Hit], seconds: list[int], placing: Placing, slots: dict[int, Tally]
    ) -> None:
        """Place each line by the horizon that it saw."""
        horizon, greatest = placing.decided, placing.greatest
        groups: dict[int, list[int]] = defaultdict(list)
        for index, second in enumerate(seconds):
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
        for start, indexes in groups.items():
            self._add(slots[start], [hits[i] for i in indexes], [seconds[i] for i in indexes])

    def _add(self, tally: Tally, hits: list[Hit], seconds: Sequence[int]) -> None:
        """Add the figures of some lines of one slot."""
        clients, requests, statuses, sizes = zip(*hits, strict=True)
        tally.hits += len(hits)
        tally.size += sum(sizes)
        add_counts(tally.statuses, {int(status): n for status, n in Counter(statuses).items()})
        request_sizes: dict[bytes, int] = defaultdict(int)
        client_sizes: dict[bytes, int] = defaultdict(int)
        for client, request, size in zip(clients, requests, sizes, strict=True):
            request_sizes[request] += size
            client_sizes[client] += size
        failed = [status >= b"400" for status in statuses]
        self._add_requests(tally, Counter(requests), request_sizes, compress(hits, failed))
        client_errors = _errors((hit[0], hit[2]) for hit in compress(hits, failed))
        for client, number in Counter(clients).items():
            errors = client_errors.get(client, (0, 0))
            tally.clients.add(client[:KEY_LIMIT], number, client_sizes[client], *errors)
        add_counts(tally.errors, Counter(compress(seconds, failed)))

    def _add_requests(
        self, tally: Tally, counts: Counter[bytes], sizes: dict[bytes, int], failed: Iterable[Hit]
    ) -> None:
        errors = _errors((hit[1], hit[2]) for hit in failed)
        sections, paths, methods = tally.sections.add, tally.paths.add, tally.methods
        for request, number in counts.items():
            method, section, path = self._requests[request]
            client_errors, server_errors = errors.get(request, (0, 0))
            sections(section, number, sizes[request], client_errors, server_errors)
            paths(path, number, sizes[request], client_errors, server_errors)
            methods[method] = methods.get(method, 0) + number


def _hits(rows: list[Columns]) -> list[Hit]:
    return [(row[0], row[2], row[3], 0 if row[4] == b"-" else int(row[4])) for row in rows]


def _errors(failed: Iterable[tuple[bytes, bytes]]) -> dict[bytes, tuple[int, int]]:
    """4xx and 5xx by key; statuses of 600 and above are errors of neither kind."""
    found: dict[bytes, tuple[int, int]] = {}
    for (key, status), number in Counter(failed).items():
        client_errors, server_errors = found.get(key, (0, 0))
        if status < b"500":
            client_errors += number
        elif status < b"600":
            server_errors += number
        found[key] = (client_errors, server_errors)
    return found


def _placed(
    seconds: list[int], rows: list[Columns], placing: Placing, scanned: Scanned
) -> tuple[list[int], list[Columns]]:
    """Seconds after the believed range has been applied (T2), without lines that are to be skipped (T4)."""
    if not seconds or (placing.earliest <= min(seconds) and max(seconds) <= placing.latest):
        return seconds, rows
    believed = [placing.earliest <= second <= placing.latest for second in seconds]
    others = len(seconds) - sum(believed)
    if placing.arrival is None:
        scanned.skipped = others
        return list(compress(seconds, believed)), list(compress(rows, believed))
    scanned.arrivals = others
    arrival = placing.arrival
    return [second if ok else arrival for second, ok in zip(seconds, believed, strict=True)], rows


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
