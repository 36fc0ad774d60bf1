"""The loop: asks the feed on an alarm, shows snapshots, carries out keys, restores the terminal."""

import logging
import os
import signal
from dataclasses import dataclass, replace
from types import FrameType
from typing import Any, TextIO

import urwid

from httplogstats import words
from httplogstats.feed import Feed
from httplogstats.snapshot import AlertEvent, Request, Snapshot, Span
from httplogstats.ui.dashboard import Dashboard, event_text, help_text, malformed_text, over
from httplogstats.ui.keys import ACTIONS
from httplogstats.ui.theme import DARK, MONO, NAMES, palette
from httplogstats.ui.timeline import columns

POLL = 0.25
"""Seconds between two looks at an idle log."""

BACKLOG = 0.005
"""Seconds between two slices of a backlog: long enough for keys and drawing to have their turn."""

BACKLOG_DRAWS = 8
"""Slices of a backlog between two drawings."""

_MOVES = {
    "older": "up", "newer": "down", "page older": "page up", "page newer": "page down",
    "oldest": "home", "newest": "end",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """How the screen looks; `keyboard` is given where standard input is the log."""

    theme: str = "auto"
    bell: bool = False
    zone: words.Zone = None
    ascii: bool = False
    keyboard: TextIO | None = None


def run(feed: Feed, options: ScreenOptions) -> int:
    """Show the feed until the user, a signal or the terminal's end stops it; the exit code.

    An exception of ours is raised again once the terminal is as it was.
    """
    logging.getLogger("urwid").setLevel(logging.CRITICAL)
    return App(feed, options, _screen(options)).run()


def _screen(options: ScreenOptions) -> Any:
    from urwid.display.raw import Screen

    return Screen(input=options.keyboard) if options.keyboard else Screen()


class App:
    """One session; made with a screen so that tests can give their own."""

    def __init__(self, feed: Feed, options: ScreenOptions, screen: Any) -> None:
        self._feed = feed
        self._options = options
        self._request = Request(rows=60)
        self._events: tuple[AlertEvent, ...] = ()
        self._snapshot: Snapshot | None = None
        self._slices = 0
        self._bug: BaseException | None = None
        self._code = 0
        no_colour = "NO_COLOR" in os.environ or os.environ.get("TERM", "").startswith(("vt", "linux-m"))
        self._theme = (MONO if no_colour else DARK) if options.theme == "auto" else options.theme
        self.dashboard = Dashboard(options.zone, options.ascii)
        self.screen = screen
        self.loop = urwid.MainLoop(
            self.dashboard,
            palette(self._theme),
            screen=screen,
            unhandled_input=self.key,
            input_filter=self._filter,
        )
        self._set_colours()

    def run(self) -> int:
        """Until the end; the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._signal)
        self.loop.set_alarm_in(0, self._tick)
        try:
            self.loop.run()
        except urwid.InputClosedError:
            self._code = 129
        if self._bug is not None:
            raise self._bug
        return self._code

    def step(self) -> float:
        """One look at the feed; the seconds until the next one."""
        more = self._feed.tick()
        self._slices += 1
        if not more or self._snapshot is None or self._slices % BACKLOG_DRAWS == 0:
            self.refresh()
        return BACKLOG if more else POLL

    def refresh(self) -> None:
        """Ask for the present moment and show it, unless the display is paused."""
        width = self.screen.get_cols_rows()[0]
        request = replace(self._request, columns=columns(width), events_from=len(self._events))
        snapshot = self._feed.snapshot(request)
        if self._options.bell and self._events and any(event.fired for event in snapshot.events):
            self.screen.write("\a")
        self._events += snapshot.events
        if self.dashboard.paused and self._snapshot is not None:
            return
        self._snapshot = replace(snapshot, events=self._events)
        self.dashboard.show(self._snapshot)

    def key(self, key: Any) -> bool:
        """Carry out a key that nothing on the screen took."""
        action = ACTIONS.get(key) if isinstance(key, str) else None
        if action is None:
            return False
        self._act(action)
        return True

    def _filter(self, keys: list[Any], raw: list[int]) -> list[Any]:
        """Keys of the table go to the dispatcher first, but over it arrows move what is open."""
        rest = []
        for key in keys:
            moves = isinstance(key, str) and ACTIONS.get(key) in _MOVES
            if not (isinstance(key, str) and not moves and self.key(key)):
                rest.append(_MOVES[ACTIONS[key]] if moves else key)
        return rest

    def _act(self, action: str) -> None:
        snapshot = self._snapshot
        if action == "quit":
            raise urwid.ExitMainLoop
        if action == "back":
            self.loop.widget = self.dashboard
        elif action == "help":
            self._open("Keys", help_text())
        elif action == "malformed" and snapshot is not None:
            self._open("Malformed lines", malformed_text(snapshot))
        elif action == "details" and (event := self.dashboard.alerts.selected()) is not None:
            self._open("Alert", event_text(event))
        elif action == "theme":
            self._theme = NAMES[(NAMES.index(self._theme) + 1) % len(NAMES)]
            self._set_colours()
        elif action in ("window", "pause"):
            self._change(action)

    def _change(self, action: str) -> None:
        if action == "pause":
            self.dashboard.paused = not self.dashboard.paused
            if self.dashboard.paused and self._snapshot is not None:
                self.dashboard.show(self._snapshot)
                return
        else:
            spans = list(Span)
            span = spans[(spans.index(self._request.span) + 1) % len(spans)]
            self._request = replace(self._request, span=span)
        self.refresh()

    def _open(self, title: str, lines: list[str]) -> None:
        self.loop.widget = over(self.dashboard, title, lines)

    def _set_colours(self) -> None:
        self.screen.register_palette(palette(self._theme))
        if hasattr(self.screen, "set_terminal_properties"):
            few = os.environ.get("TERM", "") in ("linux", "xterm-color", "ansi")
            self.screen.set_terminal_properties(colors=1 if self._theme == MONO else 16 if few else 256)
        self.screen.clear()

    def _tick(self, *_: Any) -> None:
        if os.getpid() == 1:  # no shell could bring us back
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        if self._code:
            raise urwid.ExitMainLoop
        try:
            wait = self.step()
        except Exception as bug:
            self._bug = bug
            raise urwid.ExitMainLoop from None
        self.loop.set_alarm_in(wait, self._tick)

    def _signal(self, number: int, _: FrameType | None) -> None:
        self._code = 128 + number
