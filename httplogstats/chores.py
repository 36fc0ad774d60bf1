"""Work that nobody waits for: done in order, beside all else, on a thread that lives while there is some."""

import signal
from collections import deque
from collections.abc import Callable
from threading import Condition, Thread

Work = Callable[[], None]

MOST = 4
"""Pieces of work that may be left undone; whoever adds more waits until one is done."""

LINGERS = 0.1
"""Seconds after which the thread ends for want of work."""


class Chores:
    """What a piece of work raises is raised by whoever waits or checks next."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._left: deque[Work] = deque()  # the first one is being done
        self._serving = False
        self._error: Exception | None = None

    def add(self, work: Work) -> None:
        """Have a piece of work done after all that was added before."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._left) < MOST)
            self._left.append(work)
            self._changed.notify_all()
            served, self._serving = self._serving, True
        if not served:
            self._start()

    def wait(self) -> None:
        """Until all is done."""
        if self._left:
            with self._changed:
                self._changed.wait_for(lambda: not self._left)
        self.check()

    def check(self) -> None:
        """Raise what was raised so far."""
        if self._error is not None:
            error, self._error = self._error, None
            raise error

    def _start(self) -> None:
        try:
            Thread(target=self._serve, daemon=True).start()
        except RuntimeError:  # the system allows no more threads
            self._serving = False
            while self._left:
                self._do_first()

    def _serve(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())  # they are for the main thread
        while self._has_more():
            self._do_first()

    def _has_more(self) -> bool:
        with self._changed:
            self._serving = self._changed.wait_for(lambda: bool(self._left), LINGERS)
            return self._serving

    def _do_first(self) -> None:
        try:
            self._left[0]()
        except Exception as error:  # such as no memory: who waits must know
            self._error = error
        with self._changed:
            self._left.popleft()
            self._changed.notify_all()
