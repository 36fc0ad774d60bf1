"""The widgets: a pane draws what a function makes of snapshot and size; the alerts keep all events."""

from collections.abc import Callable, Hashable
from typing import Any

import urwid

from httplogstats import words
from httplogstats.snapshot import AlertEvent, Snapshot
from httplogstats.ui.lines import Line

Draw = Callable[[Snapshot, int, int], list[Line]]
"""Snapshot, columns and rows in; lines out."""


class Pane(urwid.Widget):
    """Draws only when its lines have changed."""

    _sizing = frozenset([urwid.BOX])
    _selectable = False

    def __init__(self, draw: Draw) -> None:
        super().__init__()
        self._draw = draw
        self._snapshot: Snapshot | None = None
        self._size = (0, 0)
        self._lines: list[Line] = []

    def show(self, snapshot: Snapshot) -> None:
        """Take a new moment."""
        self._snapshot = snapshot
        if self._size != (0, 0) and self._make() != self._lines:
            self._invalidate()

    def render(self, size: Any, focus: bool = False) -> urwid.Canvas:
        """urwid's drawing."""
        self._size = size
        self._lines = self._make()
        return canvas(self._lines, *size)

    def _make(self) -> list[Line]:
        return [] if self._snapshot is None else self._draw(self._snapshot, *self._size)


def canvas(lines: list[Line], columns: int, rows: int) -> urwid.Canvas:
    """Lines as a canvas of exactly this size; what does not fit is cut, what is missing is blank."""
    texts: list[bytes] = []
    styles: list[list[tuple[Hashable, int]]] = []
    for line in [*lines, *([[]] * rows)][:rows]:
        text, left = b"", columns
        runs: list[tuple[Hashable, int]] = []
        for style, piece in [*line, ("text", " " * columns)]:
            encoded = piece[:left].encode(urwid.util.get_encoding(), "replace")
            left -= len(piece[:left])
            if encoded:
                text += encoded
                runs.append((style, len(encoded)))
        texts.append(text)
        styles.append(runs)
    return urwid.TextCanvas(texts, styles, maxcol=columns)


class AlertItem(urwid.Text):
    """One event; can be selected."""

    _selectable = True

    def __init__(self, event: AlertEvent, plain: bool) -> None:
        self.event = event
        super().__init__(event_markup(event, plain), wrap="space")

    def keypress(self, size: tuple[int, ...], key: str) -> str:
        """Keys are the dashboard's."""
        return key


class Alerts(urwid.WidgetWrap[Any]):
    """All events, the newest last; follows its end until somebody scrolls."""

    def __init__(self, plain: bool) -> None:
        self._plain = plain
        self._title = urwid.Text("", wrap="clip")
        self._walker: Any = urwid.SimpleFocusListWalker([], follow_end=True)
        self.list = urwid.ListBox(self._walker)
        super().__init__(urwid.Frame(self.list, header=self._title))

    def show(self, snapshot: Snapshot) -> None:
        """`snapshot.events` are all events; new ones are added."""
        for event in snapshot.events[len(self._walker) :]:
            item = AlertItem(event, self._plain)
            self._walker.append(
                urwid.AttrMap(
                    item, None, {None: "focus", "text": "focus", "error": "focus", "quiet": "focus"}
                )
            )
        number = len(self._walker)
        text = f"{number} so far, newest last, all kept" if number else "none so far"
        title = [("title", " ALERTS"), ("quiet", f"  {text}")]
        if self._title.get_text()[0] != f" ALERTS  {text}":
            self._title.set_text(title)

    def selected(self) -> AlertEvent | None:
        """The event in focus."""
        widget: Any = self.list.focus
        return widget.original_widget.event if widget is not None else None


def event_markup(event: AlertEvent, plain: bool) -> list[Any]:
    """Mark, message and what the message does not say."""
    mark = ("!" if event.fired else "v") if plain else ("▲" if event.fired else "▼")
    more = f"  {words.rate(event.value, event.window)}/s"
    if not event.fired:
        peak = words.rate(event.peak, event.window)
        more = f"  after {words.duration(event.duration)}, peak {peak}/s"
    if event.before_start:
        more += " (before start)"
    return [("error" if event.fired else "ok", f" {mark} "), ("text", event.message), ("quiet", more)]
