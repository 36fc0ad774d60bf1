"""How far a summary has come: one line on a terminal, written over and taken away again. Reads no clock."""

from typing import TextIO

from httplogstats import words
from httplogstats.feed import LocalFeed
from httplogstats.monitor import Monitor

EVERY = 1.0
"""Seconds between two looks; nothing is said before the first one."""


class Progress:
    """On `out`; `elapsed` are monotonic seconds. No escape codes: what was longer is blanked."""

    def __init__(self, out: TextIO, elapsed: float) -> None:
        self._out = out
        self._next = elapsed + EVERY
        self._width = 0

    def say(self, elapsed: float, feed: LocalFeed, monitor: Monitor) -> None:
        """Say what has been read, if it is time."""
        if elapsed < self._next:
            return
        self._next = elapsed + EVERY
        sources = feed.sources
        done, whole = sum(source.offset for source in sources), sum(source.size or 0 for source in sources)
        part = f" of {words.size(whole)}, {words.share(min(done, whole), whole)} %" if whole else ""
        self._write(f"{words.size(done)}{part}, {words.counted(monitor.account.read, 'line')}")

    def end(self) -> None:
        """Take the line away."""
        if self._width:
            self._write("")

    def _write(self, text: str) -> None:
        self._out.write(f"\r{text:<{self._width}}\r")
        self._out.flush()
        self._width = len(text)
