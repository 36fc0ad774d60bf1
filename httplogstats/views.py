"""Tallies become the frozen figures of a Snapshot: sorted, cut to what is asked for, and safe to draw."""

from collections.abc import Mapping
from dataclasses import replace

from httplogstats.clock import NEVER
from httplogstats.monitor import Monitor
from httplogstats.safe import safe
from httplogstats.snapshot import Request, Row, Span, TableView, Timeline, TotalsView, WindowView
from httplogstats.table import Figures, Table
from httplogstats.tally import Tally
from httplogstats.windows import Slot, summed


def window_view(monitor: Monitor, request: Request) -> WindowView:
    """The figures of the window asked for, over whole closed slots (semantics W2)."""
    if request.span is Span.START:
        newest, start = monitor.windows.closed(1), since(monitor)
        end = newest[-1][0] + monitor.rules.interval if newest else start
        return figures(request.span, start, end, monitor.windows.total, request.rows)
    seconds = monitor.rules.interval if request.span is Span.SLOT else request.span.value
    slots = monitor.windows.closed(seconds)
    if not slots:
        return figures(request.span, monitor.started, monitor.started, Tally(), request.rows)
    tally = slots[0][1] if len(slots) == 1 else summed(slots)
    return figures(request.span, slots[0][0], slots[-1][0] + monitor.rules.interval, tally, request.rows)


def since(monitor: Monitor) -> int:
    """From when on lines are counted: before start, where they were read back or replayed (T4, T5)."""
    return monitor.started if monitor.windows.first == NEVER else monitor.windows.first


def slot_view(slot: Slot, interval: int, rows: int) -> WindowView:
    """The figures of one closed slot: all sections, ``rows`` of the other tables (0 for all)."""
    view = figures(Span.SLOT, slot[0], slot[0] + interval, slot[1], rows)
    return replace(view, sections=table_view(slot[1].sections, 0))


def figures(span: Span, start: int, end: int, tally: Tally, rows: int) -> WindowView:
    """A tally as figures of ``[start, end)``."""
    client_errors, server_errors = errors(tally.statuses)
    return WindowView(
        span=span,
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
        methods=tuple((safe(key), hits) for key, hits in sorted(tally.methods.items(), key=_most_hits)),
        sections=table_view(tally.sections, rows),
        paths=table_view(tally.paths, rows),
        clients=table_view(tally.clients, rows),
        failing=failing(tally.paths, rows),
    )


def table_view(table: Table, most: int) -> TableView:
    """The ``most`` rows with the most hits (0 for all), ties in the order of their keys."""
    shown = table.top(most)
    return TableView(
        rows=tuple(_row(key, row) for key, row in shown),
        more_keys=len(table) - len(shown),
        more_hits=table.sums()[0] - sum(row[0] for _, row in shown) + table.other[0],
        exact=not table.other[0],
    )


def failing(table: Table, most: int) -> tuple[Row, ...]:
    """The rows with errors, 5xx before 4xx, most first."""
    return tuple(_row(key, row) for key, row in table.failing(most))


def totals_view(monitor: Monitor) -> TotalsView:
    """Since start, the open slot included."""
    client_errors, server_errors = errors(monitor.statuses)
    return TotalsView(
        started=since(monitor),
        hits=monitor.account.hits,
        size=monitor.size,
        client_errors=client_errors,
        server_errors=server_errors,
        late=monitor.late,
    )


def timeline(monitor: Monitor, request: Request) -> Timeline:
    """Hits and errors by column, up to the last decided second; columns are aligned to their step."""
    step = max(1, -(-request.timeline // max(1, request.columns)))
    end = monitor.decided + (-monitor.decided) % step
    start = end - step * max(1, request.columns)
    return Timeline(
        start=start,
        step=step,
        hits=_columns(monitor.windows.seconds, start, end, step, (0,)),
        errors=_columns(monitor.windows.seconds, start, end, step, (2, 3)),
    )


def errors(statuses: Mapping[int, int]) -> tuple[int, int]:
    """Hits with a 4xx and with a 5xx status."""
    return (
        sum(hits for status, hits in statuses.items() if 400 <= status < 500),
        sum(hits for status, hits in statuses.items() if 500 <= status < 600),
    )


def _columns(
    seconds: Mapping[int, Figures], start: int, end: int, step: int, places: tuple[int, ...]
) -> tuple[int, ...]:
    """The sums of the figures at `places` of each column's seconds."""
    columns = [0] * ((end - start) // step)
    for second, figures in seconds.items():
        if start <= second < end:
            columns[(second - start) // step] += sum(figures[place] for place in places)
    return tuple(columns)


def _row(key: bytes, row: Figures) -> Row:
    return Row(safe(key), *row)


def _most_hits(item: tuple[bytes, int]) -> tuple[int, bytes]:
    return -item[1], item[0]
