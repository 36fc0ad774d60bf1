"""The figures of the window asked for: where a slot closes, the ones before stay until the new ones are made.

A sum of full tables takes longer than a key may wait, so it is made in pieces.
"""

from collections.abc import Callable

from httplogstats.clock import NEVER
from httplogstats.snapshot import Request, WindowView
from httplogstats.views import ViewWork, window_work
from httplogstats.windows import Windows


class Shown:
    """A window changes only when a slot closes; until then the same view serves."""

    def __init__(self, started: int) -> None:
        self._started = started
        self._asked: tuple[Windows, Request] | None = None
        self._view: WindowView | None = None
        self._of = NEVER  # which slot was to close next for the view
        self._work: ViewWork | None = None
        self._work_of = NEVER

    def view(self, windows: Windows, request: Request, enough: Callable[[], bool]) -> WindowView:
        """What is asked for; until it is made, the same of when a slot closed before."""
        asked = windows, request._replace(events_from=0, lines=0, orders=())
        if asked != self._asked:
            self._asked, self._view, self._of, self._work = asked, None, NEVER, None
        if self._of != windows.next_close and self._work is None:
            self._work, self._work_of = window_work(windows, asked[1], self._started), windows.next_close
        while self._view is None:
            self._view = self._piece()
        self.work(enough)
        return self._view

    def work(self, enough: Callable[[], bool]) -> bool:
        """Go on until it is `enough` with what was begun; whether there is more to do."""
        if self._work is not None and self._asked is not None and self._asked[0].next_close != self._work_of:
            self._work = None  # what is summed up has changed
        while self._work is not None and not enough():
            self._view = self._piece() or self._view
        return self._work is not None

    def _piece(self) -> WindowView | None:
        """The view, if this was the last piece of it."""
        if self._work is None:
            return None
        try:
            next(self._work)
        except StopIteration as end:
            view: WindowView = end.value
            self._of, self._work = self._work_of, None
            return view
        return None
