"""What the answers were: classes with bars, codes in cells; each can be selected."""

from typing import Any, NamedTuple

import urwid

from httplogstats import words
from httplogstats.filters import Filter, Kind, Test
from httplogstats.snapshot import Row, Snapshot
from httplogstats.ui.glyphs import bar
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, as_long_as_fits, width_of

_STYLES = {4: "client", 5: "server"}

_CELL = 13
"""Columns of a code with its hits."""


class Choice(NamedTuple):
    """A class or a code that stands on the screen, and where."""

    name: str
    column: int
    row: int


class Status(Pane):
    """The classes, then the codes as far as there is room."""

    _selectable = True
    selected = ""
    _choices: tuple[Choice, ...] = ()

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """2xx to 5xx are always there; 1xx and what is above 5xx only when they occur."""
        view = snapshot.window
        lines: list[Line] = [[("title.focus" if focus else "title", "STATUS")]]
        choices: list[Choice] = []
        if view.end == view.start:
            self._choices = ()
            return [*lines, [("quiet", self.glyphs.none)]]
        for first in range(1, 10):
            hits = sum(number for code, number in view.statuses if code // 100 == first)
            if 2 <= first <= 5 or hits:
                name = f"{first}xx"
                choices.append(Choice(name, 0, len(lines)))
                style = _STYLES.get(first, "text") if hits else "quiet"
                chosen = focus and name == self.selected
                lines.append(self._class(name, hits, view.hits, width, "selected" if chosen else style))
        if height > len(lines) + 1 and width >= _CELL:
            lines.append([])
            lines += self._codes(view.statuses, width, height - len(lines), choices, focus)
            shown = sum("xx" not in choice.name for choice in choices)
            hidden = f"  +{len(view.statuses) - shown} more" if len(view.statuses) > shown else ""
            lines[0] += as_long_as_fits([[("quiet", hidden)]], width - width_of(lines[0]))
        self._choices = tuple(choices)
        return lines

    def move(self, action: str) -> None:
        """Select another class or code."""
        names = [choice.name for choice in self._choices]
        if names:
            at = names.index(self.selected) if self.selected in names else -1
            steps = {"up": at - 1, "down": at + 1, "page up": 0, "page down": len(names) - 1}
            wanted = {"first": 0, "last": len(names) - 1, **steps}.get(action, at)
            self.selected = names[max(0, min(len(names) - 1, wanted))]
            self.refresh()

    def tests(self) -> Filter:
        """What is selected."""
        codes = self._codes_meant()
        return (Test("status", Kind.BETWEEN, low=codes[0], high=codes[-1]),) if codes else ()

    def row(self) -> Row | None:
        """The hits of what is selected; nothing else is counted of it."""
        codes = self._codes_meant()
        if self.snapshot is None or not codes:
            return None
        hits = sum(number for code, number in self.snapshot.window.statuses if code in codes)
        return Row(self.selected, hits, 0, 0, 0)

    def keypress(self, size: Any, key: str) -> str:
        """Keys come through the key table."""
        return key

    def mouse_event(self, size: Any, event: str, button: int, col: int, row: int, focus: bool) -> bool:
        """A click selects."""
        for choice in self._choices:
            wide = "xx" in choice.name or choice.column <= col < choice.column + _CELL
            if urwid.util.is_mouse_press(event) and button == 1 and row == choice.row and wide:
                self.selected = choice.name
                self.refresh()
        return True

    def _codes_meant(self) -> range:
        """Those of the selected class, or the selected one; none where it is not there."""
        if self.selected not in (choice.name for choice in self._choices):
            return range(0)
        low = int(self.selected.replace("xx", "00"))
        return range(low, low + (100 if "xx" in self.selected else 1))

    def _class(self, name: str, hits: int, whole: int, width: int, style: str) -> Line:
        figures = f"{name} {words.count(hits):>6}"
        if width >= 17 and whole:
            figures += f"  {words.share(hits, whole):>5} %"
        room = width - len(figures) - 1
        line: Line = [(style, figures)]
        if room >= 4 and whole:
            kind = "errors" if name[0] in "45" else "bar"
            line.append((kind, " " + bar(hits / whole, room, self.glyphs)))
        return line

    def _codes(
        self,
        statuses: tuple[tuple[int, int], ...],
        width: int,
        height: int,
        choices: list[Choice],
        focus: bool,
    ) -> list[Line]:
        """Most frequent first, in cells of equal width, as far as they fit."""
        columns = (width + 2) // _CELL
        ordered = sorted(statuses, key=lambda pair: (-pair[1], pair[0]))[: columns * height]
        above = choices[-1].row + 2
        lines: list[Line] = []
        for start in range(0, len(ordered), columns):
            line: Line = []
            for at, (code, hits) in enumerate(ordered[start : start + columns]):
                choices.append(Choice(str(code), at * _CELL, above + len(lines)))
                chosen = focus and self.selected == str(code)
                style = "selected" if chosen else _STYLES.get(code // 100, "text")
                line += [
                    (style, f"{code}"),
                    ("selected" if chosen else "quiet", f" {words.count(hits):>6}"),
                    ("quiet", "   "),
                ]
            lines.append(line)
        return lines
