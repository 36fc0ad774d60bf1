"""The loop: asks the feed on an alarm, shows snapshots, and ends well. Counts nothing."""

import logging
import os
import signal
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NamedTuple, TextIO

import urwid

from httplogstats.feed import Feed
from httplogstats.snapshot import AlertEvent, Snapshot
from httplogstats.ui.commands import Commands
from httplogstats.ui.dashboard import Dashboard
from httplogstats.ui.events import Events
from httplogstats.ui.glyphs import ASCII, UNICODE
from httplogstats.ui.looking import Looking
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.spark import columns
from httplogstats.ui.terminal import GONE, Terminal, suited
from httplogstats.ui.theme import DARK, NAMES, palette
from httplogstats.words import Zone

POLL = 0.25
"""Seconds between two looks at an idle log."""

BACKLOG = 0.005
"""Seconds between two slices of a backlog: long enough for keys and drawing to have their turn."""

BACKLOG_DRAWS = 8
"""Slices of a backlog between two drawings: about a quarter of a second."""

ROWS = 100
"""Rows of each table that are asked for; all of them of one that has the whole screen, or is sorted anew."""

LINES = 200
"""Requests that are asked for, where they are listed."""

HINT = ("New here? ? shows the keys", ", Enter filters by a row", ", / takes a filter", ", q quits")
"""What stands in the last line until the first key."""

RING_AGAIN = 60
"""Seconds after which the bell rings again for an alert that nobody has acknowledged."""

HANGUP = 128 + signal.SIGHUP
"""The exit code when the terminal is gone."""


class ScreenOptions(NamedTuple):
    """How the screen looks; `keyboard` is given where standard input is the log."""

    theme: str = "auto"
    bell: bool = False
    notify: str = "off"
    zone: Zone = None
    ascii: bool = False
    keyboard: TextIO | None = None
    hint: bool = False


def run(feed: Feed, options: ScreenOptions) -> int:
    """Show the feed until the user, a signal or the terminal's end stops it.

    Returns the exit code: 0, or 128 and the signal's number. An exception of ours is raised again once
    the terminal is as it was.
    """
    logging.getLogger("urwid").setLevel(logging.CRITICAL)
    if options.theme == "auto":
        options = options._replace(theme=suited(os.environ))
    return App(feed, options, Terminal(options.keyboard)).run()


class App:
    """One session; the screen is given, so that tests can give their own."""

    def __init__(self, feed: Feed, options: ScreenOptions, screen: Any) -> None:
        self._feed = feed
        self._options = options
        self._screen = screen
        self._theme = DARK if options.theme == "auto" else options.theme
        self.looking = Looking()
        self._newest: Snapshot | None = None
        self._shown: Snapshot | None = None
        self._events: tuple[AlertEvent, ...] = ()
        self._paused = False
        self._slices = 0
        self._ring_again = 0
        self._alarm: Any = None  # of the next tick
        self._bug: Exception | None = None
        self._code = 0
        self.dashboard = Dashboard(Manner(options.zone, ASCII if options.ascii else UNICODE))
        self.dashboard.hint(*(HINT if options.hint else ()))
        self.loop = urwid.MainLoop(
            self.dashboard,
            palette(self._theme),
            screen=screen,
            event_loop=Events(),
            input_filter=self._resized,
            unhandled_input=Commands(self).key,
        )

    def run(self) -> int:
        """Until the end; the exit code."""
        with self._signals():
            self.loop.set_alarm_in(0, self._tick)
            try:
                self.loop.run()
            except urwid.InputClosedError:
                self._code = self._code or HANGUP
            except (OSError, termios.error) as error:
                if error.args[0] not in GONE:
                    raise
                self._code = self._code or HANGUP
        if self._bug is not None:
            raise self._bug
        return self._code

    def step(self) -> float:
        """One look at the feed; the seconds until the next one."""
        more = self._feed.tick()
        self._slices += 1
        if not more or self._newest is None or self._slices % BACKLOG_DRAWS == 0:
            self.refresh()
        return BACKLOG if more else POLL

    def refresh(self) -> None:
        """Ask for the present moment; show it if it is worth drawing, and the display is not held."""
        self._newest = self._ask()
        if self._paused and self._shown is not None:
            self.dashboard.hold(self._shown.now, self._newest.alert.firing)
        elif self._shown is None or worth_drawing(self._shown, self._newest):
            self._show(self._newest)

    @property
    def newest(self) -> Snapshot | None:
        """The newest moment that the feed gave."""
        return self._newest

    def _ask(self) -> Snapshot:
        """The present moment, with all events; the bell rings for a new one that fired."""
        request = self.looking.request(
            rows=ROWS,
            whole=self.dashboard.whole,
            lines=LINES if self.dashboard.focused == "lines" else 0,
            columns=columns((self.loop.screen_size or self._screen.get_cols_rows())[0]),
            events_from=len(self._events),
        )
        snapshot = self._feed.snapshot(request)
        if self._newest is not None:
            self._call(snapshot)
        self._events += snapshot.events
        return snapshot._replace(events=self._events)

    def _call(self, snapshot: Snapshot) -> None:
        """Bell and notification for what is new; the bell again and again until somebody has taken note."""
        crossings = [event for event in snapshot.events if not event.note]
        if crossings and self._options.notify != "off":
            self._screen.notify(self._options.notify, crossings[-1].fired)
        unnoticed = any(view.firing and not view.acknowledged for view in (snapshot.alert, *snapshot.rules))
        fired = any(event.fired for event in crossings)
        if self._options.bell and (fired or (unnoticed and snapshot.now >= self._ring_again)):
            self._screen.ring()
        if fired or snapshot.now >= self._ring_again:
            self._ring_again = snapshot.now + RING_AGAIN

    def _show(self, snapshot: Snapshot) -> None:
        self._shown = snapshot
        self.dashboard.show(snapshot)

    def ask_again(self) -> None:
        """What is looked at has changed: the answer is shown at once, also on a held display."""
        self._newest = self._ask()
        self._show(self._newest)
        if self._paused:
            self.refresh()
        if self._newest.filter is not None and self._newest.filter.part < 1 and self._alarm is not None:
            self.loop.remove_alarm(self._alarm)  # what was filtered is still being counted
            self._alarm = self.loop.set_alarm_in(BACKLOG, self._tick)

    def pause(self) -> None:
        """Hold the display, or go on."""
        self._paused = not self._paused and self._shown is not None
        if self._paused:
            self.refresh()
        else:
            self.dashboard.hold(None, False)
            self.ask_again()

    def next_theme(self) -> None:
        """Other colours."""
        self._theme = NAMES[(NAMES.index(self._theme) + 1) % len(NAMES)]
        self._screen.register_palette(palette(self._theme))
        self._screen.clear()

    def repaint(self) -> None:
        """Draw the whole screen again."""
        self._screen.clear()

    def _resized(self, keys: list[Any], _: list[int]) -> list[Any]:
        if "window resize" in keys:
            self.loop.screen_size = None
            if self._shown is not None and not self._paused:
                self.ask_again()
        return keys

    def _tick(self, *_: Any) -> None:
        if self._code:
            raise urwid.ExitMainLoop
        try:
            wait = self.step()
        except Exception as bug:
            self._bug = bug
            raise urwid.ExitMainLoop from None
        self._alarm = self.loop.set_alarm_in(wait, self._tick)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Signals end the loop from within, so that the terminal is given back."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
        before = [signal.signal(number, self._signal) for number in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def _signal(self, number: int, _: FrameType | None) -> None:
        self._code = self._code or 128 + number
        with suppress(RuntimeError):  # the loop does not run yet: the first tick ends it
            self.loop.call_from_thread(_leave)


def _leave() -> None:
    raise urwid.ExitMainLoop


def worth_drawing(shown: Snapshot, newest: Snapshot) -> bool:
    """Figures change once a second; sooner only what cannot wait: an event, a new window, progress."""
    return (
        shown.now != newest.now
        or shown.next_close != newest.next_close
        or (shown.window.span, shown.moment) != (newest.window.span, newest.moment)
        or len(shown.events) != len(newest.events)
        or shown.clock != newest.clock
        or shown.trouble != newest.trouble
        or shown.filter != newest.filter
        or shown.lines != newest.lines
        or (newest.clock == "replay" and shown != newest)
        or [source.following for source in shown.sources] != [source.following for source in newest.sources]
    )
