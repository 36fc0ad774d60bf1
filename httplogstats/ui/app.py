"""The loop: asks the feed on an alarm, shows snapshots, carries out keys, restores the terminal."""

import errno
import logging
import os
import signal
import termios
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from types import FrameType
from typing import Any, TextIO

import urwid
from urwid.display.raw import Screen

from httplogstats import words
from httplogstats.feed import Feed
from httplogstats.snapshot import AlertEvent, Request, Snapshot, Span
from httplogstats.ui.alerts import event_text
from httplogstats.ui.dashboard import Dashboard
from httplogstats.ui.keys import BY_KEY, Key
from httplogstats.ui.overlays import help_text, malformed_text, over
from httplogstats.ui.theme import MONO, NAMES, chosen, colours, palette
from httplogstats.ui.timeline import columns

POLL = 0.25
"""Seconds between two looks at an idle log."""

BACKLOG = 0.005
"""Seconds between two slices of a backlog: long enough for keys and drawing to have their turn."""

BACKLOG_DRAWS = 8
"""Slices of a backlog between two drawings: with slices of 30 ms, about 0.25 s."""

GONE = {errno.EIO, errno.EBADF, errno.ENXIO, errno.ENOTTY}
"""What the system says of a terminal that is no longer there."""


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
    screen = Screen(input=options.keyboard) if options.keyboard else Screen()
    return App(feed, options, screen).run()


class App:
    """One session; made with a screen so that tests can give their own."""

    def __init__(self, feed: Feed, options: ScreenOptions, screen: Any) -> None:
        self._feed = feed
        self._options = options
        self._request = Request(rows=60)
        self._events: tuple[AlertEvent, ...] = ()
        self._snapshot: Snapshot | None = None
        self._slices = 0
        self._bug: Exception | None = None
        self._code = 0
        self._theme = chosen(options.theme, os.environ)
        self.dashboard = Dashboard(options.zone, options.ascii)
        self.screen = screen
        self.loop = urwid.MainLoop(
            self.dashboard, palette(self._theme), screen=screen, input_filter=self._input
        )
        self._set_colours()

    def run(self) -> int:
        """Until the end; the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._signal)
        self.loop.set_alarm_in(0, self._begin)
        try:
            self.loop.run()
        except urwid.InputClosedError:
            self._code = self._code or 128 + signal.SIGHUP
        except (OSError, termios.error) as error:
            if error.args[0] not in GONE:
                raise
            self._code = self._code or 128 + signal.SIGHUP
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
        started = self._snapshot is not None
        self._events += snapshot.events
        if self._options.bell and started and any(event.fired for event in snapshot.events):
            self.screen.write("\a")
        if self.dashboard.paused and self._snapshot is not None:
            return
        self._snapshot = replace(snapshot, events=self._events)
        self.dashboard.show(self._snapshot)

    def key(self, key: str) -> None:
        """Carry out a key, whatever it was pressed over; unknown keys do nothing."""
        entry = BY_KEY.get(key)
        if entry is None:
            return
        if entry.moves:
            self._move(entry)
        else:
            self._actions()[entry.action]()

    def _actions(self) -> dict[str, Callable[[], None]]:
        return {
            "next pane": partial(self.dashboard.focus_next, 1),
            "previous pane": partial(self.dashboard.focus_next, -1),
            "window": self._next_window,
            "details": self._details,
            "malformed": self._malformed,
            "pause": self._pause,
            "theme": self._next_theme,
            "help": lambda: self._open("Keys", help_text()),
            "back": self._back,
            "quit": self._quit,
        }

    def _input(self, keys: list[Any], raw: list[int]) -> list[Any]:
        """Keys are ours; the mouse is for the widget that it points at."""
        for key in keys:
            if isinstance(key, str) and key != "window resize":
                self._guarded(partial(self.key, key))
        return [key for key in keys if not isinstance(key, str) or key == "window resize"]

    def _move(self, entry: Key) -> None:
        if self.loop.widget is self.dashboard:
            self.dashboard.move(entry.moves)
        elif min(size := self.screen.get_cols_rows()) > 0:
            self.loop.widget.keypress(size, entry.moves)

    def _quit(self) -> None:
        raise urwid.ExitMainLoop

    def _back(self) -> None:
        self.loop.widget = self.dashboard

    def _details(self) -> None:
        event = self.dashboard.alerts.selected()
        if event is not None and self.dashboard.focused == "alerts":
            self._open("Alert", event_text(event))

    def _malformed(self) -> None:
        if self._snapshot is not None:
            self._open("Malformed lines", malformed_text(self._snapshot))

    def _open(self, title: str, lines: list[str]) -> None:
        self.loop.widget = over(self.dashboard, title, lines, self._options.ascii)

    def _pause(self) -> None:
        self.dashboard.paused = not self.dashboard.paused
        if self.dashboard.paused and self._snapshot is not None:
            self.dashboard.show(self._snapshot)  # the header says so
        else:
            self.refresh()

    def _next_window(self) -> None:
        """Another window; a display that is paused goes on, else the figures would not be for it."""
        spans = list(Span)
        span = spans[(spans.index(self._request.span) + 1) % len(spans)]
        self._request = replace(self._request, span=span)
        self.dashboard.paused = False
        self.refresh()

    def _next_theme(self) -> None:
        self._theme = NAMES[(NAMES.index(self._theme) + 1) % len(NAMES)]
        self._set_colours()

    def _set_colours(self) -> None:
        self.screen.register_palette(palette(self._theme))
        if isinstance(self.screen, Screen):
            self.screen.set_terminal_properties(colors=1 if self._theme == MONO else colours(os.environ))
            self.screen.clear()

    def _begin(self, *_: Any) -> None:
        if os.getpid() == 1:  # no shell could bring us back
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self._tick()

    def _tick(self, *_: Any) -> None:
        if self._code:
            raise urwid.ExitMainLoop
        self._guarded(lambda: self.loop.set_alarm_in(self.step(), self._tick))

    def _guarded(self, act: Callable[[], object]) -> None:
        """Do it; a bug ends the loop and is raised again when the terminal is restored."""
        try:
            act()
        except urwid.ExitMainLoop:
            raise
        except Exception as bug:
            self._bug = bug
            raise urwid.ExitMainLoop from None

    def _signal(self, number: int, _: FrameType | None) -> None:
        """Leave at once: the loop is woken instead of waiting for its next alarm."""
        self._code = 128 + number
        with suppress(RuntimeError):  # not begun yet: the first tick looks
            self.loop.call_from_thread(self._quit)
