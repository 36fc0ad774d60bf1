"""What two programs send each other over a socket, changed: a collector and a screen."""

import json
import random
import socket
from functools import cache

from httplogstats.collector.client import NoAnswer, SocketFeed
from httplogstats.collector.frames import HEAD, Hello, packed
from httplogstats.snapshot import Order, Request, Snapshot, Span
from tests.collector.near import HELLO, Near
from tests.fakes import Bench, FakeClock, line
from tests.fuzz.changes import changed, changed_value
from tests.ui.fakes import MOMENTS

NOW = 1_800_000_000
REQUESTS = (
    Request(),
    Request(Span.START, 5, whole=("path", "client"), moment=NOW, lines=9),
    Request(where=("status >= 500", "path ~ a"), timeline=60, columns=3, orders=(Order("a", None),)),
)


def collector(rng: random.Random) -> None:
    """Whatever is sent to a collector ends at worst that connection, and the next one is answered."""
    near = _near()
    with near.connect() as connection:
        for _ in range(rng.randint(1, 3)):
            data = frame(rng, rng.choice(REQUESTS))
            cut = rng.randrange(len(data) + 1)
            for part in (data[:cut], data[cut:]):
                try:
                    connection.sendall(part)
                except OSError:
                    return
                assert near.serving is not None
                near.serving.serve(0)
    screen = near.screen()
    assert screen.snapshot(Request()).account.hits == 40
    screen.close()


def screen(rng: random.Random) -> None:
    """Whatever is sent to a screen, it has a last snapshot or says that it has none."""
    ours, its = socket.socketpair()
    feed = SocketFeed(lambda: ours, FakeClock(NOW), lambda *_: None)
    moment = rng.choice(list(MOMENTS.values()))
    with its:
        its.setblocking(False)
        sent = rng.choice((packed(HELLO), frame(rng, HELLO))) + frame(rng, moment)
        its.send(sent)
        its.shutdown(socket.SHUT_WR)
        try:
            feed.tick()
            feed.snapshot(Request())
        except NoAnswer:
            pass
        finally:
            feed.close()


def frame(rng: random.Random, message: Hello | Request | Snapshot) -> bytes:
    """A message with a part of it changed, in a frame of the right length or of another one."""
    body = packed(message)[HEAD:]
    if rng.random() < 0.8:
        body = json.dumps(changed_value(rng, json.loads(body)), separators=(",", ":")).encode()
    if rng.random() < 0.2:
        body = changed(rng, (body,))
    whole = len(body).to_bytes(HEAD, "big") + body
    return changed(rng, (whole,)) if rng.random() < 0.1 else whole


@cache
def _near() -> Near:
    bench = Bench(NOW)
    for second in range(NOW, NOW + 20):
        bench.tick(second, line(second) * 2)
    bench.tick(NOW + 22)
    return Near(bench.local, bench.clock)
