"""The collector's end: answers requests with snapshots between two looks at the log. Reads no clock.

Rules:
- Nothing here waits for a screen. An answer that it does not take stays with its connection, and until it is
  taken nothing further is read from it: a slow screen holds at most one answer, and up nobody else.
- Whatever is wrong with a connection (a stranger, a malformed or huge frame, a request that cannot be) closes
  that one and nothing else.
"""

import selectors
import socket
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction

from httplogstats.clock import Clock
from httplogstats.collector.frames import (
    REQUEST_LIMIT,
    SNAPSHOT_LIMIT,
    FrameError,
    Frames,
    Hello,
    packed,
    unpacked,
)
from httplogstats.feed import Feed
from httplogstats.filters import FilterError
from httplogstats.snapshot import Request, Snapshot

POLL = 0.25
"""Seconds between two looks at an idle log."""

MOST_CONNECTIONS = 32

MOST_COLUMNS = 2_000
"""Of a timeline."""

LONGEST_TIMELINE = 7 * 86_400
"""Seconds."""

MOST_ROWS = 1_000_000
"""Of each table."""

MOST_EVENTS = 10**9
"""That a screen may say it has shown."""

MOST_LINES = 5_000
"""Of the newest requests."""

MOST_TESTS = 50
"""Of a filter."""

MOST_ORDERS = 1_000

FEWER_ROWS = 50
"""Rows of each table where all that were asked for make too large a frame."""

_CHUNK = 65_536


class Server:
    """Screens by connection. `may` says whether a connection is wanted."""

    def __init__(self, feed: Feed, hello: Hello, may: Callable[[socket.socket], bool]) -> None:
        self._feed = feed
        self._hello = packed(hello)
        self._may = may
        self._selector = selectors.DefaultSelector()
        self._screens: set[_Screen] = set()

    @property
    def screens(self) -> int:
        """Connections that are open."""
        return len(self._screens)

    def listen(self, listener: socket.socket) -> None:
        """Take connections from there on; it must not block."""
        self._selector.register(listener, selectors.EVENT_READ)

    def welcome(self, connection: socket.socket) -> None:
        """Answer on a connection, if it is wanted."""
        if self.screens >= MOST_CONNECTIONS or not self._may(connection):
            connection.close()
            return
        connection.setblocking(False)
        screen = _Screen(connection, self._hello)
        self._screens.add(screen)
        self._selector.register(connection, screen.wants, screen)
        self._serve(screen, selectors.EVENT_WRITE)

    def serve(self, seconds: float) -> None:
        """Wait so long at most for something to do, and do it."""
        for key, events in self._selector.select(seconds):
            if key.data is None:
                self._accept(key.fileobj)
            else:
                self._serve(key.data, events)

    def close(self) -> None:
        """End all connections."""
        for screen in list(self._screens):
            self._drop(screen)
        self._selector.close()

    def _accept(self, listener: object) -> None:
        assert isinstance(listener, socket.socket)
        with suppress(OSError):  # it has left already, or there are no descriptors left
            self.welcome(listener.accept()[0])

    def _serve(self, screen: "_Screen", events: int) -> None:
        try:
            if events & selectors.EVENT_READ:
                for body in screen.read():
                    screen.out += self._answer(body)
            screen.write()
        except (OSError, FrameError, FilterError):
            self._drop(screen)
            return
        self._selector.modify(screen.connection, screen.wants, screen)

    def _answer(self, body: bytes) -> bytes:
        request = sound(unpacked(body, Request))
        answer = packed(self._feed.snapshot(request))
        if len(answer) > SNAPSHOT_LIMIT:
            answer = packed(_fewer(self._feed, request))
        return answer

    def _drop(self, screen: "_Screen") -> None:
        self._screens.discard(screen)
        self._selector.unregister(screen.connection)
        screen.connection.close()


class _Screen:
    """One connection: what has come of a frame, and what it has not taken yet."""

    def __init__(self, connection: socket.socket, greeting: bytes) -> None:
        self.connection = connection
        self.out = bytearray(greeting)
        self._frames = Frames(REQUEST_LIMIT)

    @property
    def wants(self) -> int:
        """What to wait for: either its next request, or that it takes the last answer."""
        return selectors.EVENT_WRITE if self.out else selectors.EVENT_READ

    def read(self) -> list[bytes]:
        """The frames that are complete; an end is an error."""
        try:
            data = self.connection.recv(_CHUNK)
        except BlockingIOError:
            return []
        if not data:
            raise ConnectionResetError
        bodies = self._frames.add(data)
        if len(bodies) > 1:
            raise FrameError("a request before the last one was answered")
        return bodies

    def write(self) -> None:
        """Send what can be sent at once."""
        with suppress(BlockingIOError):
            while self.out:
                del self.out[: self.connection.send(memoryview(self.out)[:_CHUNK].tobytes())]


def sound(request: Request) -> Request:
    """A request that costs no more than a screen may ask for; raises `FrameError`."""
    if (
        0 <= request.rows <= MOST_ROWS
        and 0 < request.columns <= MOST_COLUMNS
        and 0 < request.timeline <= LONGEST_TIMELINE
        and 0 <= request.events_from <= MOST_EVENTS
        and abs(request.moment or 0) < 2**62
        and 0 <= request.lines <= MOST_LINES
        and len(request.whole) <= MOST_TESTS
        and len(request.where) <= MOST_TESTS
        and len(request.orders) <= MOST_ORDERS
        and all(order.limit is None or _limit(order.limit) for order in request.orders)
    ):
        return request
    raise FrameError("a request that no screen makes")


def _limit(limit: Fraction) -> bool:
    """Whether it is one that a setting might say."""
    return 0 < limit <= 10**9 and limit.denominator <= 10**9


def _fewer(feed: Feed, request: Request) -> Snapshot:
    return feed.snapshot(request._replace(rows=FEWER_ROWS, whole=(), lines=0))


def run(tick: Callable[[], bool], server: Server, clock: Clock, ended: Callable[[], bool]) -> None:
    """Count, and answer in between, until it is to end; without a pause while `tick` says that more waits."""
    due = clock.elapsed()
    while not ended():
        if clock.elapsed() >= due:
            due = clock.elapsed() + (0 if tick() else POLL)
        server.serve(max(0.0, due - clock.elapsed()))
