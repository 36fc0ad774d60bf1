"""One input with its scanner and its clock: reads blocks, has them counted and placed. Opens nothing."""

from collections.abc import Iterator

from httplogstats.block import Block
from httplogstats.clock import EVER, NEVER, SLACK, LiveClock, Placing, ReplayClock, priming
from httplogstats.formats.common import COMBINED
from httplogstats.formats.detect import detect
from httplogstats.formats.layout import Layout, Role
from httplogstats.keep import Keep, kept
from httplogstats.monitor import Monitor
from httplogstats.scan import Scanned, Scanner, Slots
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
        self._primer: Primer | None = None if since is None else Primer(source, since)
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
            if self._primer.step(self, monitor, self._started):
                return True
            self._primer = None
        if self._source.finished:
            return False
        for block in self._source.poll(elapsed, limit):
            placing = self._clock.placing(now, monitor.decided, monitor.rules.interval)
            scanned = self.scan(block, placing, monitor.windows.open)
            self.watch(block, placing, monitor)
            self._clock.greatest = max(self._clock.greatest, scanned.greatest)
            monitor.absorb(scanned, block.overlong)
        return not self._source.at_end

    def horizon(self, now: int, monitor: Monitor) -> int | None:
        """The first second that this input leaves undecided; None if it holds nothing back."""
        at_end = self._source.at_end
        horizon = self._clock.horizon(now, at_end)
        if self.replaying and at_end and not self._source.finished:
            self._go_live(now, monitor)
            horizon = now - 1
        return None if horizon == NEVER else horizon

    def scan(self, block: Block, placing: Placing, into: Slots) -> Scanned:
        """Count a block, in the format of its lines, and keep it."""
        if not self.layout and (layout := detect(block.data)) is not None:
            self._choose(layout)
        scanned = self._scanner.scan(block.data, placing, into=into)
        self._keep.add(kept(block.data, placing, self._scanner, self._layout, scanned))
        return scanned

    def watch(self, block: Block, placing: Placing, monitor: Monitor) -> None:
        """Count once more for each condition that a rule has."""
        for where in monitor.conditions:
            monitor.absorb_where(where, self._scanner.scan(block.data, placing, where))

    def _choose(self, layout: Layout) -> None:
        self._layout, self.layout = layout, layout.name
        self._scanner = make_scanner(layout)

    def _go_live(self, now: int, monitor: Monitor) -> None:
        """The log has been read to its end; silence since then is silence (T5)."""
        if monitor.decided >= now:  # its stamps were ahead of our clock
            monitor.rebase(now - 1)
            self._keep.forget()
        monitor.live = True
        self._clock = LiveClock(now, self._clock.greatest)


class Primer:
    """Reads back what was written before start, a block a step (T4).

    Lines outside the window are skipped and not counted as read, nor are malformed ones, which have no
    date. Only if no line at all is understood are they counted, so that a wrong file is said at once.
    """

    def __init__(self, source: Source, since: int) -> None:
        self._since = since
        self._blocks: Iterator[Block] = source.prime(self._old_enough)
        self._understood = False
        self._foreign = Scanned()

    def step(self, follower: Follower, monitor: Monitor, started: int) -> bool:
        """Count one block; False when there is none left."""
        block = next(self._blocks, None)
        if block is None:
            if not self._understood:
                monitor.absorb(self._foreign)
            return False
        placing = priming(self._since, started, monitor.rules.interval)
        scanned = follower.scan(block, placing, monitor.windows.open)
        follower.watch(block, placing, monitor)
        self._understood |= scanned.hits + scanned.skipped > 0
        self._foreign.malformed += scanned.malformed
        self._foreign.blank += scanned.blank
        self._foreign.samples = scanned.samples or self._foreign.samples
        scanned.malformed = scanned.blank = 0
        scanned.samples = []
        monitor.absorb(scanned)
        return True

    def _old_enough(self, lines: bytes) -> bool:
        """Whether the window begins after these lines; also where none of them can be understood."""
        layout = detect(lines) or COMBINED
        everything = Placing(NEVER, EVER, None, NEVER, 1)
        scanned = make_scanner(layout).scan(lines, everything)
        return scanned.hits == 0 or scanned.greatest < self._since - SLACK
