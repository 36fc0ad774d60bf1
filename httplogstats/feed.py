"""`Feed`: where snapshots come from. Beside `cli` the only room that reads a clock; draws nothing."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from httplogstats.clock import NEVER, Clock, slot_of
from httplogstats.follower import Follower
from httplogstats.keep import Keep
from httplogstats.memory import Memory
from httplogstats.monitor import Decided, Monitor
from httplogstats.recent import Recent
from httplogstats.recount import Recounts
from httplogstats.rounds import rounds
from httplogstats.shown import Shown
from httplogstats.snapshot import LineView, Request, Snapshot, SourceState
from httplogstats.views import Counted, filter_view, timeline, totals_view

READING = 0.02
"""Seconds after which a tick reads nothing further, so that keys are answered while a backlog is read."""

TICK = 0.03
"""Seconds after which it counts nothing further for a filter or a view."""

LOOKING = 0.01
"""Seconds after which a snapshot does not count further either, but shows what there is."""

OBEYED = 1000
"""Orders that are remembered, so that each is carried out once."""


class Feed(Protocol):
    """What a screen knows of the counting: it may be in this process or in another one."""

    def tick(self) -> bool:
        """Do a bounded piece of work (at most about 30 ms); True if more is waiting right now."""

    def snapshot(self, request: Request) -> Snapshot:
        """The present moment, as asked for."""

    def close(self) -> None:
        """Let go of files."""


class SystemClock:
    """Boot time anchored to the wall clock once, so that no step of the wall clock moves a window (T7)."""

    def __init__(self) -> None:
        self._anchor = time.time() - self.elapsed()

    def now(self) -> int:
        """Unix time in whole seconds, as it was set when this clock was made."""
        return int(self._anchor + self.elapsed())

    def elapsed(self) -> float:
        """Seconds since boot, a suspended machine's sleep included where the system can tell."""
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Teller(Protocol):
    """Who is told what was decided before anybody is shown it; `trouble` is what the user must know of it.

    `well` is what can be said when that is over; nothing where it is not said.
    """

    trouble: str
    well: str

    def tell(self, decided: Decided, elapsed: float) -> None:
        """Slots have closed, crossings were decided; `elapsed` is monotonic seconds."""

    def work(self, elapsed: float) -> None:
        """Time goes by."""

    def close(self) -> None:
        """Nothing more will come."""


class LocalFeed:
    """Counts in this process. `decided` is told of every slot that closes and every crossing, in order."""

    def __init__(
        self,
        followers: Sequence[Follower],
        monitor: Monitor,
        clock: Clock,
        decided: Callable[[Decided], None] = lambda _: None,
        keep: Keep | None = None,
        tellers: Sequence[Teller] = (),
    ) -> None:
        self._followers = followers
        keep = keep or Keep(0)
        self._recounts = Recounts(keep, monitor.windows)
        self._recent = Recent(keep)
        self._monitor = monitor
        self._clock = clock
        self._decided = decided
        self._tellers = tellers
        self._rounds = rounds(followers, monitor, clock, self._tell)
        self._waiting = True
        self._memory = Memory(clock.elapsed())
        self._obeyed: deque[str] = deque(maxlen=OBEYED)
        self._shown = Shown(monitor.started)
        self._speed = Speed(clock.elapsed())

    @property
    def finished(self) -> bool:
        """Whether all inputs have ended and been counted."""
        return not self._waiting and all(follower.finished for follower in self._followers)

    @property
    def trouble(self) -> str:
        """What those who are told cannot do; empty when all is well."""
        return next((teller.trouble for teller in self._tellers if teller.trouble), "")

    @property
    def tellers(self) -> Sequence[Teller]:
        """Who is told of crossings."""
        return self._tellers

    @property
    def sources(self) -> tuple[SourceState, ...]:
        """What each input is doing."""
        return tuple(follower.state() for follower in self._followers)

    def tick(self) -> bool:
        """Read, count and decide for one slice of time."""
        enough, over = self._slice(READING), self._slice(TICK)
        more = next(self._rounds)
        while more and not enough():
            more = next(self._rounds)
        self._waiting = more
        if self.finished and all(follower.replaying for follower in self._followers):
            self.finish()  # nothing will come that belongs to the last slot
        self._memory.note(more, self._clock.elapsed())
        more |= self._recounts.work(over)
        more = more or self._shown.work(over) or self._monitor.windows.relax()
        for teller in self._tellers:
            teller.work(self._clock.elapsed())
        self._speed.note(self._clock.elapsed(), self._monitor.account.read)
        return more

    def finish(self) -> None:
        """Close what is open, for a report that is complete."""
        self._tell(self._monitor.finish(partial=not self.finished))

    def snapshot(self, request: Request) -> Snapshot:
        """The present moment, as asked for."""
        monitor, now = self._monitor, self._clock.now()
        self._obey(request, now)
        replay = [follower for follower in self._followers if follower.replaying]
        latest = [follower.latest for follower in self._followers]
        enough = self._slice(LOOKING)
        recount = self._recounts.of(request.where, enough) if request.where else None
        counted: Counted = recount or monitor
        begun = monitor.decided != NEVER  # else no line of a replay has been dated yet
        decided = monitor.decided if begun else now
        next_close = monitor.windows.next_close if begun else slot_of(now, monitor.rules.interval)
        return Snapshot(
            now=now,
            started=monitor.started,
            interval=monitor.rules.interval,
            clock="replay" if replay else "arrival" if monitor.arrival else "live",
            layout=_each(follower.layout for follower in self._followers),
            sources=self.sources,
            account=monitor.account,
            unit=_each(follower.unit for follower in self._followers),
            malformed=tuple(monitor.malformed),
            window=self._shown.view(counted.windows, request, enough),
            totals=totals_view(counted, monitor.started),
            alert=monitor.alerting.built_in.view(),
            events=tuple(monitor.alerting.events[request.events_from :]),
            rules=tuple(watch.alert.view() for watch in monitor.alerting.watches[1:]),
            latest=max((second for second in latest if second != NEVER), default=None),
            trouble=self.trouble,
            timeline=timeline(counted.windows, decided, request),
            next_close=max(next_close, counted.windows.next_close),
            lag=sum(follower.waiting for follower in self._followers),
            lines_per_second=self._speed.lines,
            moment=counted.windows.moment(request.moment),
            newest=next_close - monitor.rules.interval,
            oldest=counted.windows.oldest or next_close,
            fields=tuple(sorted({role.value for follower in self._followers for role in follower.roles})),
            lines=self._lines(request, enough) if request.lines else (),
            filter=filter_view(recount, request, monitor.windows, monitor.started) if recount else None,
        )

    def close(self) -> None:
        """Let go of files."""
        for follower in self._followers:
            follower.close()
        for teller in self._tellers:
            teller.close()

    def _obey(self, request: Request, now: int) -> None:
        for order in request.orders:
            if order.key not in self._obeyed:
                self._obeyed.append(order.key)
                self._tell(self._monitor.obey(order, now))

    def _tell(self, decided: Decided) -> None:
        if decided.slots or decided.events:
            for teller in self._tellers:
                teller.tell(decided, self._clock.elapsed())
            self._decided(decided)

    def _lines(self, request: Request, enough: Callable[[], bool]) -> tuple[LineView, ...]:
        return self._recent.newest(request.lines, request.where, request.moment, enough)

    def _slice(self, seconds: float) -> Callable[[], bool]:
        """Says when a slice of time that begins now is over."""
        begun = self._clock.elapsed()
        return lambda: self._clock.elapsed() - begun >= seconds


class Speed:
    """Lines read per second, over about the last second."""

    def __init__(self, elapsed: float) -> None:
        self.lines = 0
        self._begun = elapsed
        self._read = 0

    def note(self, elapsed: float, read: int) -> None:
        """Say how many lines have been read in all."""
        if elapsed - self._begun >= 1:
            self.lines = round((read - self._read) / (elapsed - self._begun))
            self._begun, self._read = elapsed, read


def _each(names: Iterable[str]) -> str:
    """Each name that some input has, once."""
    return ", ".join(dict.fromkeys(name for name in names if name))
