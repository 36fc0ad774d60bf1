"""`SocketFeed`: the screen's end. Asks a collector for snapshots, and finds it again. Counts nothing.

Rules:
- One request is under way at a time, and a screen that asks waits for the answer no longer than it can afford
  to: until then, and while nobody answers, the last snapshot stands, and says so (`trouble`, `clock`).
- Events are numbered by each collector from its own start. This end keeps all it has been given, and of a
  collector that has come back takes only those it does not know. Orders that the last one has carried out
  are not given to the next.
"""

import select
import socket
from collections.abc import Callable
from contextlib import suppress

from httplogstats.clock import Clock
from httplogstats.collector.frames import SHAPE, SNAPSHOT_LIMIT, FrameError, Frames, Hello, packed, unpacked
from httplogstats.snapshot import AlertEvent, Request, Snapshot

PATIENCE = 0.04
"""Seconds that an answer is waited for, so that keys are answered."""

FIRST = 15.0
"""Seconds that the very first answer is waited for."""

AGAIN = 0.5
"""Seconds between two attempts to find a collector again."""

SILENT = 3.0
"""Seconds after which an answer is missed."""

GONE = "the collector has ended; these are its last figures, and it is waited for"
BUSY = "the collector does not answer; these are its last figures"
OTHER = "the collector is of another version of the program: restart it, or attach with the same version"

_CHUNK = 262_144


class NoAnswer(Exception):
    """Nothing came from the collector, and why."""


class SocketFeed:
    """`connect` gives a connection or raises OSError; `wait` waits until it can be read, or some seconds."""

    def __init__(
        self,
        connect: Callable[[], socket.socket],
        clock: Clock,
        wait: Callable[[socket.socket, float], object] | None = None,
    ) -> None:
        self._connect = connect
        self._clock = clock
        self._wait = wait or _wait
        self._connection: socket.socket | None = None
        self._frames = Frames(SNAPSHOT_LIMIT)
        self._out = b""
        self._hello: Hello | None = None
        self._asked: Request | None = None
        self._answered: Request | None = None
        self._asked_at = 0.0
        self._again = 0.0
        self._last: Snapshot | None = None
        self._events: dict[tuple[str, bool, int, str], AlertEvent] = {}
        self._taken = 0  # events that the present collector has given
        self._obeyed: set[str] = set()
        self._past: frozenset[str] = frozenset()  # orders that an earlier collector has carried out
        self.trouble = ""

    def tick(self) -> bool:
        """Take what has come; look for a collector that is gone. Nothing ever waits here."""
        if self._connection is None and self._clock.elapsed() >= self._again:
            self._open()
        self._pump()
        return False

    def snapshot(self, request: Request) -> Snapshot:
        """The present moment, or the last one that is known; raises `NoAnswer` where there is none at all."""
        end = self._clock.elapsed() + (PATIENCE if self._last else FIRST)
        self._answered = None
        while self._answered != request and self._clock.elapsed() < end:
            if self._connection is None:
                if self._last is not None:
                    break
                if self.trouble:
                    raise NoAnswer(self.trouble)
                self._open()
            if self._asked is None:
                self._ask(request)
                self._pump()  # else an answer would be waited for before the question has gone
            if self._connection is not None and self._asked is not None:
                self._wait(self._connection, end - self._clock.elapsed())
            self._pump()
        if self._last is None:
            raise NoAnswer(self.trouble or BUSY)
        events = tuple(self._events.values())[request.events_from :]
        if complaint := self._complaint():
            return self._last._replace(events=events, trouble=complaint, clock="stale")
        return self._last._replace(events=events)

    def close(self) -> None:
        """Let go of the collector, which goes on."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _complaint(self) -> str:
        if self._connection is None:
            return self.trouble or GONE
        late = self._asked is not None and self._clock.elapsed() - self._asked_at >= SILENT
        return BUSY if late else ""

    def _open(self) -> None:
        self._again = self._clock.elapsed() + AGAIN
        try:
            self._connection = self._connect()
        except OSError as error:
            if self._last is None:
                raise NoAnswer(f"the collector cannot be reached: {error.strerror or error}") from None
            return
        self._connection.setblocking(False)
        self._frames, self._out = Frames(SNAPSHOT_LIMIT), b""
        self._hello = self._asked = None
        self._taken = 0
        self._past = frozenset(self._obeyed)

    def _ask(self, request: Request) -> None:
        self._asked, self._asked_at = request, self._clock.elapsed()
        orders = tuple(order for order in request.orders if order.key not in self._past)
        self._out = packed(request._replace(events_from=self._taken, orders=orders))

    def _pump(self) -> None:
        """Send and take what can be sent and taken at once."""
        if self._connection is None:
            return
        try:
            with suppress(BlockingIOError):
                while self._out:
                    self._out = self._out[self._connection.send(self._out) :]
            with suppress(BlockingIOError):
                while data := self._connection.recv(_CHUNK):
                    for body in self._frames.add(data):
                        self._take(body)
                self._lose(GONE)
        except FrameError:
            self._lose(OTHER)
        except OSError:
            self._lose(GONE)

    def _take(self, body: bytes) -> None:
        if self._hello is None:
            self._hello = unpacked(body, Hello)
            if self._hello.shape != SHAPE:
                raise FrameError("another shape")
            return
        snapshot: Snapshot = unpacked(body, Snapshot)
        for event in snapshot.events:
            self._events.setdefault((event.rule, event.fired, event.time, event.message), event)
        self._taken += len(snapshot.events)
        if self._asked is not None:
            self._obeyed.update(order.key for order in self._asked.orders)
        self._last, self._answered, self._asked = snapshot, self._asked, None
        self.trouble = ""

    def _lose(self, why: str) -> None:
        self.close()
        self.trouble, self._asked = why, None
        self._again = self._clock.elapsed() + AGAIN


def _wait(connection: socket.socket, seconds: float) -> None:
    select.select([connection], [], [], max(0.0, seconds))
