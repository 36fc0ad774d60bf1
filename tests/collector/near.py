"""A collector in the same process: a feed, a server before it, and screens that reach it by socket pairs."""

import select
import socket
from collections.abc import Callable

from httplogstats.collector.client import SocketFeed
from httplogstats.collector.frames import SHAPE, Hello
from httplogstats.collector.server import Server
from httplogstats.feed import Feed
from tests.fakes import FakeClock

HELLO = Hello("near", 1, "0", SHAPE)


def welcome(_: socket.socket) -> bool:
    return True


class Near:
    """`serving` is the server that answers now: None while the collector is dead."""

    def __init__(self, feed: Feed, clock: FakeClock) -> None:
        self.clock = clock
        self.serving: Server | None = None
        self._screens: list[SocketFeed] = []
        self.start(feed)

    def __enter__(self) -> "Near":
        return self

    def __exit__(self, *_: object) -> None:
        for screen in self._screens:
            screen.close()
        if self.serving is not None:
            self.die()

    def start(self, feed: Feed, hello: Hello = HELLO, may: Callable[[socket.socket], bool] = welcome) -> None:
        self.serving = Server(feed, hello, may)

    def die(self) -> None:
        assert self.serving is not None
        self.serving.close()
        self.serving = None

    def connect(self) -> socket.socket:
        if self.serving is None:
            raise ConnectionRefusedError
        ours, its = socket.socketpair()
        self.serving.welcome(its)
        return ours

    def screen(self) -> SocketFeed:
        self._screens.append(SocketFeed(self.connect, self.clock, self.wait))
        return self._screens[-1]

    def wait(self, connection: socket.socket, seconds: float) -> None:
        """In place of waiting, let the collector do what it has to; all the time passes if nothing comes."""
        if self.serving is not None:
            self.serving.serve(0)
        came, _, _ = select.select([connection], [], [], 0)
        self.clock.passing += 0.001 if came else max(0.001, seconds)
