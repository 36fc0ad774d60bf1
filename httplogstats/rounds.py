"""Reads the inputs in turn and decides what can be decided, in short pieces. Opens nothing, draws nothing.

Rules:
- A round reads a piece of every input that is live, and of the one replay whose stamps are furthest behind,
  though it be a pipe that gives nothing: so several logs are replayed as if they were one, sorted by time
  (semantics T5), and no slots pile up.
- What is decided at the end of a round goes by when it began: who was read first may have more by now.
- Nothing is read while seconds wait to be decided, so what is counted does not depend on our speed.
"""

from collections.abc import Callable, Iterator, Sequence

from httplogstats.clock import Clock
from httplogstats.follower import Follower
from httplogstats.monitor import Decided, Monitor

LEAST = 16 * 1024
MOST = 2 * 1024 * 1024
"""Bytes that are read at a time."""


class Pace:
    """How much to read at a time, so that a piece takes about 10 ms whatever its lines cost."""

    def __init__(self) -> None:
        self.limit = LEAST

    def note(self, seconds: float) -> None:
        """Say how long the last piece took."""
        if seconds > 0.015:
            self.limit = max(LEAST, self.limit // 2)
        elif seconds < 0.005:
            self.limit = min(MOST, self.limit * 2)


def rounds(
    followers: Sequence[Follower], monitor: Monitor, clock: Clock, tell: Callable[[Decided], None]
) -> Iterator[bool]:
    """Does a piece of work each time it is asked, without end; false when nothing is waiting."""
    pace = Pace()
    while True:
        began, more = clock.now(), False
        for follower in _turn(followers, began):
            begun = clock.elapsed()
            more |= follower.read(monitor, clock.now(), begun, pace.limit)
            pace.note(clock.elapsed() - begun)
            yield True
        more |= any(follower.behind for follower in followers) and not _waits(followers, began)
        horizon = _horizon(followers, monitor, began)
        while horizon is not None and (decided := monitor.step(horizon)) is not None:
            tell(decided)
            yield True
        yield more


def _turn(followers: Sequence[Follower], now: int) -> list[Follower]:
    """Those that a round reads, the replay first."""
    past = [follower for follower in followers if follower.behind or follower.paused(now)]
    others = [follower for follower in followers if follower not in past]
    return [*([min(past, key=_newest)] if past else []), *others]


def _waits(followers: Sequence[Follower], now: int) -> bool:
    """Whether the replay that is furthest behind is a pipe that gives nothing: the others wait for it."""
    turn = _turn(followers, now)
    return bool(turn) and turn[0].paused(now)


def _horizon(followers: Sequence[Follower], monitor: Monitor, now: int) -> int | None:
    """The first second that some input leaves undecided; None while nothing can be decided.

    An input that has ended holds nothing back; when all have, the last stamp is decided.
    """
    if any(follower.priming for follower in followers):
        return None
    reading = [follower for follower in followers if not follower.finished]
    horizons = [follower.horizon(now, monitor) for follower in reading or followers]
    known = [horizon for horizon in horizons if horizon is not None]
    if not reading:
        return max(known, default=None)
    return min(known) if len(known) == len(horizons) else None


def _newest(follower: Follower) -> int:
    return follower.newest
