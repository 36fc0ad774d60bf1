"""The last line: the keys that matter most, from the key table."""

from httplogstats.snapshot import Snapshot
from httplogstats.ui.keys import Where, footer
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, pad, width_of


class Footer(Pane):
    """`where` is what has the focus, so that its keys work."""

    where = Where.ALERTS
    said = ""

    def focused(self, where: Where) -> None:
        """Take notice of another focus."""
        self.where = where
        self.refresh()

    def say(self, text: str) -> None:
        """Show a sentence in place of the keys; nothing shows the keys again."""
        self.said = text
        self.refresh()

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """As many as fit."""
        if self.said:
            return [[("key", pad(f" {self.said}", width))]]
        line: Line = [("top", " ")]
        for key, word in footer(width - 1, self.where, self.glyphs.arrows):
            line += [("key", key), ("top.quiet", f" {word}   ")]
        return [[*line, ("top", " " * max(0, width - width_of(line)))]]
