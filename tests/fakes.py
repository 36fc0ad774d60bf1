"""A source whose lines are told it, a clock that moves when told to, and lines to feed them with."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import TypeVar

from httplogstats.block import Block
from httplogstats.chores import Chores, Work
from httplogstats.feed import Feed, LocalFeed, Teller
from httplogstats.follower import Follower
from httplogstats.keep import Keep
from httplogstats.monitor import Decided, Monitor, Rules
from httplogstats.ring import Slot
from httplogstats.snapshot import AlertEvent, Following, SourceState
from httplogstats.table import Figures, Table
from httplogstats.tally import Tally
from httplogstats.wiring import begin, samples

K = TypeVar("K")


def line(second: int, path: str = "/pages/create", status: int = 200, size: int = 100) -> bytes:
    stamp = datetime.fromtimestamp(second, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")
    return f'10.0.0.1 - - [{stamp}] "GET {path} HTTP/1.1" {status} {size}\n'.encode()


def add(table: Table, key: bytes, *figures: int) -> None:
    """Add hits, bytes, 4xx and 5xx to a row."""
    table.add(key, list(figures))


def merged(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies as a new one."""
    total = Tally()
    for tally in tallies:
        total.merge(tally)
    return total


def hits_of(by_second: Mapping[K, Figures]) -> dict[K, int]:
    """Only the hits of the figures by second."""
    return {second: figures[0] for second, figures in by_second.items()}


class FakeClock:
    """Stands still until it is moved; `passing` is what goes by of a second."""

    def __init__(self, now: int) -> None:
        self.time = now
        self.passing = 0.0

    def now(self) -> int:
        return self.time

    def elapsed(self) -> float:
        return self.time + self.passing


class FakeSource:
    """Gives out what was appended, in blocks of whole lines; `before` is what stood there before start."""

    def __init__(self, before: bytes = b"") -> None:
        self._before = before
        self._pending: list[bytes] = []
        self.finished = False
        self.past = False
        self.seekable = True
        self.closed = False

    @property
    def at_end(self) -> bool:
        return not self._pending

    @property
    def waiting(self) -> int:
        return sum(map(len, self._pending))

    def append(self, data: bytes) -> None:
        self._pending.append(data)

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        if self._before:
            yield Block(self._before)

    def head(self) -> bytes:
        return b""

    def poll(self, now: float, limit: int) -> list[Block]:
        return [Block(self._pending.pop(0))] if self._pending else []

    def state(self) -> SourceState:
        return SourceState("fake", Following.FOLLOWING)

    def close(self) -> None:
        self.closed = True


class Bench:
    """The whole counting on a clock that moves when told to. `seen_from` may put a border before the feed."""

    seen_from: Callable[[LocalFeed, FakeClock], Feed] = staticmethod(lambda local, _: local)

    def __init__(
        self,
        start: int,
        before: bytes = b"",
        replay: bool = False,
        rules: Rules | None = None,
        keep: int = 10**9,
        known: Sequence[AlertEvent] = (),
        tellers: Sequence[Teller] = (),
    ) -> None:
        self.rules = rules or Rules(10, 120, Fraction(10))
        self.clock = FakeClock(start)
        self.source = FakeSource(before)
        self.slots: list[Slot] = []
        self.events: list[AlertEvent] = []
        self.keep = Keep(keep)
        self.monitor = Monitor(self.rules, start, str, samples(self.keep))
        since = None
        if not replay:
            since = begin(self.rules, start, known)
            self.monitor.alerting.resume(known)
            self.monitor.begin(since)
        self.follower = follower = Follower(self.source, start, since, self.keep)
        self.local = LocalFeed([follower], self.monitor, self.clock, self._decided, self.keep, tellers)
        self.feed = self.seen_from(self.local, self.clock)

    def tick(self, now: int, data: bytes = b"") -> None:
        """Time moves to `now`, `data` has been written, the program looks."""
        self.clock.time = now
        if data:
            self.source.append(data)
        while self.local.tick():
            pass

    @property
    def crossings(self) -> list[tuple[bool, int, int]]:
        return [(event.fired, event.time, event.value) for event in self.events]

    def _decided(self, decided: Decided) -> None:
        self.slots += decided.slots
        self.events += decided.events


class Later(Chores):
    """Does what was added only when somebody waits for it."""

    def add(self, work: Work) -> None:
        self._left.append(work)

    def wait(self) -> None:
        while self._left:
            self._do_first()
