"""What the tests of those who are told of crossings have alike: an event, and patience."""

import time
from collections.abc import Callable

from httplogstats.monitor import Decided
from httplogstats.snapshot import AlertEvent

NOW = 1_800_000_000
EVENT = AlertEvent("High traffic", True, NOW, 1204, 120, "message")


def patiently(done: Callable[[], bool], work: Callable[[], None] = lambda: None) -> None:
    end = time.monotonic() + 20
    while not done():
        assert time.monotonic() < end
        work()
        time.sleep(0.01)


def told(*events: AlertEvent) -> Decided:
    return Decided(events=events, live=True)
