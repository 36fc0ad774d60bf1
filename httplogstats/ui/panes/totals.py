"""Since start, and the account of every line that was read (semantics C2)."""

from collections.abc import Callable

from httplogstats import words
from httplogstats.snapshot import Snapshot
from httplogstats.ui.panes.notice import ended
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line


class Totals(Pane):
    """A line a figure, the account last; what went wrong stands out."""

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """The most important first, so that what does not fit is the rest."""
        since = words.when(snapshot.totals.started, snapshot.now, self.manner.zone)
        until = "end" if ended(snapshot) else "now"
        when = f"since {since}" if snapshot.moment is None else f"{since} to {until}"
        lines: list[Line] = [[("title", "TOTALS"), ("quiet", f"  {when}")]]
        figures = self._figures(snapshot, words.whole)
        if any(len(name) + len(figure) >= width for name, figure, _ in figures):
            figures = self._figures(snapshot, words.count)
        for name, figure, style in _fitting(figures, height - 1):
            room = width - len(name)
            if len(figure) < room:  # a figure is whole or absent
                lines.append([("quiet", name), (style, f"{figure:>{room}}")])
        return lines

    def _figures(self, snapshot: Snapshot, written: Callable[[int], str]) -> list[tuple[str, str, str]]:
        totals, account = snapshot.totals, snapshot.account
        errors = totals.client_errors + totals.server_errors
        share = f"{words.share(errors, totals.hits)} %" if totals.hits else self.glyphs.none
        matching = [("matching", written(totals.hits), "text")] if snapshot.filter else []
        return [
            *matching,
            ("errors", share, "text"),
            ("lines read", written(account.read), "text"),
            ("= requests", written(account.hits), "text"),
            ("+ malformed (m)", written(account.malformed), "client" if account.malformed else "quiet"),
            ("+ blank", written(account.blank), "quiet"),
            ("+ overlong", written(account.overlong), "client" if account.overlong else "quiet"),
            ("late", written(totals.late), "text" if totals.late else "quiet"),
            *([("bytes", words.size(totals.size), "text")] if "bytes" in snapshot.fields else []),
        ]


def _fitting(figures: list[tuple[str, str, str]], rows: int) -> list[tuple[str, str, str]]:
    """What is 0 goes first, the last of it before the others, so that the account still adds up."""
    while len(figures) > rows:
        at = max((at for at, (_, figure, _) in enumerate(figures) if figure == "0"), default=len(figures) - 1)
        figures = [*figures[:at], *figures[at + 1 :]]
    return figures
