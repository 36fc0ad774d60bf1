"""What is wrong with inputs, lines and who is told, on standard error, each change once. Reads no clock."""

import os

from httplogstats.arguments import complain
from httplogstats.feed import LocalFeed
from httplogstats.monitor import Monitor
from httplogstats.safe import safe
from httplogstats.unreadable import Unreadable, not_understood


class Troubles:
    """Of the counting in this process."""

    def __init__(self, feed: LocalFeed, monitor: Monitor) -> None:
        self._feed = feed
        self._monitor = monitor
        self._unreadable = Unreadable()
        self._foreign = ""
        self._told = [""] * len(feed.tellers)  # of each, without how much waits by now

    def say(self, elapsed: float, idle: bool) -> None:
        """Say what is new at a moment, in monotonic seconds; `idle` is whether nothing waits to be read."""
        for line in self._news(elapsed, idle):
            complain(line)

    def _news(self, elapsed: float, idle: bool) -> list[str]:
        lines = self._unreadable.news(self._feed.sources, elapsed)
        for number, teller in enumerate(self._feed.tellers):
            reason, before = teller.trouble.partition(";")[0], self._told[number]
            if reason != before and (text := teller.trouble or teller.well):
                lines.append(safe(os.fsencode(text)))
            self._told[number] = reason
        if idle and not self._foreign:
            self._foreign = not_understood(self._monitor.account, self._monitor.malformed)
            lines += [self._foreign] if self._foreign else []
        return lines
