"""What all panes are: widgets whose lines are a function of snapshot and size, drawn when they change."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import urwid

from httplogstats.snapshot import Snapshot
from httplogstats.ui.glyphs import UNICODE, Glyphs
from httplogstats.ui.text import Line
from httplogstats.words import Zone

_NO_SIZE = (0, 0)


class Manner(NamedTuple):
    """How figures are written: the zone of the times, and the characters of what is drawn."""

    zone: Zone = None
    glyphs: Glyphs = UNICODE


class Pane(urwid.Widget):
    """Subclasses say their `lines`; what does not fit is cut, what is missing is blank."""

    _sizing = frozenset([urwid.BOX])
    _selectable = False

    def __init__(self, manner: Manner) -> None:
        super().__init__()
        self.manner = manner
        self.glyphs = manner.glyphs
        self.snapshot: Snapshot | None = None
        self._drawn: tuple[tuple[int, int], bool] = (_NO_SIZE, False)
        self._lines: list[Line] = []

    def show(self, snapshot: Snapshot) -> None:
        """Take a new moment."""
        self.snapshot = snapshot
        self.refresh()

    def refresh(self) -> None:
        """Draw again if there is anything new to draw."""
        size, focus = self._drawn
        if size != _NO_SIZE and self._make(*size, focus) != self._lines:
            self._invalidate()

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """What to draw."""
        raise NotImplementedError

    def render(self, size: Any, focus: bool = False) -> urwid.Canvas:
        """urwid's drawing."""
        self._drawn = (size, focus)
        self._lines = self._make(size[0], size[1], focus)
        return canvas(self._lines, *size)

    def _make(self, width: int, height: int, focus: bool) -> list[Line]:
        if self.snapshot is None or width < 1 or height < 1:
            return []
        return self.lines(self.snapshot, width, height, focus)


def canvas(lines: list[Line], columns: int, rows: int) -> urwid.Canvas:
    """Lines as a canvas of exactly this size."""
    encoding = urwid.util.get_encoding()
    texts: list[bytes] = []
    styles: list[list[tuple[Any, int]]] = []
    for line in [*lines, *([[]] * rows)][:rows]:
        pieces: list[bytes] = []
        runs: list[tuple[Any, int]] = []
        left = columns
        for style, text in [*line, ("text", " " * columns)]:
            encoded = text[:left].encode(encoding, "replace")
            left -= len(text[:left])
            if not encoded:
                continue
            pieces.append(encoded)
            if runs and runs[-1][0] == style:  # urwid's cost is by run
                runs[-1] = (style, runs[-1][1] + len(encoded))
            else:
                runs.append((style, len(encoded)))
        texts.append(b"".join(pieces))
        styles.append(runs)
    # every character we draw is one column wide, so that the widths need no second look
    return RememberingCanvas(texts, styles, maxcol=columns, check_width=False)


class RememberingCanvas(urwid.TextCanvas):
    """A canvas that remembers its runs: urwid wants those of all panes whenever one of them has changed."""

    _runs: list[list[tuple[Any, Any, bytes]]] | None = None

    def content(
        self, trim_left: int = 0, trim_top: int = 0, cols: int = 0, rows: int = 0, attr: Any = None
    ) -> Iterator[Any]:
        """The runs of each line; only what is asked for whole and unchanged is remembered."""
        part = trim_left or trim_top or cols not in (0, self.cols()) or rows not in (0, self.rows())
        if part or attr:
            return super().content(trim_left, trim_top, cols, rows, attr)
        if self._runs is None:
            self._runs = list(super().content())
        return map(list.copy, self._runs)
