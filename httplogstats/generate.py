"""Writes made-up traffic to a log as time passes: the demo's writer, and `httplogstats generate`."""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from httplogstats.arguments import Complaint
from httplogstats.traffic import BURST_PERIOD, Traffic, bursts

DEMO_RATE = 6.0
"""Requests per second between the demo's bursts; the default threshold is 10."""

DEMO_HISTORY = 660
"""Seconds of traffic that the demo's log holds at its start."""

DEMO_FIRST = 10 * BURST_PERIOD + 20
"""The second of the shape at which the demo goes live: 90 s after a burst has ended, 40 s before the next."""

PAUSE = 0.2
"""Seconds between two writes."""


def write_live(
    traffic: Traffic,
    out: BinaryIO,
    now: Callable[[], float],
    pause: Callable[[float], object],
    seconds: float,
    first: int,
) -> None:
    """Write traffic at its own pace for `seconds`; `first` is the shape's second at which to begin.

    `pause` waits, and ends the writing early by returning a true value.
    """
    begun = now()
    written = int(begun)
    pending: list[bytes] = []
    while now() - begun < seconds:
        while written <= now():
            pending = traffic.second(first + written - int(begun), written)
            for part in range(4):  # a second's lines come in four parts, as they do in life
                out.write(b"".join(pending[part::4]))
                out.flush()
                if part < 3 and pause(PAUSE):
                    return
            written += 1
        if pause(PAUSE):
            return


@contextmanager
def demo_log(now: Callable[[], float]) -> Iterator[str]:
    """A temporary log that a thread goes on writing; the path. Removed in the end.

    Its history ends with a burst still in the alert's window: the alert is firing when the screen opens,
    recovers within half a minute and fires again at the next burst. Raises `Complaint`.
    """
    traffic = Traffic(DEMO_RATE, bursts)
    start = int(now())
    try:
        place = tempfile.TemporaryDirectory(prefix="httplogstats-demo-")
    except OSError as error:
        raise Complaint(f"--demo has no place for its log: {error.strerror}") from None
    with place as folder:
        path = os.path.join(folder, "access.log")
        stop = threading.Event()
        with open(path, "ab") as log:
            for second in range(-DEMO_HISTORY, 0):
                log.writelines(traffic.second(DEMO_FIRST + second, start + second))
            log.flush()
            writer = threading.Thread(
                target=write_live,
                args=(traffic, log, now, stop.wait, float("inf"), DEMO_FIRST),
                daemon=True,
            )
            writer.start()
            try:
                yield path
            finally:
                stop.set()
                writer.join()
