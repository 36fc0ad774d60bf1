"""The session: when it asks and draws, what it tells, how it ends, and a long random one."""

import os
import random
import signal
from collections.abc import Callable
from typing import Any

import pytest
import urwid

from httplogstats.snapshot import FilterView, Request, Snapshot, Span
from httplogstats.ui.app import BACKLOG, POLL, App, ScreenOptions
from httplogstats.ui.keys import KEYS
from httplogstats.ui.spark import columns
from tests.ui import fakes
from tests.ui.session import BellScreen, Session


def test_a_new_size_is_asked_for_at_once() -> None:
    session = Session(fakes.MOMENTS["much"])
    session.screen.size = (200, 50)
    session.app.loop.input_filter(["window resize"], [])
    assert session.feed.requests[-1].columns == columns(200)


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


@pytest.mark.parametrize(("bell", "rung"), [(True, 1), (False, 0)])
def test_bell_rings_once_when_an_alert_fires_but_not_for_what_was_there(bell: bool, rung: int) -> None:
    session = Session(fakes.much(), bell=bell)
    moment = fakes.much()._replace(events=(*fakes.much().events, fakes.FIRED))
    session.show(moment)
    session.show(moment)
    assert session.screen.rung == rung


def test_bell_rings_every_minute_until_somebody_takes_note() -> None:
    session = Session(fakes.firing(), bell=True)
    for second in range(0, 150, 10):
        session.show(fakes.firing()._replace(now=fakes.NOW + second))
    assert session.screen.rung == 3
    noted = fakes.firing().alert._replace(acknowledged=True)
    for second in range(150, 300, 10):
        session.show(fakes.firing()._replace(now=fakes.NOW + second, alert=noted))
    assert session.screen.rung == 3


@pytest.mark.parametrize(("kind", "sent"), [("off", []), ("9", [("9", True)]), ("777", [("777", True)])])
def test_a_notification_says_fixed_words(kind: str, sent: list[tuple[str, bool]]) -> None:
    session = Session(fakes.much(), notify=kind)
    session.show(fakes.much()._replace(events=(*fakes.much().events, fakes.FIRED)))
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
    moment = fakes.filtered()._replace(filter=FilterView(("status >= 500",), fakes.NOW - 60, part))
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
    session.show(fakes.much()._replace(totals=fakes.much().totals._replace(size=5)))
    assert len(session.screen.canvases) == 1
    session.show(fakes.much()._replace(events=(*fakes.much().events, fakes.FIRED)))
    assert len(session.screen.canvases) == 2


@pytest.mark.parametrize(
    "late", [fakes.back(), fakes.much()._replace(window=fakes.much().window._replace(span=Span.MINUTES_2))]
)
def test_an_answer_to_a_key_that_comes_late_is_shown_at_once(late: Snapshot) -> None:
    shown = late._replace(moment=None, window=late.window._replace(span=Span.SLOT))
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


@pytest.mark.parametrize("seed", range(4))
def test_random_keys_sizes_and_moments_end_as_a_fresh_drawing(seed: int) -> None:
    chance = random.Random(seed)
    moments = list(fakes.MOMENTS.values())
    session = Session(fakes.none(), ascii=bool(seed % 2))
    keys = [key for entry in KEYS for key in entry.keys if key != "q"]
    keys += ["x", "f9", "ctrl c", "window resize", *"path ~ b"]
    for step in range(60):
        moment = chance.choice(moments)._replace(now=fakes.NOW + step, events=fakes.much().events)
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
    text = session.show(fakes.much()._replace(now=fakes.NOW + 999))
    urwid.CanvasCache.clear()
    session.app.dashboard._invalidate()
    assert session.text() == text
    assert all(len(line) == 100 for line in text.splitlines())
    fresh = Session(fakes.much()._replace(now=fakes.NOW + 999), size=(100, 30), ascii=bool(seed % 2)).text()
    assert text.splitlines()[:2] == fresh.splitlines()[:2]
