"""An application that is typed to, and a screen that remembers what was asked of it."""

from datetime import UTC
from typing import Any

from urwid.testing import ScriptedScreen

from httplogstats.snapshot import Snapshot
from httplogstats.ui.app import App, ScreenOptions
from tests.ui import fakes


class BellScreen(ScriptedScreen):
    """Counts how often it rang and was cleared, and keeps its palette."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.rung = 0
        self.cleared = 0
        self.notified: list[tuple[str, bool]] = []
        self.entries: list[Any] = []

    def ring(self) -> None:
        self.rung += 1

    def notify(self, kind: str, fired: bool) -> None:
        self.notified.append((kind, fired))

    def clear(self) -> None:
        self.cleared += 1

    def register_palette(self, palette: Any) -> None:
        self.entries = list(palette)
        super().register_palette(self.entries)


class Session:
    """An application that is typed to."""

    def __init__(self, moment: Snapshot, size: tuple[int, int] = (120, 40), **options: Any) -> None:
        self.feed = fakes.FakeFeed(moment)
        self.screen = BellScreen(size=size)
        self.app = App(self.feed, ScreenOptions(zone=UTC, **options), self.screen)
        self.app.step()
        self.text()

    def type(self, *keys: Any) -> str:
        self.app.loop.screen_size = None  # as a "window resize" does
        self.app.loop.process_input(self.app.loop.input_filter(list(keys), []))
        return self.text()

    def text(self) -> str:
        self.app.loop.draw_screen()
        return "\n".join(self.screen.last_text)

    def show(self, moment: Snapshot) -> str:
        self.feed.moment = moment
        self.app.step()
        return self.text()
