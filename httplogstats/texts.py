"""A run that writes text or JSON: counts, has it told, and says on standard error what is wrong."""

import sys
import time
from collections.abc import Sequence
from datetime import UTC
from functools import partial

from httplogstats.config import Config
from httplogstats.feed import LocalFeed
from httplogstats.monitor import Monitor
from httplogstats.plain import JsonPrinter, Printer, TextPrinter
from httplogstats.progress import Progress
from httplogstats.reports import Reports
from httplogstats.signals import noted
from httplogstats.summary import Summary
from httplogstats.troubles import Troubles
from httplogstats.unreadable import is_damaged, not_understood
from httplogstats.wiring import wire

POLL = 0.25
"""Seconds between two looks at an idle log."""


def run(config: Config, paths: Sequence[str]) -> int:
    """Until a signal or the end of all input; the exit code. Raises `Complaint` and `SourceError`."""
    zone = UTC if config.utc else None
    printer: Printer = JsonPrinter(sys.stdout) if config.json else TextPrinter(sys.stdout, zone, config.top)
    ended = noted()
    reports = (Summary if config.summary else Reports)(printer, config.interval, config.top)
    feed, monitor = wire(config, paths, lambda monitor: partial(reports.tell, monitor), screens=False)
    progress = Progress(sys.stderr, time.monotonic()) if config.summary and sys.stderr.isatty() else None
    try:
        _go_on(feed, monitor, reports, ended, progress)
        reports.end(monitor)
        whole = not any(map(is_damaged, feed.sources))
    finally:
        feed.close()
        reports.wait()
    if ended:
        return 128 + ended[0]
    return 0 if whole and not not_understood(monitor.account, monitor.malformed) else 1


def _go_on(
    feed: LocalFeed,
    monitor: Monitor,
    reports: Reports | Summary,
    ended: Sequence[int],
    progress: Progress | None,
) -> None:
    """Until a signal or the end of all input, and what is open then is closed."""
    troubles = Troubles(feed, monitor)
    while not ended and not feed.finished:
        more = feed.tick()
        troubles.say(time.monotonic(), idle=not more)
        if progress:
            progress.say(time.monotonic(), feed, monitor)
        if not more and not feed.finished:
            reports.wait()
            time.sleep(POLL)
    feed.finish()
    if progress:
        progress.end()
    troubles.say(time.monotonic(), idle=True)
