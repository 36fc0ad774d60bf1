"""The session: keys, pausing, windows, endings, and a long random one."""

import random
from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from urwid.testing import ScriptedScreen

from httplogstats.snapshot import Snapshot, Span
from httplogstats.ui.app import BACKLOG, POLL, App, ScreenOptions
from httplogstats.ui.keys import BY_KEY, KEYS, footer, help_lines, markdown_table
from tests.ui import fakes


class BellScreen(ScriptedScreen):
    """Also remembers what was written past the drawing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.written = ""

    def write(self, data: str) -> None:
        self.written += data


class Session:
    """An application that is typed to."""

    def __init__(self, moment: Snapshot, size: tuple[int, int] = (120, 40), **options: Any) -> None:
        self.feed = fakes.FakeFeed(moment)
        self.screen = BellScreen(size=size)
        self.app = App(self.feed, ScreenOptions(zone=UTC, **options), self.screen)
        self.app.step()

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


def test_window_goes_through_every_span_and_back() -> None:
    session = Session(fakes.much())
    for _ in range(4):
        session.type("w")
    spans = [request.span for request in session.feed.requests]
    assert spans == [Span.SLOT, Span.MINUTES_2, Span.MINUTES_10, Span.START, Span.SLOT]


def test_only_new_events_are_asked_for_and_old_ones_stay() -> None:
    session = Session(fakes.much())
    session.app.step()
    assert [request.events_from for request in session.feed.requests] == [0, 2]
    assert fakes.FIRED.message in session.text()


def test_pause_holds_the_display_says_so_and_loses_nothing() -> None:
    session = Session(fakes.none())
    assert "PAUSED" in session.type("p")
    assert fakes.FIRED.message not in session.show(fakes.firing())
    text = session.type(" ")
    assert "PAUSED" not in text
    assert fakes.FIRED.message in text


def test_overlays_open_and_close() -> None:
    session = Session(fakes.much())
    assert "focus the next pane" in session.type("?")
    assert "focus the next pane" not in session.type("esc")
    text = session.type("m")
    assert "17 lines were not understood" in text
    assert "nor this" in text
    assert "it lasted 17 min, with a peak of 31.0 req/s" in session.type("esc", "enter")
    assert "Every line was understood" in Session(fakes.silent()).type("m")


def test_help_scrolls_on_a_small_screen() -> None:
    session = Session(fakes.much(), size=(40, 10))
    assert "Esc closes" not in session.type("h")
    assert "Esc closes" in session.type("end")


def test_click_focuses_and_wheel_scrolls() -> None:
    session = Session(fakes.much())
    row = next(index for index, line in enumerate(session.text().splitlines()) if "/api/user0 " in line)
    session.type(("mouse press", 1, 5, row))
    assert session.app.dashboard.focused == "paths"
    assert "/api/user0 " not in session.type(("mouse press", 5, 5, row))
    assert "/api/user0 " in session.type(("mouse press", 4, 5, row))


@pytest.mark.parametrize(("bell", "written"), [(True, "\a"), (False, "")])
def test_bell_rings_once_when_an_alert_fires_but_not_for_what_was_there(bell: bool, written: str) -> None:
    session = Session(fakes.much(), bell=bell)
    assert session.screen.written == ""
    moment = replace(fakes.much(), events=(*fakes.much().events, fakes.FIRED))
    session.show(moment)
    session.show(moment)
    assert session.screen.written == written


def test_a_backlog_is_read_without_drawing_every_slice() -> None:
    session = Session(fakes.much())
    assert session.app.step() == POLL
    session.feed.more = True
    before = len(session.feed.requests)
    assert [session.app.step() for _ in range(8)] == [BACKLOG] * 8
    assert len(session.feed.requests) - before == 1


def test_q_ends_with_0() -> None:
    screen = BellScreen(inputs=[["x"], ["q"], ["x"]])
    assert App(fakes.FakeFeed(fakes.much()), ScreenOptions(), screen).run() == 0


def test_a_bug_in_the_feed_ends_the_loop_and_is_raised() -> None:
    feed = fakes.FakeFeed(fakes.much())
    feed.bug = ZeroDivisionError("a bug")
    screen = BellScreen(inputs=[["x"]] * 9)
    with pytest.raises(ZeroDivisionError, match="a bug"):
        App(feed, ScreenOptions(), screen).run()
    assert not screen.started


def test_the_table_is_the_dispatcher_and_the_dispatcher_is_the_table() -> None:
    session = Session(fakes.much())
    actions = set(session.app._actions())
    assert {entry.action for entry in KEYS if not entry.moves} == actions
    assert len(BY_KEY) == sum(len(entry.keys) for entry in KEYS), "no key twice"


def test_every_key_is_in_the_help_and_in_the_readme_table() -> None:
    for entry in KEYS:
        assert any(entry.shown in line and entry.text in line for line in help_lines())
        assert f"| {entry.shown} | {entry.text} |" in markdown_table()


def test_the_footer_keeps_quit_to_the_last_and_cuts_no_word() -> None:
    words = {entry.footer for entry in KEYS if entry.footer}
    for width in range(200):
        text = footer(width)
        assert len(text) <= width
        assert set(text.strip().split("   ")) - {""} <= words
        assert "q quit" in text or width < 7


@pytest.mark.parametrize("plain", [False, True])
def test_random_keys_sizes_and_moments_end_as_a_fresh_drawing(plain: bool) -> None:
    chance = random.Random(1)
    moments = list(fakes.MOMENTS.values())
    session = Session(fakes.none(), ascii=plain)
    keys = [*(key for key in BY_KEY if key != "q"), "x", "f9", "ctrl c", "window resize"]
    for step in range(300):
        moment = replace(chance.choice(moments), now=fakes.NOW + step, events=fakes.much().events)
        session.feed.moment = moment
        session.app.step()
        columns, rows = chance.choice([0, 1, 2, 9, 20, 40, 80, 120]), chance.choice([0, 1, 2, 5, 10, 24, 40])
        session.screen.size = columns, rows
        button = chance.choice([1, 2, 4, 5])
        mouse = ("mouse press", button, chance.randrange(max(1, columns)), chance.randrange(max(1, rows)))
        session.type(*chance.choices(keys, k=3), mouse)
    session.screen.size = (100, 30)
    session.type("esc", "G", "window resize")
    session.app.dashboard.paused = False
    text = session.show(fakes.much())
    focused = session.app.dashboard.focused
    fresh = Session(fakes.much(), size=(100, 30), ascii=plain)
    fresh.app.dashboard.focus_on(focused)
    fresh.type("G")
    for name, pane in session.app.dashboard.scrollable.items():
        if name != "alerts":
            pane.move("home")
            fresh.app.dashboard.scrollable[name].move("home")
    assert session.text() == fresh.text()
    assert len(text.splitlines()[0]) == 100
