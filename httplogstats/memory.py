"""What becomes of freed memory: kept while a backlog is read, given back to the system when it has been."""

import gc

try:
    from httplogstats.scan._native import keep_freed as keep_freed
except ImportError:  # no compiler where it was installed

    def keep_freed(choice: bool, /) -> None:
        """Only native code can say it."""


EVERY = 3600.0
"""Seconds after which all that is free is given back, Python's lists of freed tuples too."""


class Memory:
    """`elapsed` is monotonic seconds."""

    def __init__(self, elapsed: float) -> None:
        self._busy: bool | None = None
        self._given = elapsed

    def note(self, busy: bool, elapsed: float) -> None:
        """Say whether there is a backlog."""
        due = not busy and elapsed - self._given >= EVERY
        if due:
            self._given = elapsed
            gc.collect()
        if due or busy is not self._busy:
            self._busy = busy
            keep_freed(busy)
