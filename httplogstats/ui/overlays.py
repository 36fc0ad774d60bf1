"""What is opened over the dashboard: the help, the malformed lines, an alert's details."""

from typing import Any

import urwid

from httplogstats.snapshot import Snapshot
from httplogstats.ui.keys import help_lines
from httplogstats.ui.lines import ascii_only
from httplogstats.ui.panes import WHEEL

CLOSE = "Esc closes this."


def help_text() -> list[str]:
    """What the help says."""
    return [*help_lines(), "", " Mouse: a click focuses a pane, the wheel scrolls.", "", f" {CLOSE}"]


def malformed_text(snapshot: Snapshot) -> list[str]:
    """The newest lines that were not understood."""
    number = snapshot.account.malformed
    if not number:
        return ["Every line was understood.", "", CLOSE]
    was = "1 line was" if number == 1 else f"{number} lines were"
    return [f"{was} not understood; the newest last:", "", *snapshot.malformed, "", CLOSE]


def over(below: urwid.Widget, title: str, lines: list[str], plain: bool) -> urwid.Widget:
    """A box of text over the dashboard, scrolled like a pane; it needs no more room than the text."""
    shown = [ascii_only(line) if plain else line for line in lines]
    box = urwid.LineBox(Scrolled(shown), title=title, **_ASCII_BOX if plain else {})
    width = max(len(title) + 8, *map(len, shown)) + 4
    return urwid.Overlay(
        urwid.AttrMap(box, {None: "title"}),
        below,
        "center",
        width,
        "middle",
        len(shown) + 2,
        min_width=1,
        min_height=1,
    )


_ASCII_BOX: dict[str, Any] = {
    "tlcorner": "+", "tline": "-", "lline": "|", "trcorner": "+",
    "blcorner": "+", "rline": "|", "bline": "-", "brcorner": "+",
}  # fmt: skip


class Scrolled(urwid.ListBox[Any]):
    """Lines of text that scroll by keys and wheel."""

    def __init__(self, lines: list[str]) -> None:
        texts = [urwid.AttrMap(TextLine(f" {line}"), "text") for line in lines]
        super().__init__(urwid.SimpleListWalker(texts))

    def mouse_event(self, size: Any, event: str, button: int, col: int, row: int, focus: bool) -> bool:
        """The wheel scrolls."""
        if button in WHEEL:
            self.keypress(size, WHEEL[button])
        return True


class TextLine(urwid.Text):
    """A line that can be moved to, so that a long text scrolls."""

    _selectable = True

    def keypress(self, size: tuple[int, ...], key: str) -> str:
        """Keys are the list's."""
        return key
