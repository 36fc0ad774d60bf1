"""What is opened over the dashboard: help, malformed lines, what is known of an event or a row."""

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

import urwid

from httplogstats import words
from httplogstats.snapshot import LineView, MalformedLine, Row, Snapshot
from httplogstats.ui.glyphs import Glyphs
from httplogstats.ui.keys import KEYS, Where, holds
from httplogstats.ui.panes.pane import canvas
from httplogstats.ui.panes.window import span_name
from httplogstats.ui.text import Line, pad, width_of, wrapped

Told = list[Line] | Callable[[int], list[Line]]
"""What is shown: lines, or what makes them for a width."""

EXCERPT = 76
"""Columns that are shown of a long malformed line, around the place where it stops being understood."""

WIDEST = 100
"""Columns of what is made for a width, at most."""

HELP_WIDEST = 116
"""The same of the help, which has two columns of its own."""

FOLDED = "at least: not all rows were kept"
"""What the sign for it says."""


class Overlay(urwid.Widget):
    """Text in a box of its own, scrolled where it is longer than the box."""

    _sizing = frozenset([urwid.BOX])
    _selectable = True

    def __init__(self, title: str, lines: Told, glyphs: Glyphs, widest: int = WIDEST) -> None:
        super().__init__()
        self._title = title
        self._told = lines
        self._glyphs = glyphs
        self._widest = widest
        self._top = 0
        self._size = (0, 0)

    def wanted(self, columns: int, rows: int) -> tuple[int, int]:
        """Columns and rows that would show all of it, as far as the screen has them."""
        room = max(1, min(columns - 4, self._widest))
        width = min(columns, max(48, *(width_of(line) + 6 for line in self._lines(room))))
        return width, min(rows, len(self._flowed(max(1, width - 4))) + 2)

    def move(self, action: str) -> None:
        """Scroll."""
        width, height = self._size
        page, whole = max(1, height - 2), len(self._flowed(max(1, width - 4)))
        steps = {"up": -1, "down": 1, "page up": -page, "page down": page, "first": -whole, "last": whole}
        self._top = max(0, min(self._top + steps.get(action, 0), whole - page))
        self._invalidate()

    def keypress(self, size: Any, key: str) -> str:
        """Keys come through the key table."""
        return key

    def mouse_event(self, size: Any, event: str, button: int, col: int, row: int, focus: bool) -> bool:
        """The wheel scrolls."""
        if button in (4, 5):
            self.move("down" if button == 5 else "up")
        return True

    def render(self, size: Any, focus: bool = False) -> urwid.Canvas:
        """urwid's drawing: a quiet frame, and the lines from the one scrolled to."""
        self._size = size
        width, height = size
        if width < 5 or height < 3:
            return canvas([[("title", pad(self._title, width))]], width, height)
        flowed = self._flowed(width - 4)
        self._top = max(0, min(self._top, len(flowed) - (height - 2)))
        shown = flowed[self._top : self._top + height - 2]
        below, dot = len(flowed) - self._top - len(shown), self._glyphs.dot
        more = f"{below} more below" if below else ""
        way_out = f"{more} {dot} Esc closes" if below else "Esc closes"
        lines = [self._edge(0, width, self._title)]
        lines += [self._inner(line, width) for line in [*shown, *([[]] * (height - 2 - len(shown)))]]
        return canvas([*lines, self._edge(2, width, way_out, more)], width, height)

    def _edge(self, corner: int, width: int, *titles: str) -> Line:
        """The first of the titles that there is room for."""
        line, fits = self._glyphs.line, (title for title in titles if title and len(title) <= width - 6)
        text = next((f" {title} " for title in fits), "")
        left, right = self._glyphs.corners[corner : corner + 2]
        return [("box", left + line), ("title", text), ("box", line * (width - 3 - len(text)) + right)]

    def _inner(self, line: Line, width: int) -> Line:
        side, blank = self._glyphs.side, " " * (width - 4 - width_of(line))
        return [("box", side + " "), *line, ("text", blank), ("box", " " + side)]

    def _lines(self, width: int) -> list[Line]:
        return self._told(width) if callable(self._told) else self._told

    def _flowed(self, width: int) -> list[Line]:
        flowed: list[Line] = []
        for line in self._lines(width):
            if width_of(line) <= width:
                flowed.append(line)
            else:
                whole = "".join(text for _, text in line)
                flowed += [[(line[-1][0], text)] for text in wrapped(whole, width)]
        return flowed


def help_lines(glyphs: Glyphs, where: Where, width: int) -> list[Line]:
    """The keys that hold where one is, those of the place first; in two columns where there is room."""
    parts = [part for part in reversed(holds(where)) if part is not Where.EVERYWHERE or part is where]
    least = glyphs.at_least.strip()
    marks: list[Line] = [
        [("title", "Mouse")],
        [("text", " click focuses a pane and selects, the wheel scrolls")],
        [("title", "Signs")],
        [("text", f" {glyphs.fired} an alert fired  {glyphs.recovered} it recovered")],
        [("text", f" 0 none  {glyphs.none} no data yet")],
        [("text", f" {least} {FOLDED}")],
    ]
    if where is Where.TYPING:
        return [*_keys(where), *marks]
    here = [line for part in parts for line in _keys(part)]
    everywhere = _keys(Where.EVERYWHERE)
    if (sides := _beside([*here, *marks], everywhere, width)) is not None:
        return sides
    marks[1] = [("text", " click selects, the wheel scrolls")]
    brief = [line for part in (*parts, Where.EVERYWHERE) for line in _keys(part, brief=True)] + marks
    half = -(-len(brief) // 2)
    if (sides := _beside(brief[:half], brief[half:], width)) is not None:
        return sides
    every = [*here, *everywhere, *marks]
    return every if max(map(width_of, every)) <= width else brief


def _beside(left: list[Line], right: list[Line], width: int) -> list[Line] | None:
    """Two columns with two blanks between them; None where there is no room."""
    column = max(map(width_of, left)) + 2
    if column + max(map(width_of, right)) > width:
        return None
    nothing: Line = []
    rows = zip_longest(left, right, fillvalue=nothing)
    return [[*one, ("text", " " * (column - width_of(one))), *other] for one, other in rows]


def _keys(where: Where, brief: bool = False) -> list[Line]:
    """A heading, and a line a key."""
    lines: list[Line] = [[("title", where.value[0].upper() + where.value[1:])]]
    keys = [entry for entry in KEYS if entry.where is where]
    return lines + [
        [("box", f" {entry.shown:10}"), ("text", entry.short if brief else entry.text)] for entry in keys
    ]


def malformed_lines(snapshot: Snapshot) -> list[Line]:
    """The newest lines that were not understood, oldest first."""
    number = snapshot.account.malformed
    if not number:
        return [[("text", "Every line was understood.")]]
    were = "line was" if number == 1 else "lines were"
    head: Line = [("text", f"{words.count(number)} {were} not understood. The newest, oldest first:")]
    return [head, [], *(shown for line in snapshot.malformed for shown in _malformed(line))]


def _malformed(line: MalformedLine) -> list[Line]:
    """The line, and a mark under the place where it stops being understood."""
    lines: list[Line] = [[("client", line.text)]]
    if not line.expected:
        return lines
    start = max(0, line.at - EXCERPT // 2) if len(line.text) > EXCERPT else 0
    if len(line.text) > EXCERPT:
        lines.append([("quiet", line.text[start : start + EXCERPT])])
    return [
        *lines,
        [("quiet", " " * (line.at - start)), ("warning", "^"), ("quiet", f" {line.expected} expected")],
    ]


def request_lines(view: LineView, zone: words.Zone) -> list[Line]:
    """A request with what is counted of it, and all fields of its line."""
    when = "-" if view.second is None else words.date_time(view.second, zone)
    facts = [("time", when), ("status", str(view.status))]
    if "bytes" in dict(view.fields):
        facts.append(("bytes", f"{view.size}"))
    if view.latency is not None:
        facts.append(("latency", f"{view.latency / 1000:.3f} ms"))
    known = {name for name, _ in facts}
    facts += [(name, text) for name, text in view.fields if name not in known]
    lines = _facts(f"{view.method} {view.path}", "text", facts)
    return [*lines, [], [("quiet", "the line")], [("text", view.text)]]


def row_lines(row: Row, snapshot: Snapshot, least: bool = False, bare: bool = False) -> list[Line]:
    """All that is counted of a row, only hits of a `bare` one, and its key in full.

    Its figures are too small if they are the `least`.
    """
    view = snapshot.window
    seconds = max(1, view.end - view.start)
    facts = [
        ("window", span_name(snapshot)),
        *([("figures", FOLDED)] if least else []),
        ("hits", f"{row.hits}, {words.share(row.hits, view.hits)} % of {view.hits}"),
        ("rate", f"{words.rate(row.hits, seconds)} requests/s"),
    ]
    if "bytes" in snapshot.fields and not bare:
        each = words.size(row.size // max(1, row.hits))
        facts.append(("bytes", f"{words.size(row.size)}, {each} a request"))
    if not bare:
        facts.append(("4xx", f"{row.client_errors}, {words.share(row.client_errors, row.hits)} %"))
        facts.append(("5xx", f"{row.server_errors}, {words.share(row.server_errors, row.hits)} %"))
    if row.latency is not None:
        times = row.latency
        quantiles = (("p50", times.p50), ("p95", times.p95), ("p99", times.p99), ("longest", times.longest))
        facts.append(("latency", ", ".join(f"{name} {words.latency(time)}" for name, time in quantiles)))
    return _facts(row.key, "text", facts)


def _facts(head: str, style: str, facts: list[tuple[str, str]]) -> list[Line]:
    return [[(style, head)], [], *([("quiet", f"{name:13}"), ("text", text)] for name, text in facts)]
