"""The tables: sections, status, totals, paths, clients, failing; each a function of snapshot and size."""

from collections.abc import Sequence

from httplogstats import words
from httplogstats.snapshot import Row, Snapshot, TableView
from httplogstats.ui.lines import Column, Line, Rows, bar, pad, table


def sections(snapshot: Snapshot, width: int, plain: bool) -> Rows:
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
        Column("", [bar(row.hits / greatest, 10 if width > 66 else 6, plain) for row in rows], 9, "bar"),
    ]
    beyond = view.sections.more_keys
    keys = [row.key for row in rows]
    return _told(snapshot, table("SECTIONS", keys, columns, width, beyond, view.sections.exact))


def paths(snapshot: Snapshot, width: int) -> Rows:
    """The paths with the most hits."""
    return _simple("PATHS", snapshot, snapshot.window.paths, width)


def clients(snapshot: Snapshot, width: int) -> Rows:
    """The clients with the most hits."""
    return _simple("CLIENTS", snapshot, snapshot.window.clients, width)


def failing(snapshot: Snapshot, width: int) -> Rows:
    """The paths that fail, server errors first."""
    rows = snapshot.window.failing
    lines = table("FAILING", [row.key for row in rows], _errors(rows, 1), width)
    return _told(snapshot, lines, "nothing fails")


def status(snapshot: Snapshot, width: int, height: int, plain: bool) -> list[Line]:
    """Status classes with bars, then the codes, then the methods as far as there is room."""
    view = snapshot.window
    known = view.end > view.start
    lines: list[Line] = [[("title", pad("STATUS", width))]]
    for first in range(1, 6):
        hits = sum(number for code, number in view.statuses if code // 100 == first)
        if first > 1 or hits:
            style = "error" if first >= 4 and hits else "text"
            part = hits / view.hits if view.hits else 0
            share = f"{words.share(hits, view.hits):>5} %"
            figures = f"{first}xx {words.count(hits) if known else '–':>6} {share if view.hits else ''}"
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


def _simple(heading: str, snapshot: Snapshot, view: TableView, width: int) -> Rows:
    rows = view.rows
    columns = [
        Column("HITS", [words.count(row.hits) for row in rows], 0),
        Column("%", [words.share(row.hits, snapshot.window.hits) for row in rows], 5, "quiet"),
    ]
    keys = [row.key for row in rows]
    return _told(snapshot, table(heading, keys, columns, width, view.more_keys, view.exact))


def _told(snapshot: Snapshot, rows: Rows, empty: str = "no requests") -> Rows:
    """An empty table says whether nothing happened or nothing is known yet."""
    if rows.body:
        return rows
    known = snapshot.window.end > snapshot.window.start
    return Rows(rows.heading, [[("quiet", empty if known else "–")]])


def _errors(rows: Sequence[Row], goes: int) -> list[Column]:
    return [
        Column("4xx", [words.count(row.client_errors) for row in rows], goes, "error"),
        Column("5xx", [words.count(row.server_errors) for row in rows], goes, "error"),
    ]


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
