"""The figures of a whole log as text and as JSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from httplogstats import words
from httplogstats.course import Period
from httplogstats.snapshot import Row, TableView, WindowView

TITLES = {
    "sections": "SECTION",
    "paths": "PATH",
    "failing": "FAILING",
    "clients": "CLIENT",
    "families": "AGENT",
    "referrers": "REFERRER",
    "hosts": "HOST",
}
"""The tables that are told, and what stands over their keys."""

BAR = 20
"""Columns of the bar of the period with the most requests."""

LONGEST = 50
"""Columns of keys; the figures of a longer one stand behind its end, and those of the others stay."""

Figures = tuple[int, int, int, int]
"""Hits, bytes, 4xx, 5xx."""


class Whole(NamedTuple):
    """What a log held; `partial` if it was not read to its end, `sized` if bytes are known.

    `ongoing` are the rules that fire when it ends, and since when.
    """

    view: WindowView
    periods: tuple[Period, ...]
    busiest: Period
    partial: bool
    sized: bool
    ongoing: tuple[tuple[str, int], ...] = ()


def text(whole: Whole, zone: words.Zone) -> Iterator[str]:
    """Lines for people."""
    view = whole.view
    seconds, errors = view.end - view.start, view.client_errors + view.server_errors
    span = words.span(view.start, view.end, zone)
    yield f"{span}{' (cut short)' if whole.partial else ''}, {words.duration(seconds)}"
    facts = [
        f"{words.whole(view.hits)} request{'s' * (view.hits != 1)}",
        f"{words.rate(view.hits, seconds)}/s",
    ]
    facts += [words.size(view.size)] if whole.sized else []
    yield "  " + "  ".join([*facts, f"{words.share(errors, view.hits)} % errors", clients(view, words.whole)])
    for rule, since in whole.ongoing:
        yield f"  ongoing   {rule}, since {words.date_time(since, zone)}"
    yield f"  busiest   {words.date_time(whole.busiest.start, zone)}  {_rate(whole.busiest)}"
    for name, times in _times(view).items():
        yield f"  {name:<8}  " + "  ".join(f"{share} {words.latency(time)}" for share, time in times.items())
    for name, pairs in _counts(view).items():
        yield f"  {name:<8}  " + "  ".join(f"{key} {words.whole(hits)}" for key, hits in pairs)
    yield from _course(whole, zone)
    for name, table in _tables(view).items():
        yield ""
        yield from _table(TITLES[name], table.rows, whole)
        if table.more_keys:
            others = "other" if table.more_keys == 1 and table.exact else "others"
            yield f"  ({words.whole(table.more_keys)}{'' if table.exact else ' or more'} {others})"
    yield ""


def record(whole: Whole) -> dict[str, Any]:
    """The same for programs: bytes, Unix time, and times of requests, in seconds."""
    view, sized = whole.view, whole.sized
    found: dict[str, Any] = {
        "type": "summary",
        "start": view.start,
        "end": view.end,
        "hits": view.hits,
        "bytes": view.size if sized else None,
        "4xx": view.client_errors,
        "5xx": view.server_errors,
        "clients": view.clients_seen,
        "clients_exact": view.clients_exact,
        "ongoing": [{"rule": rule, "since": since} for rule, since in whole.ongoing],
        "busiest": _period(whole.busiest, sized),
        "periods": [_period(period, sized) for period in whole.periods],
    }
    found |= {name: {str(key): hits for key, hits in pairs} for name, pairs in _counts(view).items()}
    for name, table in _tables(view).items():
        found |= {name: len(table.rows) + table.more_keys, f"{name}_exact": table.exact}
        found[f"top_{name}"] = [{"key": row.key, **figures(row[1:5], sized)} for row in table.rows]
    for name, times in _times(view).items():
        found[name] = {share: time / 1e6 for share, time in times.items()}
    if whole.partial:
        found["partial"] = True
    return found


def _counts(view: WindowView) -> Mapping[str, Sequence[tuple[Any, int]]]:
    """What there is of a few kinds only."""
    counts = {"status": view.statuses, "methods": view.methods, "caches": view.caches, "agents": view.kinds}
    return {name: pairs for name, pairs in counts.items() if pairs}


def _tables(view: WindowView) -> Mapping[str, TableView]:
    """The tables in which something stands that the log says."""
    tables = {name: getattr(view, name) for name in TITLES}
    return {name: table for name, table in tables.items() if any(row.key != "-" for row in table.rows)}


def _course(whole: Whole, zone: words.Zone) -> Iterator[str]:
    """How traffic went, with bars; a single period says nothing that is not said."""
    if len(whole.periods) < 2:
        return
    yield ""
    most = max(period.hits / (period.end - period.start) for period in whole.periods)
    rows, bars = [["FROM", *_head(whole.sized)]], [""]
    for period in whole.periods:
        seconds = period.end - period.start
        rows.append([words.date_time(period.start, zone), *_columns(period[2:], seconds, whole)])
        bars.append("#" * round(BAR * period.hits / seconds / most))
    for line, bar in zip(_aligned(rows), bars, strict=True):
        yield f"{line}  {bar}".rstrip()


def _table(title: str, rows: Sequence[Row], whole: Whole) -> Iterator[str]:
    seconds = whole.view.end - whole.view.start
    timed = any(row.latency for row in rows)
    cells = [[title, *_head(whole.sized), *(["p95"] if timed else [])]]
    for row in rows:
        time = [words.latency(row.latency.p95) if row.latency else "-"] if timed else []
        cells.append([row.key, *_columns(row[1:5], seconds, whole), *time])
    yield from _aligned(cells)


def _head(sized: bool) -> list[str]:
    return ["HITS", "%", "/s", "4xx", "5xx", *["BYTES"] * sized]


def _columns(figures: Figures, seconds: int, whole: Whole) -> list[str]:
    hits, size, client_errors, server_errors = figures
    share, rate = words.share(hits, whole.view.hits), words.rate(hits, seconds)
    errors = words.whole(client_errors), words.whole(server_errors)
    return [words.whole(hits), share, rate, *errors, *[words.size(size)] * whole.sized]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Keys to the left, figures to the right."""
    width = max(min(LONGEST, len(row[0])) for row in rows)
    widths = [max(6, *map(len, column)) for column in list(zip(*rows, strict=True))[1:]]
    for key, *figures in rows:
        cells = (f"  {figure:>{room}}" for figure, room in zip(figures, widths, strict=True))
        yield f"  {key:<{width}}" + "".join(cells)


def clients(view: WindowView, written: Callable[[int], str] = words.count) -> str:
    """How many there were, or were at least."""
    number = written(view.clients_seen)
    if view.clients_exact:
        return f"{number} client{'' if view.clients_seen == 1 else 's'}"
    return f"{number}+ clients"


def _times(view: WindowView) -> Mapping[str, Mapping[str, int]]:
    """Microseconds, where the log has times."""
    times = {"latency": view.latency, "upstream": view.upstream}
    return {
        name: {"p50": of.p50, "p95": of.p95, "p99": of.p99, "max": of.longest}
        for name, of in times.items()
        if of is not None
    }


def _rate(period: Period) -> str:
    seconds = period.end - period.start
    return f"{words.rate(period.hits, seconds)}/s over {words.duration(seconds)}"


def _period(period: Period, sized: bool) -> dict[str, int | None]:
    return {"start": period.start, "end": period.end, **figures(period[2:], sized)}


def figures(row: Figures, sized: bool) -> dict[str, int | None]:
    """Those of a row as JSON; bytes are null where they are not known."""
    hits, size, client_errors, server_errors = row
    return {"hits": hits, "bytes": size if sized else None, "4xx": client_errors, "5xx": server_errors}
