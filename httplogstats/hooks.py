"""Tells a program of the user's about crossings: an argument list, no shell, and nothing that stood in a log.

The arguments are those of the configuration, always the same; what happened is in HTTPLOGSTATS_* variables,
which hold numbers and the names of rules. One program runs at a time, for at most `TIME_LIMIT` seconds.
"""

import os
import shutil
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Thread

from httplogstats.monitor import Decided
from httplogstats.snapshot import AlertEvent

TIME_LIMIT = 30.0
QUEUE = 100
"""Events that wait for their turn; beyond that the oldest are not told, which is said."""

LAST_WAIT = 2.0
"""Seconds that the end of our program waits for what runs, and for all that waits."""


def not_runnable(program: str) -> str:
    """Why a program cannot be run; nothing if it can."""
    if shutil.which(program) is not None:
        return ""
    if os.path.dirname(program) and os.path.exists(program):
        return f"{program} is no file that may be executed"
    return f"there is no program {program}" + ("" if os.path.dirname(program) else " in PATH")


def variables(event: AlertEvent) -> dict[str, str]:
    """What the program is told."""
    value = event.reading
    return {
        "HTTPLOGSTATS_EVENT": "fired" if event.fired else "recovered",
        "HTTPLOGSTATS_RULE": event.rule,
        "HTTPLOGSTATS_MEASURE": event.measure,
        "HTTPLOGSTATS_VALUE": _plain(float(value)),
        "HTTPLOGSTATS_LIMIT": _plain(float(event.limit)),
        "HTTPLOGSTATS_UNIT": event.unit,
        "HTTPLOGSTATS_HITS": str(event.value),
        "HTTPLOGSTATS_WINDOW": str(event.window),
        "HTTPLOGSTATS_TIME": str(event.time),
        "HTTPLOGSTATS_DURATION": str(event.duration),
    }


def worth_telling(decided: Decided) -> list[AlertEvent]:
    """Crossings of the present: not those of a log that is replayed, nor what the user did."""
    return [event for event in decided.events if not event.note] if decided.live else []


class Hook:
    """Runs `command` for each crossing, in order; `trouble` says what went wrong last."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], limit: float = TIME_LIMIT
    ) -> None:
        self.trouble = ""
        self.well = f"--on-alert {command[0]} works again"
        self._command = list(command)
        self._environment = dict(environment)
        self._limit = limit
        self._queue: deque[AlertEvent] = deque(maxlen=QUEUE)
        self._running: subprocess.Popen[bytes] | None = None
        self._begun = 0.0

    def tell(self, decided: Decided, elapsed: float) -> None:
        """Run it, now or when its turn comes."""
        for event in worth_telling(decided):
            if len(self._queue) == QUEUE:
                self._fail(f"more than {QUEUE} events were waiting; the oldest were not told")
            self._queue.append(event)
        self.work(elapsed)

    def work(self, elapsed: float) -> None:
        """Look after what runs; start the next."""
        if self._running is not None:
            self._look_after(self._running, elapsed)
        if self._running is None and self._queue:
            self._start(self._queue.popleft(), elapsed)

    def close(self) -> None:
        """Give what runs, and what waits, a moment for all; then what runs is left to itself."""
        if self._running is not None or self._queue:
            last = Thread(target=self._finish, daemon=True)
            with suppress(RuntimeError):  # the system allows no more threads
                last.start()
                last.join(LAST_WAIT)

    def _finish(self) -> None:
        while self._running is not None or self._queue:
            if self._running is not None:
                self._running.wait()
            self.work(self._begun)

    def _look_after(self, process: subprocess.Popen[bytes], elapsed: float) -> None:
        code = process.poll()
        if code is None and elapsed - self._begun < self._limit:
            return
        if code is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self._fail(f"was ended after {self._limit:.0f} s")
        elif code:
            self._fail(f"failed with exit code {code}" if code > 0 else f"was ended by signal {-code}")
        else:
            self.trouble = ""
        self._running = None

    def _start(self, event: AlertEvent, elapsed: float) -> None:
        self._begun = elapsed
        try:
            self._running = subprocess.Popen(
                self._command,
                env={**self._environment, **variables(event)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            self._fail(f"cannot be run: {getattr(error, 'strerror', None) or error}")

    def _fail(self, what: str) -> None:
        self.trouble = f"--on-alert {self._command[0]} {what}"


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
