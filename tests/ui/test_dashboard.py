"""The screen without a terminal: arrangements, panes by text and style, keys, themes."""

import random
import re
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
import urwid

from httplogstats.snapshot import Following, Request, Snapshot, SourceState
from httplogstats.ui import dashboard as dashboard_module
from httplogstats.ui import theme
from httplogstats.ui.app import App, ScreenOptions
from httplogstats.ui.dashboard import Dashboard
from httplogstats.ui.keys import ACTIONS, KEYS, footer, help_lines, markdown_table
from httplogstats.ui.layout import arrange
from httplogstats.ui.lines import Column, bar, level, middle, table
from tests.fakes import Bench, line

NOW = 1_800_000_000
UI = Path(dashboard_module.__file__).parent
SIZES = [(200, 60), (120, 40), (110, 34), (80, 24), (60, 16), (40, 10), (20, 5), (10, 3), (1, 1)]


def bench(rate: int = 11, seconds: int = 130) -> Bench:
    """Traffic on several sections, with errors."""
    made = Bench(NOW)
    for second in range(NOW, NOW + seconds):
        data = line(second, "/api/user", 503) + line(second, "/static/x.js", 304) + line(second) * (rate - 2)
        made.tick(second, data)
    return made


def text(snapshot: Snapshot, size: tuple[int, int], plain: bool = False) -> list[str]:
    dashboard = Dashboard(UTC, plain)
    dashboard.render(size)
    dashboard.show(snapshot)
    return [row.decode() for row in dashboard.render(size).text]


def shot(bench_: Bench) -> Snapshot:
    return bench_.feed.snapshot(Request())


@pytest.mark.parametrize("size", SIZES)
def test_arrangements_fill_the_screen_exactly(size: tuple[int, int]) -> None:
    columns, rows = size
    bands = arrange(columns, rows)
    assert sum(band.height for band in bands) == rows
    for band in bands:
        assert sum(width for _, width in band.panes) + 3 * (len(band.panes) - 1) == columns
        assert all(width > 0 for _, width in band.panes)


def test_what_matters_is_the_last_to_go() -> None:
    names = {size: {name for band in arrange(*size) for name, _ in band.panes} for size in SIZES}
    assert names[120, 40] == set(Dashboard(UTC, False).panes) | {"alerts"}
    assert {"state", "sections", "status", "alerts", "timeline"} <= names[80, 24]
    assert {"state", "sections", "alerts"} <= names[40, 10]
    assert names[20, 5] == {"state", "alerts"}


def test_a_firing_alert_cannot_be_missed() -> None:
    snapshot = shot(bench())
    rows = text(snapshot, (120, 40))
    assert rows[1].startswith(" ▲ ALERT  11.0 req/s over 2 min, since 08:01:50 (")
    assert any("▲ High traffic generated an alert - hits = 1210, triggered at" in row for row in rows)
    dashboard = Dashboard(UTC, False)
    dashboard.show(snapshot)
    styles = {style for style, _, _ in list(dashboard.render((120, 40)).content())[1]}
    assert styles == {"alert"}


def test_figures_stand_beside_their_interval() -> None:
    rows = text(shot(bench()), (120, 40))
    assert any("Last 10 s  08:01:50 – 08:02:00   110 requests   11.0/s" in row for row in rows)
    sections = next(row for row in rows if row.startswith(" /pages "))
    assert re.search(r"/pages +90 +81\.8 +9\.0 +0 +0 +9\.0 kB", sections)
    assert any(re.search(r"/api/user +0 +10", row) for row in rows)


def test_nothing_yet_looks_different_from_zero() -> None:
    empty = Bench(NOW)
    empty.monitor.windows._closed.clear()
    rows = text(shot(empty), (120, 40))
    assert any("– no data yet" in row for row in rows)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"sources": (SourceState("x.log", Following.WAITING, "no such file yet"),)},
            "x.log: waiting - no such",
        ),
        (
            {"sources": (SourceState("x.log", Following.DENIED, "permission denied"),)},
            "x.log: denied - permission",
        ),
        ({"clock": "replay", "sources": (SourceState("x", Following.FOLLOWING, "", 0, 50, 200),)}, "25.0 %"),
        ({"sources": (SourceState("x.log", Following.ENDED),)}, "the input has ended"),
    ],
)
def test_the_state_of_the_input_is_said(changes: dict[str, object], said: str) -> None:
    snapshot = replace(shot(bench(3, 12)), **changes)  # type: ignore[arg-type]
    assert any(said in row for row in text(snapshot, (120, 40)))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("plain", [False, True])
def test_every_size_draws_exactly_its_cells(size: tuple[int, int], plain: bool) -> None:
    rows = text(shot(bench()), size, plain)
    assert len(rows) == size[1]
    assert all(len(row) == size[0] for row in rows)
    if plain:
        assert all(row.replace("–", "-").replace("·", ".").replace("×", "x").isascii() for row in rows[:8])


def test_numbers_are_never_cut() -> None:
    columns = [Column("HITS", ["123 k"], 0), Column("%", ["12.3"], 1), Column("BYTES", ["412 kB"], 2)]
    for width in range(1, 60):
        for drawn in table("KEY", ["/a/long/key"], columns, width, 3)[1:]:
            for style, piece in drawn[1:]:
                assert style
                assert piece.strip() in {"123 k", "12.3", "412 kB"}


def test_bars() -> None:
    assert [bar(part, 2, False) for part in (0, 0.25, 0.5, 1, 2)] == ["  ", "▌ ", "█ ", "██", "██"]
    assert bar(0.5, 4, True) == "##  "
    assert [level(1.0, row, 2, False) for row in (0, 1)] == ["█", "█"]
    assert level(0.001, 0, 2, False) == "▁"
    assert middle("/var/log/nginx/access.log", 15) == "/var/~ccess.log"


def test_styles_used_are_styles_defined() -> None:
    for name in theme.NAMES:
        assert {entry[0] for entry in theme.palette(name)} == theme.STYLES
    for plain in (False, True):
        dashboard = Dashboard(UTC, plain)
        dashboard.show(shot(bench()))
        for size in SIZES:
            used = {style for row in dashboard.render(size).content() for style, _, _ in row}
            assert {style for style in used if isinstance(style, str)} <= theme.STYLES


def brightness(colour: str) -> float:
    if colour.startswith("g"):
        levels = [int(colour[1:]) / 100] * 3
    else:
        levels = [int(digit, 16) / 15 for digit in colour[1:]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in levels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", [theme.DARK, theme.LIGHT, theme.CONTRAST])
def test_every_style_can_be_read(name: str) -> None:
    for style, _, _, _, high, back in theme.palette(name):
        light, dark = sorted((brightness(high.partition(",")[0]), brightness(back)), reverse=True)
        wanted = 3 if style == "bar" else 4.5
        assert (light + 0.05) / (dark + 0.05) >= wanted, style


def test_the_key_table_is_what_the_dispatcher_knows() -> None:
    source = (UI / "app.py").read_text()
    for entry in KEYS:
        assert f'"{entry.action}"' in source
        assert any(entry.text in said for said in help_lines())
        assert entry.text in markdown_table()
    assert len(ACTIONS) == sum(len(entry.keys) for entry in KEYS)
    assert all(len(footer(width)) <= max(width, 20) for width in range(20, 200))


class Screen:
    """As much of urwid's screen as the loop needs to be made."""

    def __init__(self) -> None:
        self.size = (120, 40)

    def register_palette(self, entries: object) -> None:
        pass

    def clear(self) -> None:
        pass

    def get_cols_rows(self) -> tuple[int, int]:
        return self.size


@pytest.mark.parametrize("seed", range(3))
def test_random_keys_and_sizes_end_in_a_fresh_drawing(seed: int) -> None:
    pick = random.Random(seed)
    traffic = bench(11, 20)
    screen = Screen()
    app = App(traffic.feed, ScreenOptions(zone=UTC), screen)
    keys = [*sorted(set(ACTIONS) - {"q"}), "x", "f5"]
    for step in range(100):
        screen.size = (pick.randint(1, 200), pick.randint(1, 60))
        traffic.clock.time = NOW + 20 + step
        traffic.source.append(line(NOW + 20 + step) * pick.randint(0, 30))
        app.step()
        for key in app._filter([pick.choice(keys)], []):
            if app.loop.widget.selectable():
                app.loop.widget.keypress(screen.size, key)
        app.loop.widget.render(screen.size, True)
    app._filter(["esc"], [])
    app.dashboard.paused = False
    screen.size = (120, 40)
    app.refresh()
    drawn = app.dashboard.render(screen.size).text
    urwid.CanvasCache.clear()
    fresh = Dashboard(UTC, False)
    fresh.show(app._snapshot)  # type: ignore[arg-type]
    assert drawn[:25] == fresh.render(screen.size).text[:25]
