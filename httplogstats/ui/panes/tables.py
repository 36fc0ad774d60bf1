"""The tables of the dashboard: which rows, which columns, and what goes first when room is short."""

from collections.abc import Callable

from httplogstats import words
from httplogstats.agents import KINDS, UNKNOWN, needle_of
from httplogstats.filters import Filter, Kind, Test
from httplogstats.networks import parsed
from httplogstats.safe import clip, raw
from httplogstats.snapshot import Row, TableView, WindowView
from httplogstats.table import KEY_LIMIT
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.panes.spec import Column, Content, Spec
from httplogstats.ui.panes.table import Table


def all_tables(manner: Manner) -> dict[str, Table]:
    """Every table, by the name of its pane."""
    return {name: Table(manner, spec) for name, spec in _specs().items()}


def _specs() -> dict[str, Spec]:
    usual = (_hits(), _share(5), _client(3), _server(2))
    return {
        "sections": Spec(
            "SECTIONS", "sections", _of("sections"),
            (_hits(), _share(5), _RATE, _client(2), _server(1), _time("p95", 3), _BYTES), _is("section"),
            bars=26,
        ),
        "methods": Spec(
            "METHODS", "methods", _methods, (_hits(),), _is("method"), key=8, bars=10, bare=lambda _: True
        ),
        "paths": Spec(
            "PATHS", "paths", _of("paths"), (_SERVED, _SERVED_SHARE, *usual[2:]), _is("path"), key=22
        ),
        "clients": Spec("CLIENTS", "clients", _of("clients"), usual, _client_tests, key=16, note=_networks),
        "failing": Spec(
            "FAILING", "failing", _of("failing"), (_server(0), _client(1), _hits(2)),
            lambda row: (_FAILED, _test("path", row.key)), key=14, nothing="nothing fails",
        ),
        "families": Spec("AGENTS", "families", _of("families"), usual, _family_tests, key=14, note=_kinds),
        "latency": Spec(
            "LATENCY", "sections", _latencies,
            (_hits(5), _time("p50", 4), _time("p95", 0), _time("p99", 2), _time("longest", 3, "max")),
            _latency_tests, key=14, note=lambda _: "by section", bare=_is_sum,
        ),
        "referrers": Spec("REFERRERS", "referrers", _of("referrers"), usual, _is("referrer"), key=22),
        "hosts": Spec("HOSTS", "hosts", _of("hosts"), usual, _is("host"), key=16),
        "errors": Spec(
            "ERRORS", "failures", _of("failures"), (_hits(), _share(1), _BYTES), _failure_tests, key=30,
            nothing="nothing fails", note=lambda _: "status, client, path", shown=_failure,
            order=("5xx first", "4xx first"),
        ),
    }  # fmt: skip


_ALL, _UPSTREAM = "all requests", "upstream of all"
"""Rows of the latency that are no section: a section begins with `/`, `*` or `(`."""

LONGEST = 39
"""Columns of a client before a path: those of an IPv6 address, at most."""

_FAILED = Test("status", Kind.BETWEEN, low=400)


def _test(field: str, key: str) -> Test:
    """The field of a hit is what is written."""
    return Test(field, Kind.IS, raw(key))


def _is(field: str) -> Callable[[Row], Filter]:
    return lambda row: (_test(field, row.key),)


def _client_tests(row: Row) -> Filter:
    """A client, or all of a network."""
    network = parsed(raw(row.key))
    if network is None:
        return (_test("client", row.key),)
    return (Test("client", Kind.WITHIN, network[0], low=network[1]),)


def _family_tests(row: Row) -> Filter:
    """Agents with the text that makes the family; the rest of them has none."""
    needle = needle_of(row.key)
    return (Test("agent", Kind.HAS, needle),) if needle else ()


def _parts(key: str) -> tuple[str, str, str]:
    """Status, client and path of a failure; a client as long as a key leaves no path."""
    status, _, rest = key.partition(" ")
    client, _, path = rest.partition(" ")
    return status, client, path


def _failure_tests(row: Row) -> Filter:
    status, client, path = _parts(row.key)
    code = Test("status", Kind.BETWEEN, low=int(status), high=int(status))
    whole = len(raw(row.key)) < KEY_LIMIT  # else the path may have been cut
    return code, _test("client", client), Test("path", Kind.IS if whole else Kind.BEGINS, raw(path))


def _failure(key: str) -> str:
    status, client, path = _parts(key)
    return f"{status} {clip(client, LONGEST):18} {path}"


def _networks(view: WindowView) -> str:
    grouped = any(row.key.endswith((".0/24", "::/64")) for row in view.clients.rows)
    return "by network" if grouped else ""


def _kinds(view: WindowView) -> str:
    """Humans against bots: always in the same order, for what does not fit at the end goes."""
    whole, hits = max(1, view.hits), dict(view.kinds)
    known = [kind for kind in KINDS if kind in hits and kind != UNKNOWN]
    return "  ".join(f"{kind} {round(100 * hits[kind] / whole)} %" for kind in known)


def _latencies(view: WindowView) -> Content:
    """All hits with a time, what the upstream took of it, and the sections."""
    wholes = ((_ALL, view.latency), (_UPSTREAM, view.upstream))
    rows = [Row(name, times.hits, 0, 0, 0, times) for name, times in wholes if times is not None]
    timed = tuple(row for row in view.sections.rows if row.latency is not None)
    more = view.sections
    return Content((*rows, *timed), more.more_keys, more.more_hits, more.exact, len(rows), more.least)


def _is_sum(row: Row) -> bool:
    return row.key in (_ALL, _UPSTREAM)


def _latency_tests(row: Row) -> Filter:
    return () if _is_sum(row) else (_test("section", row.key),)


def _methods(view: WindowView) -> Content:
    return Content(tuple(Row(name, hits, 0, 0, 0) for name, hits in view.methods))


def _of(field: str) -> Callable[[WindowView], Content]:
    def content(view: WindowView) -> Content:
        table: TableView = getattr(view, field)
        return Content(table.rows, table.more_keys, table.more_hits, table.exact, least=table.least)

    return content


def _served(row: Row) -> int:
    return row.hits - row.client_errors


def _seconds(view: WindowView) -> int:
    return max(1, view.end - view.start)


def _hits(goes: int = 0) -> Column:
    return Column("HITS", 6, goes, lambda row, _: words.count(row.hits), lambda row: row.hits)


def _share(goes: int) -> Column:
    return Column("%", 5, goes, lambda row, view: words.share(row.hits, view.hits), style="quiet")


def _client(goes: int) -> Column:
    return Column(
        "4xx", 6, goes, lambda row, _: words.count(row.client_errors), lambda row: row.client_errors, "client"
    )


def _server(goes: int) -> Column:
    return Column(
        "5xx", 6, goes, lambda row, _: words.count(row.server_errors), lambda row: row.server_errors, "server"
    )


_RATE = Column("/s", 6, 3, lambda row, view: words.rate(row.hits, _seconds(view)))
_BYTES = Column("BYTES", 6, 4, lambda row, _: words.size(row.size), lambda row: row.size, "quiet", "bytes")
_SERVED = Column("SERVED", 7, 0, lambda row, _: words.count(_served(row)), _served)
_SERVED_SHARE = Column("%", 5, 5, lambda row, view: words.share(_served(row), view.hits), style="quiet")


def _time(field: str, goes: int, heading: str = "") -> Column:
    def value(row: Row) -> int:
        return getattr(row.latency, field) if row.latency is not None else -1

    def cell(row: Row, _: WindowView) -> str:
        return words.latency(value(row)) if row.latency is not None else "-"

    return Column(heading or field, 7, goes, cell, value, needs="latency")
