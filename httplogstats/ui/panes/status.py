"""What the answers were and how they were asked for: status classes and codes, and methods."""

from collections.abc import Sequence

from httplogstats import words
from httplogstats.snapshot import Snapshot
from httplogstats.ui.glyphs import bar
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line

_STYLES = {4: "client", 5: "server"}

_CELL = 13
"""Columns of a code with its hits."""


class Status(Pane):
    """The classes with bars, then the codes as far as there is room."""

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """2xx to 5xx are always there; 1xx and what is above 5xx only when they occur."""
        view = snapshot.window
        lines: list[Line] = [[("title", "STATUS")]]
        if view.end == view.start:
            return [*lines, [("quiet", self.glyphs.none)]]
        for first in range(1, 10):
            hits = sum(number for code, number in view.statuses if code // 100 == first)
            if 2 <= first <= 5 or hits:
                style = _STYLES.get(first, "text") if hits else "quiet"
                lines.append(self._class(f"{first}xx", hits, view.hits, width, style))
        if height > len(lines) + 1 and width >= _CELL:
            lines += _codes(view.statuses, width, height - len(lines))
        return lines

    def _class(self, name: str, hits: int, whole: int, width: int, style: str) -> Line:
        figures = f"{name} {words.count(hits):>6}"
        if width >= 17 and whole:
            figures += f"  {words.share(hits, whole):>5} %"
        room = width - len(figures) - 1
        line: Line = [(style, figures)]
        if room >= 4 and whole:
            kind = "errors" if style in _STYLES.values() else "bar"
            line.append((kind, " " + bar(hits / whole, room, self.glyphs)))
        return line


class Methods(Pane):
    """How often each method was used, the most used first."""

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """A line a method; what does not fit is summed up."""
        view, methods = snapshot.window, list(snapshot.window.methods)
        lines: list[Line] = [[("title", "METHODS")]]
        if not methods:
            none = self.glyphs.none if view.end == view.start else "no requests"
            return [*lines, [("quiet", none)]]
        room = max(1, height - 1)
        if len(methods) > room:
            rest = sum(hits for _, hits in methods[room - 1 :])
            methods = [*methods[: room - 1], ("others", rest)]
        for name, hits in methods:
            figures = f"{name[:7]:7} {words.count(hits):>6} "
            lines.append(
                [("text", figures), ("bar", bar(hits / view.hits, width - len(figures), self.glyphs))]
            )
        return lines


def _codes(statuses: Sequence[tuple[int, int]], width: int, height: int) -> list[Line]:
    """The codes, most frequent first, in cells of equal width; those that do not fit are not there."""
    columns = (width + 2) // _CELL
    ordered = sorted(statuses, key=lambda pair: (-pair[1], pair[0]))[: columns * (height - 1)]
    lines: list[Line] = [[]]
    for start in range(0, len(ordered), columns):
        line: Line = []
        for code, hits in ordered[start : start + columns]:
            line += [(_STYLES.get(code // 100, "text"), f"{code}"), ("quiet", f" {words.count(hits):>6}   ")]
        lines.append(line)
    return lines
