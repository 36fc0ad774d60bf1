"""Counts line by line: the meaning of a block, and the way of every line that a faster path leaves over."""

from collections.abc import Sequence

from httplogstats.clock import Placing, slot_of
from httplogstats.filters import Filter
from httplogstats.formats.layout import Layout
from httplogstats.latency import bucket_of
from httplogstats.scan import SAMPLE_LIMIT, SAMPLES, Into, Scanned
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Misfit, Record, Recorder
from httplogstats.scan.stamps import Offsets, Stamps
from httplogstats.table import KEY_LIMIT, Figures, add_figures
from httplogstats.tally import TABLES, Tally


class ExactScanner:
    """Counts blocks of one layout; `offsets` is the zone of stamps that name none.

    Of the tables only those named in `tables` are counted, by this scanner and the others.
    """

    name = "exact"

    def __init__(
        self, layout: Layout, offsets: Offsets | None = None, tables: Sequence[str] = TABLES
    ) -> None:
        self._tables = tables
        self._read = reader_of(layout)
        self._recorder = Recorder(layout, Stamps(offsets))

    def scan(self, data: bytes, placing: Placing, where: Filter = (), into: Into | None = None) -> Scanned:
        """Count the lines of `data` (whole lines; the last may lack its end) that pass `where`.

        Nothing goes `into` slots or a tally straight.
        """
        scanned = Scanned(greatest=placing.greatest)
        lines = data.split(b"\n")
        if not lines[-1]:
            lines.pop()
        for line in lines:
            record = self.record(line.removesuffix(b"\r"), scanned)
            if record is not None:
                place(record, placing, where, scanned, self._tables)
        return scanned

    def record(self, line: bytes, scanned: Scanned) -> Record | None:
        """The record of a line without its end; blank and malformed ones are counted."""
        if not line:
            scanned.blank += 1
            return None
        values = self._read(line)
        record = values if isinstance(values, Misfit) else self._recorder.record(values)
        if isinstance(record, Misfit):
            scanned.malformed += 1
            scanned.samples.append(line[:SAMPLE_LIMIT])
            del scanned.samples[:-SAMPLES]
            return None
        return record


def place(
    record: Record, placing: Placing, where: Filter, scanned: Scanned, tables: Sequence[str] = TABLES
) -> None:
    """Count one hit where it belongs (semantics T2, T4, T5, T6).

    A line placed at second x sees the horizon h: ``decided``, or with ``slack`` the greatest second placed
    so far (x included) less the slack, if that is later. If x >= h its figures are added to ``seconds[x]``,
    else to ``overdue[(h, x)]``. If the slot of x ends at or before h the hit is late and counted in the
    slot of h, else in the slot of x. Lines are taken in their order, so it does not matter how a log was
    cut into blocks.
    """
    second = record.second
    arrives = second is None or not placing.earliest <= second <= placing.latest
    if arrives:
        second = placing.arrival
    if second is None:
        scanned.skipped += 1
        return
    scanned.greatest = max(scanned.greatest, second)
    if not passes(record, where):
        scanned.filtered += 1
        return
    scanned.hits += 1
    scanned.arrivals += arrives
    horizon = placing.decided
    if placing.slack is not None:
        horizon = max(horizon, scanned.greatest - placing.slack)
    start = slot_of(second, placing.interval)
    late = start + placing.interval <= horizon
    if late:
        start = slot_of(horizon, placing.interval)
    tally = scanned.slots.setdefault(start, Tally())
    tally.late += late
    if second >= horizon:
        figures = tally.seconds.setdefault(second, [0, 0, 0, 0])
    else:
        figures = tally.overdue.setdefault((horizon, second), [0, 0, 0, 0])
    add_figures(figures, figures_of(record))
    add_record(tally, record, tables)


def passes(record: Record, where: Filter) -> bool:
    """Whether a hit is meant by a filter."""
    return all(test.passes(_field(record, test.field)) for test in where)


def _field(record: Record, name: str) -> bytes | int | None:
    return record.size if name == "bytes" else getattr(record, name)


def figures_of(record: Record) -> Figures:
    """One hit as figures. Statuses of 600 and above are neither 4xx nor 5xx."""
    return [1, record.size, 400 <= record.status < 500, 500 <= record.status < 600]


def add_record(tally: Tally, record: Record, tables: Sequence[str]) -> None:
    """Add one hit to all counts but those by second, and to these tables."""
    figures = figures_of(record)
    tally.hits += 1
    tally.size += record.size
    tally.statuses[record.status] = tally.statuses.get(record.status, 0) + 1
    tally.methods[record.method] = tally.methods.get(record.method, 0) + 1
    keys = (
        record.section, record.path, record.client, failure_key(record), record.referrer, record.agent,
        record.host,
    )  # fmt: skip
    for name, table, key in zip(TABLES, tally.tables, keys, strict=True):
        if key is not None and name in tables:
            table.add(key, figures)
    if record.cache is not None:
        tally.caches[record.cache] = tally.caches.get(record.cache, 0) + 1
    if record.latency is not None:
        bucket = bucket_of(record.latency)
        tally.latency[bucket] = tally.latency.get(bucket, 0) + 1
        if record.section in tally.sections:
            tally.section_latency.add(record.section, bucket)
    if record.upstream is not None:
        bucket = bucket_of(record.upstream)
        tally.upstream[bucket] = tally.upstream.get(bucket, 0) + 1


def failure_key(record: Record) -> bytes | None:
    """``404 10.0.0.1 /missing``, cut like any key; neither status nor client has a space."""
    if record.status < 400:
        return None
    return (b"%d %b %b" % (record.status, record.client, record.path))[:KEY_LIMIT]
