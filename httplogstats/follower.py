"""One input with its scanner and its clock: reads blocks, has them counted and placed. Opens nothing."""

from httplogstats.block import Block
from httplogstats.clock import NEVER, LiveClock, Placing, ReplayClock, priming
from httplogstats.formats.common import COMBINED
from httplogstats.formats.detect import detect
from httplogstats.formats.layout import Role
from httplogstats.keep import Keep, kept
from httplogstats.monitor import Monitor
from httplogstats.primer import Found, Primer, old_enough
from httplogstats.scan import Scanned, Scanner
from httplogstats.scan.choose import make_scanner
from httplogstats.snapshot import SourceState
from httplogstats.sources import Source


class Follower:
    """Follows one source. `since` is where a live start's window begins (T4); None is a replay (T5).

    A source of the past is replayed in any case.
    """

    def __init__(self, source: Source, started: int, since: int | None, keep: Keep | None = None) -> None:
        since = None if source.past else since
        self._source = source
        self._started = started
        self._clock: LiveClock | ReplayClock = ReplayClock() if since is None else LiveClock(started)
        self._scanner: Scanner = make_scanner(COMBINED)
        self._since = NEVER if since is None else since
        self._primer = None if since is None else Primer(source.prime(old_enough(since)), self._probe)
        self._layout = COMBINED
        self._keep = keep or Keep(0)
        self.layout = ""

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
        return self._layout.roles if self.layout else frozenset()

    @property
    def behind(self) -> bool:
        """Whether this is a replay that has not come to the end of its log."""
        return self.replaying and not (self._source.at_end or self._source.finished)

    @property
    def newest(self) -> int:
        """The greatest second that was read; `NEVER` before any."""
        return self._clock.greatest

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
        return self._source.state()

    def close(self) -> None:
        """Let go of files."""
        self._source.close()

    def read(self, monitor: Monitor, now: int, elapsed: float, limit: int) -> bool:
        """Read and count about `limit` bytes; True if more is waiting. `elapsed` is monotonic seconds."""
        if self._primer is not None:
            if (found := self._primer.step()) is not None:
                self._prime(found, monitor)
                return True
            self._primer = None
        if self._source.finished:
            return False
        for block in self._source.poll(elapsed, limit):
            placing = self._clock.placing(now, monitor.decided, monitor.rules.interval)
            scanned = self._count(block, placing, monitor)
            self._clock.greatest = max(self._clock.greatest, scanned.greatest)
        return not self._source.at_end

    def horizon(self, now: int, monitor: Monitor) -> int | None:
        """The first second that this input leaves undecided; None if it holds nothing back."""
        at_end = self._source.at_end
        horizon = self._clock.horizon(now, at_end)
        if self.replaying and at_end and not self._source.finished:
            self._go_live(now, monitor)
            horizon = now - 1
        return None if horizon == NEVER else horizon

    def _count(self, block: Block, placing: Placing, monitor: Monitor) -> Scanned:
        """Count a block and keep it; then once more for each condition that a rule has."""
        scanner = self._scanner_for(block.data)
        scanned = scanner.scan(block.data, placing, into=monitor.windows.open)
        self._keep.add(kept(block.data, placing, scanner, self._layout, scanned))
        for where in monitor.conditions:
            monitor.absorb_where(where, scanner.scan(block.data, placing, where))
        monitor.absorb(scanned, block.overlong)
        return scanned

    def _prime(self, found: Found, monitor: Monitor) -> None:
        """Count what was written before start, in the window."""
        monitor.absorb(found.undated)
        self._count(found.block, priming(self._since, self._started, monitor.rules.interval), monitor)

    def _probe(self, data: bytes) -> Scanned:
        return self._scanner_for(data).scan(data, priming(self._since, self._started, 1))

    def _scanner_for(self, data: bytes) -> Scanner:
        """The format is that of the first lines that are understood."""
        if not self.layout and (layout := detect(data)) is not None:
            self._layout, self.layout = layout, layout.name
            self._scanner = make_scanner(layout)
        return self._scanner

    def _go_live(self, now: int, monitor: Monitor) -> None:
        """The log has been read to its end; silence since then is silence (T5)."""
        if monitor.decided >= now:  # its stamps were ahead of our clock
            monitor.rebase(now - 1)
            self._keep.forget()
        monitor.live = True
        self._clock = LiveClock(now, self._clock.greatest)
