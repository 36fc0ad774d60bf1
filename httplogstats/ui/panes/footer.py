"""The last line: the keys that matter most, from the key table."""

from httplogstats.snapshot import Snapshot
from httplogstats.ui.keys import Where, footer
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, as_long_as_fits, pad, width_of


class Footer(Pane):
    """`where` is what has the focus, so that its keys work."""

    where = Where.ALERTS
    said: tuple[str, ...] = ()

    def focused(self, where: Where) -> None:
        """Take notice of another focus."""
        self.where = where
        self.refresh()

    def say(self, *parts: str) -> None:
        """Show a sentence in place of the keys, the parts that fit; nothing shows the keys again."""
        self.said = parts
        self.refresh()

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """As many as fit."""
        if any(self.said):
            first, *others = self.said
            parts = as_long_as_fits([[("key", f" {first}")], *([("key", part)] for part in others)], width)
            text = "".join(part for _, part in parts) or f" {first}"
            return [[("key", pad(text, width))]]
        line: Line = [("top", " ")]
        for key, word in footer(width - 1, self.where, self.glyphs.arrows):
            line += [("key", key), ("top.quiet", f" {word}   ")]
        return [[*line, ("top", " " * max(0, width - width_of(line)))]]
