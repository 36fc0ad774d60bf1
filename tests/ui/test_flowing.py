"""A thousand random keys and sizes while data flows: no exception, and nothing stale on the screen."""

import random
from datetime import UTC

import pytest
import urwid

from httplogstats.ui.app import App, ScreenOptions
from httplogstats.ui.keys import KEYS
from tests.fakes import Bench, line
from tests.ui.session import BellScreen

START = 1_525_881_600
SIZES = [(120, 40), (80, 24), (40, 10), (20, 5), (7, 3), (1, 1), (0, 0), (200, 60)]
KEYBOARD = [key for entry in KEYS for key in entry.keys if key != "q"] + [*"status = 5xx", "f9", "meta x"]


def flow(chance: random.Random, second: int) -> bytes:
    paths = ["/", "/api/user", "/a\x1b[2J", "/\u202eevil", "/long" * 200, "/b c"]
    lines = [
        line(second - chance.choice([0, 0, 1, 90]), chance.choice(paths), chance.choice([200, 304, 404, 503]))
        for _ in range(chance.choice([0, 1, 5, 40]))
    ]
    return b"".join([*lines, chance.choice([b"", b"\n", b"no line\n"])])


def fresh(app: App, screen: BellScreen) -> list[str]:
    """The same drawn again from nothing."""
    urwid.CanvasCache.clear()
    for pane in app.dashboard.panes.values():
        pane._invalidate()
    app.dashboard._invalidate()
    app.loop.draw_screen()
    return list(screen.last_text)


@pytest.mark.parametrize("seed", range(4))
def test_random_keys_and_sizes_while_data_flows(seed: int) -> None:
    chance = random.Random(seed)
    bench, screen = Bench(START, keep=chance.choice([0, 20_000, 10**8])), BellScreen(size=(120, 40))
    app = App(bench.feed, ScreenOptions(zone=UTC, ascii=seed % 2 == 1), screen)
    second = START
    for step in range(90):
        second += chance.choice([0, 1, 1, 7])
        bench.clock.time = second
        if data := flow(chance, second):
            bench.source.append(data)
        app.step()
        if chance.random() < 0.3:
            screen.size = chance.choice(SIZES)
            app.loop.screen_size = None
        columns, rows = screen.size
        mouse = (
            "mouse press",
            chance.choice([1, 4, 5]),
            chance.randrange(columns + 1),
            chance.randrange(rows + 1),
        )
        keys = [*chance.choices(KEYBOARD, k=3), *([mouse] if columns and rows else []), "window resize"]
        app.loop.process_input(app.loop.input_filter(keys, []))
        app.loop.draw_screen()
        if step % 20 == 19:
            shown = list(screen.last_text)
            assert fresh(app, screen) == shown
            assert all(len(text) == columns for text in shown)
            assert seed % 2 == 0 or "".join(shown).isascii()
