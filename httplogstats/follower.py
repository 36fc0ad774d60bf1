"""One input with its scanner and its clock: reads blocks, has them counted and placed. Opens nothing."""

from collections.abc import Sequence

from httplogstats.alerts.watch import first_second
from httplogstats.block import Block
from httplogstats.clock import AHEAD, ALL_TIME, NEVER, SLACK, LiveClock, Placing, ReplayClock, priming
from httplogstats.formats.appended import unit
from httplogstats.formats.common import COMBINED
from httplogstats.formats.layout import Layout, Role
from httplogstats.formats.recognise import Recogniser
from httplogstats.keep import Keep, kept
from httplogstats.monitor import Monitor
from httplogstats.patterns import PatternTail
from httplogstats.primer import Found, Primer, old_enough
from httplogstats.scan import Scanned, Scanner
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.stamps import Offsets
from httplogstats.snapshot import SourceState
from httplogstats.sources import Source
from httplogstats.tally import TABLES

PAUSE = 5.0
"""Seconds without a line after which a pipe that is replayed has probably given all that lay before."""

FIRST_PAUSE = 60.0
"""The same before its first line: whoever writes into it may be asked for a password."""

LATEST = 4096
"""Bytes of the end of a log that are asked for its newest request, where none lies in the window."""


class Follower:
    """Follows one source. `since` is where a live start's window begins (T4); None is a replay (T5).

    A source of the past is replayed in any case. `given` is a format that the user named, `offsets` the zone
    of stamps that name none, `tables` are those that anybody may ask for, `slack` is how many seconds lines
    of a replay may be out of order.
    """

    def __init__(
        self,
        source: Source,
        started: int,
        since: int | None,
        keep: Keep | None = None,
        *,
        given: Layout | None = None,
        offsets: Offsets | None = None,
        tables: Sequence[str] = TABLES,
        slack: int = SLACK,
    ) -> None:
        since = None if source.past else since
        self._source = source
        self._started = started
        self._clock: LiveClock | ReplayClock = ReplayClock(slack) if since is None else LiveClock(started)
        self._offsets = offsets
        self._tables = tables
        self._scanners: dict[int, tuple[Layout, Scanner]] = {}
        self._recogniser = Recogniser(given)
        self._since = NEVER if since is None else since
        self._primed = NEVER  # the greatest second of what was read back
        self._first = started  # the first one
        self._primer = None if since is None else self._begin(source, since, given)
        self._keep = keep  # None where nobody asks for lines
        self._pause = 0.0  # seconds since a poll has brought something
        self._heard: float | None = None

    @property
    def priming(self) -> bool:
        """Whether lines from before start are still being read back."""
        return self._primer is not None

    @property
    def replaying(self) -> bool:
        """Whether stamps alone decide."""
        return isinstance(self._clock, ReplayClock)

    @property
    def roles(self) -> frozenset[Role]:
        """What its lines may say; nothing while the format is unknown."""
        layout = self._recogniser.layout
        return frozenset() if layout is None else layout.roles

    @property
    def layout(self) -> str:
        """The name of its format; empty while that is unknown."""
        layout = self._recogniser.layout
        return "" if layout is None else layout.name

    @property
    def unit(self) -> str:
        """The unit in which it writes times; empty where it has none."""
        layout = self._recogniser.layout
        return "" if layout is None else unit(layout)

    @property
    def behind(self) -> bool:
        """Whether this is a replay that has not come to the end of its log."""
        return self.replaying and not (self._source.at_end or self._source.finished)

    def paused(self, now: int) -> bool:
        """Whether this is a replay that gives nothing just now, and has not come to its end: a pipe."""
        return self.replaying and self._source.at_end and not self._is_read(now)

    @property
    def newest(self) -> int:
        """The greatest second that was read; `NEVER` before any."""
        return self._clock.greatest

    @property
    def latest(self) -> int:
        """The second of its newest request, also of one from before start; `NEVER` if none is known."""
        return max(self._clock.greatest, self._primed)

    @property
    def finished(self) -> bool:
        """Whether nothing will ever come again."""
        return self._source.finished

    @property
    def waiting(self) -> int:
        """Bytes known to be unread."""
        return self._source.waiting

    def state(self) -> SourceState:
        """What the input is doing."""
        return self._source.state()._replace(latest=None if self.latest == NEVER else self.latest)

    def close(self) -> None:
        """Let go of files."""
        self._source.close()

    def read(self, monitor: Monitor, now: int, elapsed: float, limit: int) -> bool:
        """Read and count about `limit` bytes; True if more is waiting. `elapsed` is monotonic seconds."""
        if self._primer is not None:
            if (found := self._primer.step()) is not None:
                self._prime(found, monitor)
                return True
            if self._primed == NEVER:  # nothing lies in the window: how long ago was the last?
                before = self._primer.before
                last = before[before.rfind(b"\n", 0, max(0, len(before) - LATEST)) + 1 :]
                self._primed = self._counted(last, ALL_TIME).greatest
            if not (self._primer.reaches_back or isinstance(self._source, PatternTail)):
                monitor.alerting.see_from(self._first)  # what was before may have been rotated away
            self._primer = None
        if self._source.finished:
            return False
        if self.replaying and self._is_ahead(now, monitor) and monitor.decided > self._clock.greatest:
            self._go_live(now, monitor)  # before what is written from now on is read
        blocks = self._source.poll(elapsed, limit)
        self._heard = elapsed if blocks or self._heard is None else self._heard
        self._pause = elapsed - self._heard
        for block in blocks:
            placing = self._clock.placing(now, monitor.decided, monitor.rules.interval)
            scanned = self._count(block, placing, monitor)
            self._clock.greatest = max(self._clock.greatest, scanned.greatest)
        return not self._source.at_end

    def horizon(self, now: int, monitor: Monitor) -> int | None:
        """The first second that this input leaves undecided; None as long as nothing can be decided."""
        at_end = self._is_read(now)
        horizon = self._clock.horizon(now, at_end)
        if self.replaying and at_end and not self._source.finished:
            if self._is_ahead(now, monitor) and monitor.decided <= self._clock.greatest:
                return horizon  # all of it is decided before time goes back to now
            self._go_live(now, monitor)
            horizon = now - 1
        return None if horizon == NEVER else horizon

    def _count(self, block: Block, placing: Placing, monitor: Monitor) -> Scanned:
        """Count a block and keep it; then once more for each condition that a rule has."""
        overlong, scanned = block.overlong, Scanned(greatest=placing.greatest)
        for layout, data in self._recogniser.pieces(block.data):
            placing = placing._replace(greatest=max(placing.greatest, scanned.greatest))
            scanner = self._scanner(layout)
            scanned = scanner.scan(data, placing, into=monitor.windows.into)
            self._recogniser.note(data, scanned.hits + scanned.skipped, scanned.malformed)
            if self._keep is not None:
                self._keep.add(kept(data, placing, scanner, layout, scanned, self._offsets))
            for where in monitor.alerting.conditions:
                monitor.absorb_where(where, scanner.scan(data, placing, where))
            monitor.absorb(scanned, overlong, layout)
            overlong = 0
        return scanned

    def _prime(self, found: Found, monitor: Monitor) -> None:
        """Count what was written before start, in the window."""
        monitor.absorb(found.undated, layout=self._recogniser.layout or COMBINED)
        placing = priming(self._since, self._started, monitor.rules.interval)
        scanned = self._count(found.block, placing, monitor)
        self._primed = max(self._primed, scanned.greatest)
        if scanned.hits:
            self._first = min(self._first, first_second(scanned.slots))

    def _begin(self, source: Source, since: int, given: Layout | None) -> Primer:
        """Looks for what was written in the window; the lines before it may say what follows."""
        head = source.head()
        head = head[: head.rfind(b"\n") + 1]
        self._recogniser.learn(head)

        def sample(data: bytes, placing: Placing) -> Scanned:
            before, self._recogniser = self._recogniser, Recogniser(given)
            self._recogniser.learn(head)
            scanned = self._counted(data, placing)
            if not scanned.hits:  # such lines say nothing of the format of the others
                self._recogniser = before
            return scanned

        def probe(data: bytes) -> Scanned:
            return self._counted(data, priming(since, self._started, 1))

        return Primer(source.prime(old_enough(since, head, sample)), probe)

    def _counted(self, data: bytes, placing: Placing) -> Scanned:
        """What lines are, without their tallies; nobody else is told of them."""
        total = Scanned()
        for layout, lines in self._recogniser.pieces(data):
            total.add(self._scanner(layout).scan(lines, placing))
        return total

    def _scanner(self, layout: Layout) -> Scanner:
        known = self._scanners.get(id(layout))  # to hash a layout takes as long as some lines do
        if known is None:  # the layout is held, too: no other one may get its id
            known = self._scanners[id(layout)] = layout, make_scanner(layout, self._offsets, self._tables)
        return known[1]

    def _is_read(self, now: int) -> bool:
        """Whether all that is there has been read. A pipe that is replayed may only have paused: it is live
        when its stamps are those of now, or nothing has come for a while.
        """
        source = self._source
        if source.seekable or not self.replaying or source.finished:
            return source.at_end
        is_of_now = now - SLACK <= self._clock.greatest <= now + AHEAD
        pause = PAUSE if self._clock.greatest != NEVER else FIRST_PAUSE
        return source.at_end and not source.past and (is_of_now or self._pause >= pause)

    def _is_ahead(self, now: int, monitor: Monitor) -> bool:
        """Whether the stamps of a replay lie so far ahead of our clock that they are not believed live."""
        return not monitor.live and self._clock.greatest > now + AHEAD

    def _go_live(self, now: int, monitor: Monitor) -> None:
        """The log has been read to its end; silence since then is silence (T5)."""
        if monitor.decided >= now:  # its stamps were ahead of our clock
            monitor.rebase(now - 1)
            if self._keep is not None:
                self._keep.forget()
        monitor.live = True
        self._clock = LiveClock(now, self._clock.greatest)
