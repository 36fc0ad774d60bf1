"""The last line: the keys that matter most, from the key table."""

from httplogstats.snapshot import Snapshot
from httplogstats.ui.keys import footer
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, width_of


class Footer(Pane):
    """`tables` is whether a table has the focus, so that its keys work."""

    tables = False

    def focused(self, tables: bool) -> None:
        """Take notice of another focus."""
        self.tables = tables
        self.refresh()

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """As many as fit."""
        line: Line = [("top", " ")]
        for key, word in footer(width - 1, self.tables, self.glyphs.arrows):
            line += [("key", key), ("top.quiet", f" {word}   ")]
        return [[*line, ("top", " " * max(0, width - width_of(line)))]]
