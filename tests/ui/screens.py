"""A dashboard that shows a moment, as text and as styles."""

from datetime import UTC

from urwid.testing import render_text

from httplogstats.snapshot import Snapshot
from httplogstats.ui.dashboard import Dashboard
from httplogstats.ui.glyphs import ASCII, UNICODE
from httplogstats.ui.panes.pane import Manner


def dashboard(moment: Snapshot, plain: bool = False) -> Dashboard:
    board = Dashboard(Manner(UTC, ASCII if plain else UNICODE))
    board.show(moment)
    return board


def drawn(board: Dashboard, columns: int = 120, rows: int = 40) -> str:
    return "\n".join(render_text(board, (columns, rows), focus=True))


def screen(moment: Snapshot, columns: int = 120, rows: int = 40, plain: bool = False) -> str:
    return drawn(dashboard(moment, plain), columns, rows)


def line_with(text: str, word: str) -> str:
    return next(line for line in text.splitlines() if word in line)
