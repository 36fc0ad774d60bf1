"""Tallies become the frozen figures of a Snapshot: sorted, cut to what is asked for, and safe to draw."""

from collections import Counter
from collections.abc import Generator, Mapping
from functools import lru_cache, partial
from typing import Protocol

from httplogstats.agents import Family, family_of
from httplogstats.clock import EVER, NEVER
from httplogstats.grouping import grouped, table_of
from httplogstats.latency import Histogram, greatest, quantile
from httplogstats.least import marked
from httplogstats.networks import network_of
from httplogstats.recount import Recount
from httplogstats.ring import KEPT_SECONDS, Slot
from httplogstats.safe import raw, safe
from httplogstats.snapshot import (
    NO_TABLE,
    FilterView,
    LatencyView,
    Request,
    Row,
    Span,
    TableView,
    Timeline,
    TotalsView,
    WindowView,
)
from httplogstats.table import AnyTable, Figures
from httplogstats.tally import Tally
from httplogstats.windows import Windows

_AS_ROW = partial(tuple.__new__, Row)
"""A row of fields that are known to be all; `_make` would count them."""

ViewWork = Generator[None, None, WindowView]
"""Makes a view in pieces that are short enough for a key; returns it at the end."""


def window_work(windows: Windows, request: Request, started: int) -> ViewWork:
    """The figures of the window asked for, over whole closed slots (semantics W2).

    Looking back, "since start" is all that is kept up to the moment.
    """
    moment = windows.moment(request.moment)
    if request.span is Span.START and moment is None:
        newest, start = windows.closed(1), since(windows, started)
        end = newest.end if newest.known else start
        return (yield from _figures(start, end, windows.total, True, request))
    closed = windows.closed(_length(windows, request.span), EVER if moment is None else moment)
    start, end = (closed.start, closed.end) if closed.known else (started, started)
    if len(closed.tallies) == 1:
        return (yield from _figures(start, end, closed.tallies[0].opened(), False, request))
    tally = Tally()
    for slot in closed.tallies:
        yield from tally.merging(slot)
    return (yield from _figures(start, end, tally, True, request))


def _length(windows: Windows, span: Span) -> int:
    """Seconds of a window, at most."""
    return {Span.SLOT: windows.interval, Span.START: KEPT_SECONDS}.get(span, span.value)


def since(windows: Windows, started: int) -> int:
    """From when on lines are counted: before start, where they were read back or replayed (T4, T5)."""
    return started if windows.first == NEVER else windows.first


def slot_view(slot: Slot, interval: int, rows: int) -> WindowView:
    """One closed slot as a report prints it: all sections, ``rows`` of paths and clients (0 for all)."""
    return _report(slot[0], slot[0] + interval, slot[1], _asked(rows))


@lru_cache(maxsize=8)
def _asked(rows: int) -> Request:
    """What a report prints; small slots take hardly longer than to make this again."""
    return Request(rows=rows, whole=("sections",))


def whole_view(start: int, end: int, tally: Tally, rows: int) -> WindowView:
    """The sum of all slots as a summary prints it: ``rows`` of each table (0 for all)."""
    work = _figures(start, end, tally, True, Request(span=Span.START, rows=rows))
    while True:
        try:
            next(work)
        except StopIteration as stop:
            view: WindowView = stop.value
            return view


def _figures(start: int, end: int, tally: Tally, summed: bool, request: Request) -> ViewWork:
    """A tally, the `summed` up one of several slots or of one, as figures of ``[start, end)``."""
    report = _report(start, end, tally, request)
    yield
    families = yield from grouped(tally.agents, family_of)
    clients = tally.clients
    if request.networks:
        clients = table_of((yield from grouped(tally.clients, network_of)).items(), clients.other)
    yield
    failing_paths = failing(tally.paths, _most("failing", request))
    yield
    failures = table_view(tally.failures, _most("failures", request), "errors")
    yield
    referrers = table_view(tally.referrers, _most("referrers", request))
    yield
    agents = table_view(tally.agents, _most("agents", request))
    yield
    view = report._replace(
        clients=table_view(clients, _most("clients", request)),
        failing=failing_paths,
        failures=failures,
        referrers=referrers,
        agents=agents,
        hosts=table_view(tally.hosts, _most("hosts", request)),
        families=families_view(families, tally.agents.other, _most("families", request)),
        caches=_words(tally.caches),
        kinds=kinds(families),
        upstream=latency_view(tally.upstream),
    )
    return marked(view, summed, request.networks)


def _most(field: str, request: Request) -> int:
    return 0 if field in request.whole else request.rows


def _report(start: int, end: int, tally: Tally, request: Request) -> WindowView:
    """What a report prints of a tally."""
    client_errors, server_errors = errors(tally.statuses)
    return WindowView(
        span=request.span,
        start=start,
        end=end,
        hits=tally.hits,
        size=tally.size,
        late=tally.late,
        client_errors=client_errors,
        server_errors=server_errors,
        clients_seen=len(tally.clients),
        clients_exact=not tally.clients.other[0],
        statuses=tuple(sorted(tally.statuses.items())),
        methods=_words(tally.methods),
        sections=sections_view(tally, _most("sections", request)),
        paths=table_view(tally.paths, _most("paths", request), "served"),
        clients=table_view(tally.clients, _most("clients", request)),
        failing=NO_TABLE,
        latency=latency_view(tally.latency),
    )


def table_view(table: AnyTable, most: int, order: str = "hits") -> TableView:
    """The first ``most`` rows in an order of `AnyTable.shown` (0 for all), and what is left beside them."""
    rows, more_keys, more_hits, exact = table.shown(order, most)
    return TableView(tuple(map(_AS_ROW, rows)), more_keys, more_hits, exact)


def sections_view(tally: Tally, most: int) -> TableView:
    """Sections with their times, where lines say them."""
    view = table_view(tally.sections, most)
    if not len(tally.section_latency):
        return view
    times = (latency_view(tally.section_latency.get(raw(row.key)) or {}) for row in view.rows)
    rows = tuple(row._replace(latency=time) for row, time in zip(view.rows, times, strict=True))
    return view._replace(rows=rows)


def latency_view(counts: Histogram) -> LatencyView | None:
    """Times as percentiles; None of nothing."""
    longest = greatest(counts)
    if longest is None:
        return None
    p50, p95, p99 = (quantile(counts, share) or 0 for share in (0.5, 0.95, 0.99))
    return LatencyView(sum(counts.values()), p50, p95, p99, longest)


def families_view(families: Mapping[Family, Figures], other: Figures, most: int) -> TableView:
    """Families of agents by their names."""
    return table_view(
        table_of(((family.name.encode(), row) for family, row in families.items()), other), most
    )


def kinds(families: Mapping[Family, Figures]) -> tuple[tuple[str, int], ...]:
    """Hits by kind of agent, greatest first."""
    hits = Counter[str]()
    for family, row in families.items():
        hits[family.kind] += row[0]
    return tuple(hits.most_common())


def failing(table: AnyTable, most: int) -> TableView:
    """The ``most`` rows with errors (0 for all), 5xx before 4xx, most first, and how many more have some."""
    rows = table.failing()
    shown = rows[: most or None]
    rest, errors = rows[len(shown) :], sum(table.other[2:])
    return TableView(
        rows=tuple(_row(key, row) for key, row in shown),
        more_keys=len(rest),
        more_hits=sum(row[0] for _, row in rest) + errors,
        exact=not errors,
    )


class Counted(Protocol):
    """Sums of hits, and their windows: of all traffic, or of what a filter lets through."""

    hits: int
    size: int
    late: int
    statuses: dict[int, int]
    windows: Windows


def totals_view(counted: Counted, started: int) -> TotalsView:
    """Since start, the open slot included."""
    client_errors, server_errors = errors(counted.statuses)
    return TotalsView(
        started=since(counted.windows, started),
        hits=counted.hits,
        size=counted.size,
        client_errors=client_errors,
        server_errors=server_errors,
        late=counted.late,
    )


def filter_view(recount: Recount, request: Request, whole: Windows, started: int) -> FilterView:
    """What a filter covers, how far it has come, and whether the `whole` window shown holds more."""
    begun = since(recount.windows, started)
    return FilterView(request.where, begun, recount.part, begin_of(whole, request, started) < begun)


def begin_of(windows: Windows, request: Request, started: int) -> int:
    """When the window asked for begins."""
    moment = windows.moment(request.moment)
    if request.span is Span.START and moment is None:
        return since(windows, started)
    closed = windows.closed(_length(windows, request.span), EVER if moment is None else moment)
    return closed.start if closed.known else EVER


def timeline(windows: Windows, decided: int, request: Request) -> Timeline:
    """Hits and errors by column, up to the last decided second; columns are aligned to their step.

    Looking back further than it reaches, it moves so far that the moment is in its middle.
    """
    step = max(1, -(-request.timeline // max(1, request.columns)))
    length = step * max(1, request.columns)
    moment = windows.moment(request.moment)
    if moment is not None and moment - windows.interval < decided - length:
        decided = min(decided, moment + length // 2)
    end = decided + (-decided) % step
    hits, errors = _columns(windows.seconds, end - length, end, step)
    return Timeline(start=end - length, step=step, hits=hits, errors=errors)


def errors(statuses: Mapping[int, int]) -> tuple[int, int]:
    """Hits with a 4xx and with a 5xx status."""
    client_errors = server_errors = 0
    for status, hits in statuses.items():
        if 400 <= status < 500:
            client_errors += hits
        elif 500 <= status < 600:
            server_errors += hits
    return client_errors, server_errors


def _columns(
    seconds: Mapping[int, Figures], start: int, end: int, step: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Hits and errors of each column's seconds; many more seconds are kept than are shown."""
    hits, errors = [0] * ((end - start) // step), [0] * ((end - start) // step)
    for second in range(start, end) if end - start < len(seconds) else seconds:
        figures = seconds.get(second)
        if figures is not None and start <= second < end:
            hits[(second - start) // step] += figures[0]
            errors[(second - start) // step] += figures[2] + figures[3]
    return tuple(hits), tuple(errors)


def _row(key: bytes, row: Figures) -> Row:
    return Row(safe(key), row[0], row[1], row[2], row[3])


def _words(counts: Mapping[bytes, int]) -> tuple[tuple[str, int], ...]:
    """Few words with their hits, most first."""
    return tuple([(_word(key), hits) for key, hits in sorted(counts.items(), key=_most_hits)])


_word = lru_cache(maxsize=1024)(safe)
"""Slot by slot the same few words come again."""


def _most_hits(item: tuple[bytes, int]) -> tuple[int, bytes]:
    return -item[1], item[0]
