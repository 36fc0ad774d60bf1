"""The alerts: every event since the program runs, the newest last; scrolled up it stays where it is."""

from typing import Any

import urwid

from httplogstats import words
from httplogstats.snapshot import AlertEvent, Snapshot
from httplogstats.ui.panes.pane import Manner, Pane, canvas
from httplogstats.ui.text import Line, as_long_as_fits, between, width_of, wrapped

_MOVES = {
    "up": "up", "down": "down", "page up": "page up", "page down": "page down",
    "first": "home", "last": "end",
}  # fmt: skip

USUAL = 79
"""Columns of the usual message: of one that fired, with hits of four digits."""

NARROW = 24
"""Columns below which a message is cut anywhere, to have all of it on few rows."""


class Item(urwid.Widget):
    """One event: a mark, the message word for word, and what the message does not say."""

    _sizing = frozenset([urwid.FLOW])
    _selectable = True

    def __init__(self, event: AlertEvent, manner: Manner) -> None:
        super().__init__()
        self.event = event
        self._manner = manner

    def rows(self, size: Any, focus: bool = False) -> int:
        """Rows at a width."""
        return max(1, len(self._lines(size[0])))

    def render(self, size: Any, focus: bool = False) -> urwid.Canvas:
        """urwid's drawing."""
        lines = self._lines(size[0])
        if focus:
            lines = [[("selected", text) for _, text in line] for line in lines]
            lines = [[*line, ("selected", " " * (size[0] - width_of(line)))] for line in lines]
        return canvas(lines, size[0], self.rows(size))

    def head(self, width: int, rows: int) -> urwid.Canvas:
        """Its first rows, where there is no room for the others."""
        lines = self._lines(width)[:rows]
        *whole, (style, text) = lines[-1]
        lines[-1] = [*whole, (style, text[: width - 1 - width_of(whole)]), ("quiet", "~")]
        return canvas(lines, width, rows)

    def keypress(self, size: Any, key: str) -> str:
        """Keys come through the key table."""
        return key

    def _lines(self, width: int) -> list[Line]:
        event, glyphs = self.event, self._manner.glyphs
        mark = glyphs.dot if event.note else glyphs.fired if event.fired else glyphs.recovered
        style = "quiet" if event.note else "fired" if event.fired else "recovered"
        if width < 3:
            return [[(style, mark[:width])]]
        lead = f" {mark} " if width >= USUAL + 3 else f"{mark} " if width > USUAL + 1 else mark
        if width < NARROW:  # only like this does a whole message stand in 4 rows of 20 columns
            cells = event.message
            first, rest = cells[: width - 1], cells[width - 1 :]
            cut = [rest[at : at + width] for at in range(0, len(rest), width)]
            return [[(style, mark), ("text", first)], *([("text", text)] for text in cut)]
        if len(lead) + len(event.message) > width:
            first, *more_lines = wrapped(event.message, width - 2)
            *lines, last = [
                [(style, f"{mark} "), ("text", first)],
                *([("text", "  " + text)] for text in more_lines),
            ]
            return [*lines, self._with_more(last, width)]
        return [self._with_more([(style, lead), ("text", event.message)], width)]

    def _with_more(self, line: Line, width: int) -> Line:
        """At the end of a line, as much of what the message does not say as fits."""
        more = as_long_as_fits(([("quiet", word)] for word in self._more()), width - width_of(line) - 3)
        return between(line, [*more, ("quiet", " ")], width) if more else line

    def _more(self) -> list[str]:
        """What matters most first: the message does not say that nobody watched."""
        event, dot = self.event, f" {self._manner.glyphs.dot} "
        if event.note:
            return []
        marks = ["before start"] if event.before_start else []
        marks += ["at the latest"] if event.latest else []
        fired = words.reading(event.reading, event.unit)
        marks.append(fired if event.fired else f"after {words.duration(event.duration)}")
        silent = event.measure == "no_traffic"
        peak = [] if event.fired or silent else [f", peak {words.reading(event.peak, event.unit)}"]
        return [marks[0], *(dot + mark for mark in marks[1:]), *peak]


class Title(Pane):
    """What stands over the list."""

    at = 0
    crossings = 0
    following = True

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """How many events there are, and where in them we are."""
        dot, number = self.glyphs.dot, self.crossings
        line: Line = [("text", " "), ("title.focus" if focus else "title", "ALERTS")]
        facts = ["  " + words.counted(number, "crossing") if number else "  none so far"]
        if snapshot.filter is not None:
            facts.append(f" {dot} of all traffic")
        if number and self.following:
            facts += [f" {dot} newest last", f" {dot} all kept"]
        elif number:
            facts += [f" {dot} at {words.count(self.at)}", f" {dot} End goes to the newest"]
        return [[*line, *as_long_as_fits(([("quiet", fact)] for fact in facts), width - width_of(line))]]


class Explanation(Pane):
    """What stands in an empty list: when an alert would fire."""

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """In whole sentences, since there is nothing else to read."""
        alert = snapshot.alert
        text = (
            f"An alert fires when more than {words.decimal(alert.limit)} requests per second arrive "
            f"on average over {words.duration(alert.window)}, and recovers when fewer do."
        )
        return [[("quiet", " " + line)] for line in wrapped(text, max(1, width - 2))]


class Alerts(urwid.Widget):
    """A title over the list of all events."""

    _sizing = frozenset([urwid.BOX])
    _selectable = True

    def __init__(self, manner: Manner) -> None:
        super().__init__()
        self.manner = manner
        self._title = Title(manner)
        self._explanation = Explanation(manner)
        self._items: Any = urwid.SimpleFocusListWalker([], follow_end=True)
        self._list = urwid.ListBox(self._items)
        self._styled = urwid.AttrMap(self._list, "text")  # what stands below its last line
        self._size = (0, 0)
        self._shown = 0
        self._moved = False  # whether the newest is a note of a limit that was moved
        urwid.connect_signal(self._items, "modified", self._invalidate)

    def show(self, snapshot: Snapshot) -> None:
        """`snapshot.events` are all events; those that are new are added."""
        self._explanation.show(snapshot)
        for event in snapshot.events[self._shown :]:
            self._add(event)
            self._title.crossings += not event.note
        self._shown = len(snapshot.events)
        self._title.snapshot = snapshot
        self._retitle()

    def move(self, action: str) -> None:
        """Select another event."""
        if self._items and self._size[0] and action in _MOVES:
            self._list.keypress(self._list_size(), _MOVES[action])
            self._retitle()

    def event(self) -> AlertEvent | None:
        """The selected event."""
        item = self._list.focus
        return item.event if isinstance(item, Item) else None

    def keypress(self, size: Any, key: str) -> str:
        """Keys come through the key table."""
        return key

    def mouse_event(self, size: Any, event: str, button: int, col: int, row: int, focus: bool) -> bool:
        """A click selects, the wheel scrolls."""
        self._size = size
        title = self._title_rows(size)
        if self._items and row >= title:
            self._list.mouse_event(self._list_size(), event, button, col, row - title, focus)
            self._retitle()
        return True

    def render(self, size: Any, focus: bool = False) -> urwid.Canvas:
        """urwid's drawing."""
        self._size = size
        title = self._title_rows(size)
        parts: list[Any] = [(self._title.render((size[0], title), focus), 0, False)] if title else []
        if size[1] > title:
            parts.append((self._below((size[0], size[1] - title), focus), 1, focus))
        return urwid.CanvasCombine(parts) if parts else urwid.SolidCanvas(" ", *size)

    def _below(self, size: tuple[int, int], focus: bool) -> urwid.Canvas:
        """The list; of an event that it has no room for it shows the end, of which we show the beginning."""
        if not self._items:
            return self._explanation.render(size, False)
        whole = self._styled.render(size, focus)
        trimmed, above = self._list.calculate_visible(size, focus)[1] or (0, [])
        if not trimmed or not above:
            return whole
        item: Any
        item, _, rows = above[-1]
        rest = urwid.CompositeCanvas(whole)
        rest.trim(rows - trimmed)
        return urwid.CanvasCombine([(item.head(size[0], rows - trimmed), 0, False), (rest, 1, focus)])

    def _add(self, event: AlertEvent) -> None:
        """Of a limit that is moved step by step the last one stands for all, or they would fill the list."""
        moved = event.note and event.message.startswith(f"{event.rule} limit changed from ")
        if moved and self._moved:
            (begin, *_), (*_, end) = (
                one.message.rpartition(" to ") for one in (self._items[-1].event, event)
            )
            self._items[-1] = Item(event._replace(message=f"{begin} to {end}"), self.manner)
        else:
            self._items.append(Item(event, self.manner))
        self._moved = moved

    def _retitle(self) -> None:
        number = len(self._items)
        self._title.at = self._items.focus + 1 if number else 0
        self._title.following = self._title.at == number
        self._title.refresh()

    def _list_size(self) -> tuple[int, int]:
        return self._size[0], max(1, self._size[1] - self._title_rows(self._size))

    def _title_rows(self, size: Any) -> int:
        """A very low pane has no title: the newest event says more."""
        return 1 if size[1] >= 3 and size[0] >= 24 else 0
