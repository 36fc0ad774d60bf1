"""Counts again, for a filter, what is kept, and goes on with what comes. Alerts are no business of it.

A recount closes its slots where the whole counting closed them, so that its figures are those that would have
been counted had the filter stood from the start.
"""

from collections.abc import Callable

from httplogstats.clock import NEVER, slot_of
from httplogstats.filters import Filter, parse_filter
from httplogstats.keep import Keep, Kept
from httplogstats.scan.sift import needles
from httplogstats.tally import add_counts
from httplogstats.windows import Windows

UNASKED = 40
"""Ticks that a recount goes on without being asked for: a filter that is taken back costs nothing."""


class Recount:
    """The figures of one filter; `whole` are the slots of all traffic."""

    def __init__(self, keep: Keep, where: Filter, whole: Windows) -> None:
        self.windows = Windows(whole.interval)
        self.hits = 0
        self.size = 0
        self.late = 0
        self.statuses: dict[int, int] = {}
        self.place = keep.start
        self.unasked = 0
        self._begun = keep.start
        self._keep = keep
        self._where = where
        self._whole = whole
        if keep.let_go != NEVER:  # a slot of which a part was let go is not covered
            self.windows.begin(slot_of(keep.let_go, whole.interval) + whole.interval)

    @property
    def part(self) -> float:
        """How much of what is kept has been counted, 0 to 1."""
        return (self.place - self._begun) / max(1, self._keep.end - self._begun)

    @property
    def behind(self) -> bool:
        """Whether blocks are waiting, or slots to be closed."""
        begun = self.windows.first != NEVER
        return self.place < self._keep.end or (begun and self.windows.next_close < self._whole.next_close)

    def step(self) -> None:
        """Close a slot that the whole has closed, or count some blocks: a piece short enough for a key."""
        if self.windows.first == NEVER and self._whole.first != NEVER:
            self.windows.begin(self._whole.first)
        block = self._keep.after(self.place)
        whole = self._whole.next_close - self._whole.interval
        horizon = whole if block is None else block.placing.decided
        stop = self.windows.stop(horizon, every=False)
        self.windows.close_to(stop, every=False)
        if block is not None and stop >= horizon:
            self._count(block)

    def _count(self, block: Kept) -> None:
        """Count a block, or the lines of some blocks that may pass; their slots close afterwards."""
        data, self.place = block.data, block.end
        wanted = needles(block.layout, self._where)
        if wanted and block.placing.slack is None:  # else the place of a hit hangs on the lines before it
            blocks = self._keep.run(block.start)
            data = block.scanner.sift(tuple(block.data for block in blocks), wanted)
            self.place = blocks[-1].end
        opened = self.windows.open
        slots = block.scanner.scan(data, block.placing, self._where, opened).slots
        for start, tally in slots.items():
            if start < self.windows.first:  # a part of it was let go
                opened.pop(start, None)
                continue
            self.hits += tally.hits
            self.size += tally.size
            self.late += tally.late
            add_counts(self.statuses, tally.statuses)
            self.windows.add({start: tally})


class Recounts:
    """The filters that are asked for, each counted on until nobody asks."""

    def __init__(self, keep: Keep, whole: Windows) -> None:
        self._keep = keep
        self._whole = whole
        self._recounts: dict[tuple[str, ...], Recount] = {}

    def of(self, where: tuple[str, ...], enough: Callable[[], bool]) -> Recount:
        """The recount of some tests, begun if it is new; counts on until it is `enough`.

        Raises `FilterError` for what is no test.
        """
        recount = self._recounts.get(where)
        if recount is None or recount.place < self._keep.start:  # what it has not read is gone
            tests = tuple(test for text in where for test in parse_filter(text))
            recount = self._recounts[where] = Recount(self._keep, tests, self._whole)
        recount.unasked = 0
        recount.step()
        while recount.behind and not enough():
            recount.step()
        return recount

    def work(self, enough: Callable[[], bool]) -> bool:
        """Count on until it is `enough`; whether any is behind. Then what all have read may go."""
        for where, recount in list(self._recounts.items()):
            recount.unasked += 1
            if recount.unasked > UNASKED or recount.place < self._keep.start:
                del self._recounts[where]
                continue
            recount.step()
            while recount.behind and not enough():
                recount.step()
        self._keep.settle(recount.place for recount in self._recounts.values())
        return any(recount.behind or recount.windows.relax() for recount in self._recounts.values())
