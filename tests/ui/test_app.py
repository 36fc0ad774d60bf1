"""The session: keys, pausing, windows, endings, and a long random one."""

import os
import random
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
import urwid
from urwid.testing import ScriptedScreen

from httplogstats.snapshot import FilterView, Request, Snapshot, Span
from httplogstats.ui.app import BACKLOG, POLL, App, ScreenOptions
from httplogstats.ui.glyphs import UNICODE
from httplogstats.ui.keys import KEYS, Key, Where, action_of, footer, holds, markdown_table
from httplogstats.ui.overlay import help_lines
from httplogstats.ui.spark import columns
from tests.ui import fakes
from tests.ui.screens import line_with


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


def test_a_new_size_is_asked_for_at_once() -> None:
    session = Session(fakes.MOMENTS["much"])
    session.screen.size = (200, 50)
    session.app.loop.input_filter(["window resize"], [])
    assert session.feed.requests[-1].columns == columns(200)


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
    assert "PAUSED at 16:00:40  p goes on · counting goes on meanwhile" in session.type("p")
    text = session.show(fakes.firing())
    assert fakes.FIRED.message not in text
    assert "PAUSED at 16:00:40  ▲ ALERT now" in text
    text = session.type(" ")
    assert "PAUSED" not in text
    assert fakes.FIRED.message in text


def test_a_new_window_is_shown_also_while_paused() -> None:
    session = Session(fakes.much())
    session.type("p")
    session.feed.moment = replace(fakes.much(), window=replace(fakes.much().window, span=Span.MINUTES_2))
    text = session.type("w")
    assert "Last 2 min" in text
    assert "PAUSED" in text


def test_arrows_look_back_and_end_and_esc_return_to_now() -> None:
    session = Session(fakes.much())
    for key in ("left", "left", "right", "right", "<", ">", "<", "end", "left", "esc"):
        session.type(key)
    newest = fakes.much().newest
    asked = [request.moment for request in session.feed.requests]
    assert asked == [
        None,
        *[newest - 10] * 2,
        None,
        None,
        newest - 100,
        None,
        newest - 100,
        None,
        newest - 10,
        None,
    ]


def test_looking_back_goes_on_from_the_moment_shown() -> None:
    session = Session(fakes.back())
    for key in ("left", "right", ">", ">", ">"):
        session.type(key)
    asked = [request.moment for request in session.feed.requests]
    moment = fakes.NOW - 300
    assert asked == [None, moment - 10, moment + 10, moment + 100, moment + 100, moment + 100]


def test_looking_back_is_said_with_the_alert_of_now() -> None:
    text = Session(fakes.back()).text()
    assert "LOOKING BACK at 15:55:40  ▲ ALERT now  End returns to now" in text.splitlines()[0]
    assert "15:55:30 – 15:55:40" in line_with(text, "10 s, looking back")
    assert line_with(text, "10 s, looking back").endswith("4 min before the newest ")


def test_looking_back_the_figures_of_now_are_called_so() -> None:
    text = Session(replace(fakes.much(), moment=fakes.NOW - 300)).text()
    assert text.splitlines()[1].startswith(" OK   now 8.4 req/s over 2 min")
    assert "TOTALS  11:49:40 to now" in text
    text = Session(fakes.much()).text()
    assert text.splitlines()[1].startswith(" OK   8.4 req/s over 2 min")
    assert "TOTALS  since 11:49:40" in text


def test_the_window_looked_back_at_stands_out_on_the_timeline() -> None:
    session = Session(fakes.back())
    lines = fakes.runs(session.app.dashboard, (120, 40))[2:9]
    columns = set()
    for line in lines:
        at = 0
        for style, text in line:
            columns |= {at + index for index in range(len(text)) if style == "cursor"}
            at += len(text)
    assert columns == {1 + (600 - 310) // 6, 2 + (600 - 310) // 6}


def test_an_alert_brings_to_its_moment() -> None:
    session = Session(fakes.much())
    session.type("home", "v")
    assert session.feed.requests[-1].moment == fakes.FIRED.time
    asked = len(session.feed.requests)
    session.type("tab", "v")  # no alert is selected
    assert len(session.feed.requests) == asked


def test_an_alert_of_the_open_interval_is_looked_at_when_that_is_over() -> None:
    fresh = replace(fakes.FIRED, time=fakes.NOW - 1)
    session = Session(replace(fakes.much(), events=(fakes.FIRED, fresh)))
    assert "Its interval is still being counted: it is shown when that is over" in session.type("v")
    assert session.feed.requests[-1].moment == fresh.time
    assert "Its interval" not in session.type("up", "v")


def test_overlays_open_and_close() -> None:
    session = Session(fakes.much())
    assert "focus the next pane" in session.type("?")
    assert "focus the next pane" not in session.type("esc")
    text = session.type("m")
    assert "17 lines were not understood" in text
    assert "nor this" in text
    text = session.type("esc", "enter")
    assert "17 min" in text
    assert "31.0 req/s" in text
    assert "10 requests/s, which is 1200 hits" in text
    assert "Every line was understood" in Session(fakes.silent()).type("m")


def test_a_row_opens_with_its_whole_key() -> None:
    session = Session(fakes.hostile())
    text = session.type("tab", "down", "i")
    assert text.count("x\\x1b") > 200
    assert "1000000000000000, 10.0 % of 10000000000000000" in text


def test_a_section_opens_with_its_times() -> None:
    text = Session(fakes.rich()).type("tab", "down", "i")
    assert "p50 12 ms, p95 210 ms, p99 1.4 s, longest 2.0 s" in text


def test_help_scrolls_on_a_small_screen() -> None:
    session = Session(fakes.much(), size=(40, 10))
    assert " more below · Esc closes " in session.type("h")
    assert "more below" not in session.type("end")
    assert "In the alerts" in session.type("g")


def test_click_focuses_and_wheel_scrolls_what_it_points_at() -> None:
    session = Session(fakes.much())
    row = next(index for index, line in enumerate(session.text().splitlines()) if "/api/user1 " in line)
    session.type(("mouse press", 1, 5, row))
    assert session.app.dashboard.focused == "paths"
    assert session.app.dashboard.tables["paths"].selected == "/api/user1"
    assert "/api/user0 " not in session.type("tab", ("mouse press", 5, 5, row))
    assert session.app.dashboard.focused == "clients"


def test_focus_is_seen_and_goes_round() -> None:
    session = Session(fakes.much())
    seen = []
    for _ in range(8):
        runs = [run for line in fakes.runs(session.app.dashboard, (120, 40)) for run in line]
        seen.append([text for style, text in runs if style == "title.focus"])
        session.type("tab")
    names = ["ALERTS", "SECTIONS", "STATUS", "METHODS", "PATHS", "CLIENTS", "FAILING", "ALERTS"]
    assert seen == [[name] for name in names]
    session.type("shift tab")
    assert session.app.dashboard.focused == "alerts"


def test_all_rows_are_asked_for_where_the_greatest_are_not_enough() -> None:
    session = Session(fakes.much())
    session.type("s")  # the alerts have the focus: not a table
    session.type("tab", "s")
    session.type("S", "s", "s", "s")
    whole = [request.whole for request in session.feed.requests]
    assert whole == [(), *[("sections",)] * 5]
    session.type("tab", "tab", "tab", "s", "s")
    assert session.feed.requests[-1].whole == ("sections", "paths")
    session.type("shift tab", "shift tab", "shift tab", "S", "tab", "tab", "tab", "z")
    assert session.feed.requests[-1].whole == ("paths",)
    session.type("s", "z")
    assert session.feed.requests[-1].whole == ()


def test_a_pane_fills_the_screen_and_gives_it_back() -> None:
    session = Session(fakes.much())
    text = session.type("tab", "tab", "tab", "tab", "z")
    assert "/api/user20" in text
    assert "CLIENTS" not in text
    assert "CLIENTS" in session.type("tab")
    assert "SECTIONS" in session.type("esc")
    assert "SECTIONS" not in session.type("z")


@pytest.mark.parametrize("size", [(200, 60), (120, 40), (80, 24), (40, 10), (20, 5)])
def test_every_pane_can_be_reached_at_every_size(size: tuple[int, int]) -> None:
    session = Session(fakes.rich(), size=size)
    seen = set()
    for _ in range(12):
        session.type("tab")
        seen |= {
            text
            for line in fakes.runs(session.app.dashboard, size)
            for style, text in line
            if style == "title.focus"
        }
    wanted = ["SECTIONS", "STATUS", "METHODS", "PATHS", "CLIENTS", "FAILING", "AGENTS", "REFERRERS", "HOSTS"]
    assert seen >= set(wanted)


def test_panes_of_what_the_log_does_not_say_are_not_there() -> None:
    session = Session(fakes.much(), size=(200, 60))
    assert "AGENTS" not in session.text()
    assert "AGENTS  browsers 60 %  AI 40 %" in session.show(replace(fakes.rich(), now=fakes.NOW + 1))


def test_errors_first_and_back() -> None:
    session = Session(fakes.rich())
    text = session.type("tab", "e")
    assert "ERRORS  status, client, path" in text
    assert "503 203.0.113.7        /api/report" in text
    session.type("down", "enter")
    assert session.feed.requests[-1].where == ("status = 503", "client = 203.0.113.7", "path = /api/report")
    session.type("x")
    assert session.feed.requests[-1].where[-1] == "path != /api/report"
    session.type("e")
    assert session.app.dashboard.focused == "sections"
    assert "SECTIONS" in session.text()


def test_networks_are_asked_for_and_can_be_picked() -> None:
    session = Session(fakes.rich())
    session.type("n")
    assert session.feed.requests[-1].networks
    view = replace(fakes.rich().window, clients=fakes.table(("203.0.113.0/24", 40), ("2001:db8::/64", 3)))
    assert "CLIENTS  by network" in session.show(replace(fakes.rich(), now=fakes.NOW + 1, window=view))
    session.type(*["tab"] * 5, "down", "enter")
    assert session.feed.requests[-1].where == ("client ^ 203.0.113.",)
    assert "Select a row first, one that a filter can name" in session.type("down", "enter")
    assert "Select a row" not in session.type("down")


def test_a_family_of_agents_can_be_picked() -> None:
    session = Session(fakes.rich())
    session.type(*["tab"] * 8, "down", "down", "enter")
    assert session.feed.requests[-1].where == ("agent ~ GPTBot",)


def test_every_event_is_kept_and_the_end_is_followed() -> None:
    events = tuple(replace(fakes.FIRED, message=f"alert number {number}.") for number in range(500))
    session = Session(replace(fakes.none(), events=events[:499]), size=(80, 24))
    session.text()
    assert "alert number 499." in session.show(replace(fakes.none(), events=events))
    assert "alert number 0." in session.type("home")
    text = session.show(replace(fakes.none(), now=fakes.NOW + 1, events=(*events, fakes.FIRED)))
    assert "alert number 0." in text
    assert fakes.FIRED.message not in text
    assert fakes.FIRED.message in session.type("end")


@pytest.mark.parametrize(("bell", "rung"), [(True, 1), (False, 0)])
def test_bell_rings_once_when_an_alert_fires_but_not_for_what_was_there(bell: bool, rung: int) -> None:
    session = Session(fakes.much(), bell=bell)
    moment = replace(fakes.much(), events=(*fakes.much().events, fakes.FIRED))
    session.show(moment)
    session.show(moment)
    assert session.screen.rung == rung


def test_bell_rings_every_minute_until_somebody_takes_note() -> None:
    session = Session(fakes.firing(), bell=True)
    for second in range(0, 150, 10):
        session.show(replace(fakes.firing(), now=fakes.NOW + second))
    assert session.screen.rung == 3
    noted = replace(fakes.firing().alert, acknowledged=True)
    for second in range(150, 300, 10):
        session.show(replace(fakes.firing(), now=fakes.NOW + second, alert=noted))
    assert session.screen.rung == 3


@pytest.mark.parametrize(("kind", "sent"), [("off", []), ("9", [("9", True)]), ("777", [("777", True)])])
def test_a_notification_says_fixed_words(kind: str, sent: list[tuple[str, bool]]) -> None:
    session = Session(fakes.much(), notify=kind)
    session.show(replace(fakes.much(), events=(*fakes.much().events, fakes.FIRED)))
    assert session.screen.notified == sent


def test_a_backlog_is_read_without_drawing_every_slice() -> None:
    session = Session(fakes.much())
    assert session.app.step() == POLL
    session.feed.more = True
    before = len(session.feed.requests)
    assert [session.app.step() for _ in range(8)] == [BACKLOG] * 8
    assert len(session.feed.requests) - before == 1


@pytest.mark.parametrize(("part", "soon"), [(0.5, True), (1.0, False)])
def test_a_filter_that_is_still_being_counted_is_gone_on_with_soon(
    part: float, soon: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = replace(fakes.filtered(), filter=FilterView(("status >= 500",), fakes.NOW - 60, part))
    app = App(fakes.FakeFeed(moment), ScreenOptions(), BellScreen(inputs=[*[["x"]] * 9, ["w"], ["q"]]))
    waits, set_alarm = list[float](), app.loop.set_alarm_in

    def noted(wait: float, tick: Callable[..., object]) -> object:
        waits.append(wait)
        return set_alarm(wait, tick)

    monkeypatch.setattr(app.loop, "set_alarm_in", noted)
    assert app.run() == 0
    assert (BACKLOG in waits) is soon


def test_figures_change_once_a_second_and_an_event_at_once() -> None:
    session = Session(fakes.much())
    session.text()
    session.show(replace(fakes.much(), totals=replace(fakes.much().totals, size=5)))
    assert len(session.screen.canvases) == 1
    session.show(replace(fakes.much(), events=(*fakes.much().events, fakes.FIRED)))
    assert len(session.screen.canvases) == 2


@pytest.mark.parametrize(
    "late", [fakes.back(), replace(fakes.much(), window=replace(fakes.much().window, span=Span.MINUTES_2))]
)
def test_an_answer_to_a_key_that_comes_late_is_shown_at_once(late: Snapshot) -> None:
    shown = replace(late, moment=None, window=replace(late.window, span=Span.SLOT))
    session = Session(shown)
    session.show(late)
    assert len(session.screen.canvases) == 2


def test_theme_key_goes_through_the_themes() -> None:
    session = Session(fakes.much())
    looks = []
    for _ in range(5):
        looks.append({entry[0]: entry[4:] for entry in session.screen.entries}["text"])
        session.type("t")
    assert looks[0] == looks[4]
    assert len(set(looks)) == 4


def test_q_ends_with_0() -> None:
    screen = BellScreen(inputs=[["x"], ["q"], ["x"]])
    assert App(fakes.FakeFeed(fakes.much()), ScreenOptions(), screen).run() == 0


def test_q_closes_what_is_open_before_it_quits() -> None:
    session = Session(fakes.much())
    for opened in ("?", "m", "enter"):
        assert "╭─" in session.type(opened)
        assert "╭─" not in session.type("q")
    with pytest.raises(urwid.ExitMainLoop):
        session.type("q")


class Raising(fakes.FakeFeed):
    """Does something at its first tick, or when asked for a moment."""

    def __init__(
        self, at_tick: Callable[[], object], at_snapshot: Callable[[], object] = lambda: None
    ) -> None:
        super().__init__(fakes.much())
        self._at_tick = at_tick
        self._at_snapshot = at_snapshot

    def tick(self) -> bool:
        self._at_tick()
        return False

    def snapshot(self, request: Request) -> Snapshot:
        self._at_snapshot()
        return super().snapshot(request)


def bug() -> None:
    raise ZeroDivisionError("a bug")


@pytest.mark.parametrize("feed", [Raising(bug), Raising(lambda: None, bug)])
def test_a_bug_ends_the_loop_and_is_raised(feed: Raising) -> None:
    screen = BellScreen(inputs=[["x"]] * 9)
    with pytest.raises(ZeroDivisionError, match="a bug"):
        App(feed, ScreenOptions(), screen).run()
    assert not screen.started


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_signals_end_with_their_code_and_leave_the_handlers_as_they_were(number: int) -> None:
    before = signal.getsignal(number)
    screen = BellScreen(inputs=[["x"]] * 999)
    app = App(Raising(lambda: os.kill(os.getpid(), number)), ScreenOptions(), screen)
    assert app.run() == 128 + number
    assert not screen.started
    assert signal.getsignal(number) is before


def test_a_terminal_that_is_gone_ends_with_129() -> None:
    class Gone(BellScreen):
        def get_input(self, raw_keys: bool = False) -> Any:
            raise urwid.InputClosedError

    class Broken(BellScreen):
        def draw_screen(self, size: Any, canvas: Any) -> None:
            raise OSError(5, "Input/output error")

    for screen in (Gone(), Broken()):
        assert App(fakes.FakeFeed(fakes.much()), ScreenOptions(), screen).run() == 129


@pytest.mark.parametrize("where", Where)
def test_a_key_has_one_meaning_in_its_place(where: Where) -> None:
    keys = [key for entry in KEYS if entry.where in holds(where) for key in entry.keys]
    assert len(keys) == len(set(keys))


PREPARED: dict[str, tuple[str, ...]] = {
    "up": ("tab", "end"), "page up": ("tab", "end"), "first": ("tab", "end"), "end": ("left",),
    "back": ("?",), "details": ("tab", "down"), "pick": ("tab", "down"), "exclude": ("tab", "down"),
    "widen": ("tab", "down", "enter"), "sort": ("tab",), "reverse": ("tab",), "last": ("tab",),
    "down": ("tab",), "page down": ("tab",),
}  # fmt: skip
TYPED = ("/", *"path ~ abc", "left")
PREPARED_IN = {Where.ALERTS: (), Where.LINES: ("l", "up"), Where.TYPING: TYPED}


def before(entry: Key) -> tuple[str, ...]:
    """The keys after which one of an entry has something to do."""
    if entry.action == "cursor right":
        return (*TYPED, "home")
    return PREPARED_IN.get(entry.where, PREPARED.get(entry.action, ()))


LISTED = [(entry, key) for entry in KEYS for key in entry.keys]


def state(session: Session) -> tuple[object, ...]:
    board = session.app.dashboard
    return (
        session.text(),
        fakes.runs(board, (120, 40)),
        session.screen.cleared,
        len(session.feed.requests),
        board.prompt.cursor,
    )


@pytest.mark.parametrize(("entry", "key"), LISTED, ids=[f"{entry.where.name}-{key}" for entry, key in LISTED])
def test_every_key_of_the_table_does_something(entry: Key, key: str) -> None:
    session = Session(fakes.rich())
    session.type(*before(entry))
    was = state(session)
    assert action_of(key, session.app.dashboard.where) == entry.action
    if entry.action == "quit":
        with pytest.raises(urwid.ExitMainLoop):
            session.type(key)
        return
    session.type(key)
    assert state(session) != was


def test_no_key_beside_the_table_does_anything() -> None:
    session = Session(fakes.much())
    letters = {chr(code) for code in range(32, 127)}
    named = {"left", "right", "backspace", "delete", "insert", "ctrl a", "f2", "f5", "meta x", "ctrl up"}
    for prepared in ((), ("tab", "down"), ("?",)):
        session.type(*prepared)
        was, where = state(session), session.app.dashboard.where
        session.type(*sorted(key for key in letters | named if action_of(key, where) is None))
        assert state(session) == was
    session.type("esc", "/", "p")
    was = state(session)
    session.type(*sorted(key for key in named if action_of(key, Where.TYPING) is None))
    assert state(session) == was


@pytest.mark.parametrize("width", [36, 60, 76, 116])
@pytest.mark.parametrize("where", Where)
def test_the_help_of_a_place_has_its_keys_and_no_others(where: Where, width: int) -> None:
    lines = ["".join(text for _, text in line) for line in help_lines(UNICODE, where, width)]
    assert all(len(line) <= width for line in lines) or width < 76
    for entry in KEYS:
        text = entry.text if width in (60, 116) or where is Where.TYPING else entry.short
        there = any(f" {entry.shown:10}{text}" in line for line in lines)
        assert there is (entry.where in holds(where))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_help_of_a_pane_is_one_page(size: tuple[int, int]) -> None:
    session = Session(fakes.rich(), size=size)
    for keys in (("?",), ("esc", "tab", "?"), ("esc", "l", "?"), ("esc", "/", "f1")):
        text = session.type(*keys)
        assert " Esc closes " in text
        assert "more below" not in text
    assert "characters" not in session.type("esc")
    assert session.app.dashboard.prompt.open


def test_the_help_fits_another_size_while_it_is_open() -> None:
    session = Session(fakes.rich())
    assert "clients by network, /24 and /64, or back" in session.type("?")
    session.screen.size = (80, 24)
    assert "more below" not in session.type("up")


def test_every_key_is_in_the_readme_table() -> None:
    for entry in KEYS:
        assert f"| {entry.text} |" in markdown_table()


def test_a_hint_stands_in_the_last_line_until_the_first_key() -> None:
    session = Session(fakes.much(), hint=True)
    assert "? shows the keys" in session.text().splitlines()[-1]
    assert "? shows the keys" not in session.type("tab")


def test_enter_filters_by_the_row_x_excludes_it_and_backspace_takes_back() -> None:
    session = Session(fakes.much())
    session.type("tab", "down", "enter")  # sections
    session.type("tab", "down", "down", "down", "x")  # status: 4xx
    session.type("tab", "down", "enter", "enter")  # methods, twice the same
    session.type("tab", "down", "enter")  # paths
    session.type("tab", "down", "enter", "tab", "down", "enter")  # clients, failing
    expected = (
        "section = /api", "status != 4xx", "method = GET", "path = /api/user0", "client = 203.0.113.7",
        "status >= 400", "path = /api/report",
    )  # fmt: skip
    assert session.feed.requests[-1].where == expected
    session.type("backspace")
    assert session.feed.requests[-1].where == expected[:-1]
    session.type("esc")
    assert session.feed.requests[-1].where == ()


@pytest.mark.parametrize(
    ("keys", "path", "others"),
    [
        (("e", "down"), "/api/report", "status and client"),
        (("tab",) * 6 + ("down",), "/api/report", "status"),
    ],
)
def test_to_exclude_a_row_of_several_fields_excludes_its_path_and_says_so(
    keys: tuple[str, ...], path: str, others: str
) -> None:
    session = Session(fakes.rich())
    last = session.type(*keys, "x").splitlines()[-1]
    assert last.strip() == f"Left out: path = {path}, whatever its {others}"
    assert session.feed.requests[-1].where == (f"path != {path}",)
    assert "Left out" not in session.type("down")


def test_a_code_can_be_picked() -> None:
    session = Session(fakes.much())
    session.type("tab", "tab", "end", "enter")
    assert session.feed.requests[-1].where == ("status = 500",)


def test_typing_makes_chips_and_says_where_it_is_not_understood() -> None:
    session = Session(fakes.much())
    assert "section = /api and status >= 500 and client != 10.0.0.1" in session.type("/")
    text = session.type(*"section = /api and stat > 500")
    assert "at 20: expected one of section, path, client" in text
    marked = [
        text
        for line in fakes.runs(session.app.dashboard, (120, 40))
        for style, text in line
        if style == "warning"
    ]
    assert marked == ["s"]
    session.type("enter")
    assert session.feed.requests[-1].where == ()
    session.type("left", "left", "left", "left", "left", "left", *"us", "enter")
    assert session.feed.requests[-1].where == ("section = /api", "status > 500")
    session.type("/", *"path ~ x", "esc")
    assert session.feed.requests[-1].where == ("section = /api", "status > 500")
    session.type("/", "enter")
    assert not session.app.dashboard.prompt.open


def test_what_the_filter_covers_is_said() -> None:
    text = Session(fakes.filtered()).text()
    line = line_with(text, "FILTER")
    assert line.startswith(
        " FILTER  section = /api   status >= 500   since 15:00:00  alerts count all traffic"
    )
    counting = replace(fakes.filtered(), filter=replace(fakes.filtered().filter, part=0.431))
    assert " counting 43 % " in line_with(Session(counting).text(), "FILTER")
    assert ["matching", "84"] in [line.rsplit("│", 1)[-1].split() for line in text.splitlines()]


def test_the_footer_keeps_help_and_quit_to_the_last_and_cuts_no_word() -> None:
    for width in range(200):
        pairs = footer(width, Where.TABLES, ("↑↓", "←→"))
        assert len("   ".join(f"{key} {word}" for key, word in pairs)) <= width
        assert ("?", "help") in pairs or width < 6
        assert ("q", "quit") in pairs or width < 15
    tables = {entry.footer for entry in KEYS if entry.footer and entry.where is Where.TABLES}
    assert not (tables - {"filter"}) & {word for _, word in footer(500, Where.ALERTS, ("↑↓", "←→"))}


@pytest.mark.parametrize("seed", range(4))
def test_random_keys_sizes_and_moments_end_as_a_fresh_drawing(seed: int) -> None:
    chance = random.Random(seed)
    moments = list(fakes.MOMENTS.values())
    session = Session(fakes.none(), ascii=bool(seed % 2))
    keys = [key for entry in KEYS for key in entry.keys if key != "q"]
    keys += ["x", "f9", "ctrl c", "window resize", *"path ~ b"]
    for step in range(60):
        moment = replace(chance.choice(moments), now=fakes.NOW + step, events=fakes.much().events)
        session.feed.moment = moment
        session.app.step()
        columns, rows = chance.choice([0, 1, 2, 9, 20, 40, 80, 120]), chance.choice([0, 1, 2, 5, 10, 24, 40])
        session.screen.size = columns, rows
        button = chance.choice([1, 2, 4, 5])
        mouse = ("mouse press", button, chance.randrange(max(1, columns)), chance.randrange(max(1, rows)))
        session.type(*chance.choices(keys, k=3), mouse)
    session.screen.size = (100, 30)
    session.type("esc", "esc", "esc", "esc", "window resize")
    if "PAUSED" in session.text():
        session.type("p")
    text = session.show(replace(fakes.much(), now=fakes.NOW + 999))
    urwid.CanvasCache.clear()
    session.app.dashboard._invalidate()
    assert session.text() == text
    assert all(len(line) == 100 for line in text.splitlines())
    fresh = Session(replace(fakes.much(), now=fakes.NOW + 999), size=(100, 30), ascii=bool(seed % 2)).text()
    assert text.splitlines()[:2] == fresh.splitlines()[:2]


def test_keys_acknowledge_and_move_the_limit() -> None:
    session = Session(fakes.firing())
    session.type("a", "+")
    first, second = session.feed.requests[-1].orders
    assert (first.limit, second.limit) == (None, 11)
    session.type("-")
    assert session.feed.requests[-1].orders[:2] == (first, second)
    assert session.feed.requests[-1].orders[2].limit == 9
    assert "Nothing fires" in Session(fakes.much()).type("a")
