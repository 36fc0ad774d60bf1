"""The widgets: a pane draws what a function makes of snapshot and size; some can be scrolled."""

from collections.abc import Callable, Hashable
from typing import Any

import urwid

from httplogstats.snapshot import Snapshot
from httplogstats.ui.lines import Line, Rows, ascii_only, visible

Draw = Callable[[Snapshot, int, int], list[Line]]
"""Snapshot, columns and rows in; lines out."""

DrawRows = Callable[[Snapshot, int], Rows]
"""Snapshot and columns in; a table out."""

Touched = Callable[[str], None]
"""Told what the mouse did to a pane: "click", "up" or "down"."""

WHEEL = {4: "up", 5: "down"}


class Pane(urwid.Widget):
    """Draws only when its lines have changed."""

    _sizing = frozenset([urwid.BOX])
    _selectable = False

    def __init__(self, draw: Draw, plain: bool) -> None:
        super().__init__()
        self._draw = draw
        self._plain = plain
        self._snapshot: Snapshot | None = None
        self._size = (0, 0)
        self._lines: list[Line] = []

    def show(self, snapshot: Snapshot) -> None:
        """Take a new moment."""
        self._snapshot = snapshot
        if self._size != (0, 0) and self._make() != self._lines:
            self._invalidate()

    def resized(self) -> None:
        """Forget what was drawn for another size."""
        self._invalidate()

    def render(self, size: Any, focus: bool = False) -> urwid.Canvas:
        """urwid's drawing."""
        self._size = size
        self._lines = self._make()
        return canvas(self._lines, size[0], size[1], self._plain)

    def _make(self) -> list[Line]:
        return [] if self._snapshot is None else self._draw(self._snapshot, *self._size)


class TablePane(Pane):
    """A table that can be focused and scrolled; its heading stays."""

    def __init__(self, draw: DrawRows, plain: bool, touched: Touched) -> None:
        super().__init__(self._cut, plain)
        self._rows = draw
        self._touched = touched
        self._offset = 0
        self._focused = False

    def set_focused(self, focused: bool) -> None:
        """Show by the heading whether the keys go here."""
        self._focused = focused
        self._invalidate()

    def move(self, key: str) -> None:
        """Scroll by urwid's name of a key."""
        page = max(1, self._size[1] - 2)
        steps = {"up": -1, "down": 1, "page up": -page, "page down": page, "home": -self._offset}
        self._offset = max(0, self._offset + steps.get(key, 1_000_000))
        self._invalidate()

    def mouse_event(self, size: Any, event: str, button: int, col: int, row: int, focus: bool) -> bool:
        """A click focuses, the wheel scrolls."""
        return touched(self._touched, event, button)

    def _cut(self, snapshot: Snapshot, width: int, height: int) -> list[Line]:
        rows = self._rows(snapshot, width)
        self._offset = min(self._offset, max(0, len(rows.body) + bool(rows.beyond) - max(1, height - 1)))
        lines = visible(rows, self._offset, width, height)
        if self._focused:
            lines[0] = [("focus" if style == "title" else style, text) for style, text in lines[0]]
        return lines


def touched(tell: Touched, event: str, button: int) -> bool:
    """Pass a mouse event on as what it means; False if it means nothing."""
    if not urwid.util.is_mouse_press(event) or button not in (1, *WHEEL):
        return False
    tell(WHEEL.get(button, "click"))
    return True


def canvas(lines: list[Line], columns: int, rows: int, plain: bool) -> urwid.Canvas:
    """Lines as a canvas of exactly this size; what does not fit is cut, what is missing is blank."""
    texts: list[bytes] = []
    styles: list[list[tuple[Hashable, int]]] = []
    for line in [*lines, *([[]] * rows)][:rows]:
        text, left = b"", columns
        runs: list[tuple[Hashable, int]] = []
        for style, piece in [*line, ("text", " " * columns)]:
            shown = ascii_only(piece[:left]) if plain else piece[:left]
            encoded = shown.encode(urwid.util.get_encoding(), "replace")
            left -= len(shown)
            if encoded:
                text += encoded
                runs.append((style, len(encoded)))
        texts.append(text)
        styles.append(runs)
    return urwid.TextCanvas(texts, styles, maxcol=columns)
