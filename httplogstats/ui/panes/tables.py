"""The tables of the dashboard: which rows, which columns, and what goes first when room is short."""

from collections.abc import Callable

from httplogstats import words
from httplogstats.filters import Filter, Kind, Test
from httplogstats.safe import raw
from httplogstats.snapshot import Row, TableView, WindowView
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.panes.table import Column, Content, Table


def sections(manner: Manner) -> Table:
    """What is asked for most, by section (semantics C5)."""
    columns = (_hits(), _share(5), _RATE, _client(2), _server(1), _BYTES)
    return Table(manner, "SECTIONS", lambda view: _greatest(view.sections), columns, _is("section"), bars=26)


def methods(manner: Manner) -> Table:
    """How often each method was used."""
    return Table(manner, "METHODS", _methods, (_hits(),), _is("method"), key=8, bars=10, least_more=3)


def paths(manner: Manner) -> Table:
    """What is asked for most, by path."""
    columns = (_hits(), _share(5), _client(3), _server(2))
    return Table(manner, "PATHS", lambda view: _greatest(view.paths), columns, _is("path"), key=22)


def clients(manner: Manner) -> Table:
    """Who asks most."""
    columns = (_hits(), _share(5), _client(3), _server(2))
    return Table(manner, "CLIENTS", lambda view: _greatest(view.clients), columns, _is("client"), key=16)


def failing(manner: Manner) -> Table:
    """The paths with errors, 5xx before 4xx."""
    columns = (_server(0), _client(1), _hits(2))
    return Table(
        manner,
        "FAILING",
        lambda view: Content(view.failing),
        columns,
        lambda row: (_FAILED, _test("path", row.key)),
        key=14,
        nothing="nothing fails",
    )


_FAILED = Test("status", Kind.BETWEEN, low=400)


def _test(field: str, key: str) -> Test:
    """The field of a hit is what is written."""
    return Test(field, Kind.IS, raw(key))


def _is(field: str) -> Callable[[Row], Filter]:
    return lambda row: (_test(field, row.key),)


def _methods(view: WindowView) -> Content:
    return Content(tuple(Row(name, hits, 0, 0, 0) for name, hits in view.methods))


def _greatest(table: TableView) -> Content:
    return Content(table.rows, table.more_keys, table.more_hits, table.exact)


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
_BYTES = Column("BYTES", 6, 4, lambda row, _: words.size(row.size), lambda row: row.size, "quiet")
