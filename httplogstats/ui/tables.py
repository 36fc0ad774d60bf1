"""The tables: sections, status, totals, paths, clients, failing; each a function of snapshot and size."""

from collections.abc import Sequence

from httplogstats import words
from httplogstats.snapshot import Row, Snapshot, TableView
from httplogstats.ui.lines import Column, Line, bar, pad, table


def sections(snapshot: Snapshot, width: int, height: int, plain: bool) -> list[Line]:
    """The sections with the most hits."""
    view = snapshot.window
    rows = view.sections.rows
    seconds = max(1, view.end - view.start)
    greatest = max((row.hits for row in rows), default=1)
    columns = [
        Column("HITS", [words.count(row.hits) for row in rows], 0),
        Column("%", [words.share(row.hits, view.hits) for row in rows], 5, "quiet"),
        Column("/s", [words.rate(row.hits, seconds) for row in rows], 3),
        *_errors(rows, 2),
        Column("BYTES", [words.size(row.size) for row in rows], 6, "quiet"),
        Column("", [bar(row.hits / greatest, 10, plain) for row in rows], 9, "bar"),
    ]
    return table("SECTIONS", [row.key for row in rows], columns, width, height, _more(view.sections))


def paths(snapshot: Snapshot, width: int, height: int) -> list[Line]:
    """The paths with the most hits."""
    return _simple("PATHS", snapshot.window.paths, snapshot.window.hits, width, height)


def clients(snapshot: Snapshot, width: int, height: int) -> list[Line]:
    """The clients with the most hits."""
    return _simple("CLIENTS", snapshot.window.clients, snapshot.window.hits, width, height)


def failing(snapshot: Snapshot, width: int, height: int) -> list[Line]:
    """The paths that fail, server errors first."""
    rows = snapshot.window.failing
    lines = table("FAILING", [row.key for row in rows], _errors(rows, 1), width, height)
    return lines if rows else [*lines, [("quiet", "nothing fails")]]


def status(snapshot: Snapshot, width: int, height: int, plain: bool) -> list[Line]:
    """Status classes with bars, then the codes, then the methods as far as there is room."""
    view = snapshot.window
    lines: list[Line] = [[("title", pad("STATUS", width))]]
    for first in range(1, 6):
        hits = sum(number for code, number in view.statuses if code // 100 == first)
        if first > 1 or hits:
            style = "error" if first >= 4 and hits else "text"
            part = hits / view.hits if view.hits else 0
            figures = f"{first}xx {words.count(hits):>6} {words.share(hits, view.hits):>5} %"
            room = width - len(figures) - 1
            lines.append([(style, figures), ("bar", " " + bar(part, room, plain) if room > 2 else "")])
    lines += _pairs("", [(str(code), number) for code, number in view.statuses], width)
    if height - len(lines) >= 2:
        lines += _pairs("METHODS", view.methods, width)
    return lines[:height]


def totals(snapshot: Snapshot, width: int, height: int, zone: words.Zone) -> list[Line]:
    """Since start, with the account of every line read."""
    total, account = snapshot.totals, snapshot.account
    errors = total.client_errors + total.server_errors
    figures = [
        ("requests", words.count(total.hits)),
        ("served", words.size(total.size)),
        ("errors", f"{words.share(errors, total.hits)} %"),
        ("late", words.count(total.late)),
        ("lines read", words.count(account.read)),
        ("malformed", words.count(account.malformed)),
        ("blank", words.count(account.blank)),
        ("overlong", words.count(account.overlong)),
    ]
    lines: list[Line] = [[("title", "TOTALS "), ("quiet", f"since {words.time_of_day(total.started, zone)}")]]
    for name, figure in figures:
        bad = name in ("malformed", "overlong") and figure != "0"
        lines.append(
            [("quiet", f"{name:12}"), ("warning" if bad else "text", f"{figure:>{max(0, width - 12)}}")]
        )
    return lines[:height]


def _simple(heading: str, view: TableView, hits: int, width: int, height: int) -> list[Line]:
    rows = view.rows
    columns = [
        Column("HITS", [words.count(row.hits) for row in rows], 0),
        Column("%", [words.share(row.hits, hits) for row in rows], 5, "quiet"),
    ]
    return table(heading, [row.key for row in rows], columns, width, height, _more(view))


def _errors(rows: Sequence[Row], goes: int) -> list[Column]:
    return [
        Column("4xx", [words.count(row.client_errors) for row in rows], goes, "error"),
        Column("5xx", [words.count(row.server_errors) for row in rows], goes, "error"),
    ]


def _more(view: TableView) -> str:
    keys = len(view.rows) + view.more_keys
    return f"({'' if view.exact else '≥ '}{words.count(keys)} in all)" if keys > 1 else ""


def _pairs(heading: str, pairs: Sequence[tuple[str, int]], width: int) -> list[Line]:
    lines: list[Line] = [[("title", heading)]] if heading else []
    text = ""
    for key, number in pairs:
        word = f"{key} {words.count(number)}  "
        if len(text) + len(word.rstrip()) > width and text:
            lines.append([("quiet", text)])
            text = ""
        text += word
    return [*lines, [("quiet", text)]] if text else lines
