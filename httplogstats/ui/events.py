"""The event loop under urwid's main loop: waits for keys and alarms. Knows nothing of what they do.

urwid's own makes a selector for each wait, two for every alarm: 12 of the 15 system calls of an idle look.
"""

import errno
import heapq
import selectors
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any

import urwid

Alarm = tuple[float, int, Callable[[], Any]]
"""Monotonic seconds when it is due, its place among those due then, what to call."""


class Events(urwid.EventLoop):
    """One selector for the whole run. Input comes before drawing, and drawing before the next alarm."""

    def __init__(self) -> None:
        super().__init__()
        self._selector: selectors.BaseSelector = selectors.DefaultSelector()
        self._alarms: list[Alarm] = []
        self._idle: dict[int, Callable[[], Any]] = {}
        self._numbers = count()
        self._stirred = True  # whether anything was called since the last drawing

    def alarm(self, seconds: float, callback: Callable[[], Any]) -> Alarm:
        """Call once, so many seconds from now."""
        alarm = (time.monotonic() + seconds, next(self._numbers), callback)
        heapq.heappush(self._alarms, alarm)
        return alarm

    def remove_alarm(self, handle: Alarm) -> bool:
        """Do not call after all; whether it was still to be called."""
        if handle not in self._alarms:
            return False
        self._alarms.remove(handle)
        heapq.heapify(self._alarms)
        return True

    def watch_file(self, fd: int, callback: Callable[[], Any]) -> int:
        """Call whenever there is something to read."""
        try:
            self._selector.register(fd, selectors.EVENT_READ, callback)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            watched = list(self._selector.get_map().values())
            self._selector.close()
            self._selector = selectors.SelectSelector()  # macOS: kqueue takes no /dev/tty
            for key in watched:
                self._selector.register(key.fd, key.events, key.data)
            self._selector.register(fd, selectors.EVENT_READ, callback)
        return fd

    def remove_watch_file(self, handle: int) -> bool:
        """Watch no more; whether it was watched."""
        try:
            self._selector.unregister(handle)
        except KeyError:
            return False
        return True

    def enter_idle(self, callback: Callable[[], Any]) -> int:
        """Call when all that came has been dealt with: the drawing."""
        number = next(self._numbers)
        self._idle[number] = callback
        return number

    def remove_enter_idle(self, handle: int) -> bool:
        """Call it no more; whether it was to be called."""
        return self._idle.pop(handle, None) is not None

    def run(self) -> None:
        """Until a callback raises; `urwid.ExitMainLoop` is the good end."""
        with suppress(urwid.ExitMainLoop):
            while True:
                self._wait()

    def _wait(self) -> None:
        """Wait for what comes next, and call it."""
        left = max(0.0, self._alarms[0][0] - time.monotonic()) if self._alarms else None
        ready = self._selector.select(0 if self._stirred else left)
        if self._stirred and not ready and left != 0:
            self._stirred = False
            for callback in list(self._idle.values()):
                callback()
        for key, _ in ready:
            if self._selector.get_map().get(key.fd) is key:  # not taken away by the one before
                key.data()
                self._stirred = True
        if self._alarms and self._alarms[0][0] <= time.monotonic():
            heapq.heappop(self._alarms)[2]()
            self._stirred = True
