"""The slots that are open, the sum of those that have closed, and the seconds. Knows no alerts.

Rules (docs/semantics.md): W1 a slot is `[k·interval, (k+1)·interval)` and closes when the horizon reaches its
end; W2 every other window is a sum of slots, and the hits of all slots are the hits read; W3 what did not
happen in a window is not in it; T6 a late hit is already in the open slot when it comes here.
"""

from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import chain

from httplogstats.chores import Chores
from httplogstats.clock import EVER, NEVER, slot_of
from httplogstats.ring import ALL_ROWS, KEPT_SECONDS, Aged, Ring, Slot, Stretch
from httplogstats.scan import Into
from httplogstats.table import Figures, Table, add_figures
from httplogstats.tally import Tally

MANY = 1000
"""Hits of a slot from which on it is worth its while to hand it to a thread."""

SOON = 600
"""Where slots are let go after so many seconds, small ones need not rest before."""

TOGETHER = 100
"""Slots that may close at once where nobody looks back."""

SUMMED = 2**13
"""Rows of a table of the sum since start: with one more, it would take twice the memory."""


class Windows:
    """Slots of `interval` seconds. Memory is bounded: slots rest and shrink (ring.py), and the sums fold
    their small rows (table.py).

    `kept` is how many seconds of slots anybody may look back at: older ones are let go, and if it is 0, the
    figures by second too.
    `summed` is how many rows a table of the sum of all closed slots holds; 0 where nobody asks for that sum.
    Where nobody looks back, the rows of all slots go there at once (`into`).
    """

    def __init__(self, interval: int, kept: int = KEPT_SECONDS, summed: int = SUMMED) -> None:
        self.interval = interval
        self._summed = summed
        self._at_once = summed > 0 and not kept
        self.kept = kept
        self._total = Tally(summed, kept=summed // 8)  # it grows for ever
        self._chores = Chores()  # what closed slots bring, done beside
        self._pieces: Iterator[None] = iter(())  # what the newest one brings, done here
        self._awake: Tally | None = None  # the newest closed slot, until it rests
        self.first = NEVER  # the start of the first of them
        self.seconds: OrderedDict[int, Figures] = OrderedDict()  # a dict forgets its first ever more slowly
        self._open: dict[int, Tally] = {}
        self._starts: list[int] = []  # a heap of their starts, perhaps several times; some may have closed
        self._ring = Ring(interval, kept)
        self._old: deque[Tally] = deque(maxlen=self._ring.most)  # those at rest that have shrunk

    @property
    def total(self) -> Tally:
        """The sum of all closed slots; rows that went there at once are also those of open ones."""
        self.settle()
        return self._total

    def begin(self, second: int) -> None:
        """Time starts here, or with what is open: slots before the one that holds it do not exist."""
        self.first = min([slot_of(second, self.interval), *self._open])
        self._ring.begin(self.first)

    def add(self, slots: Mapping[int, Tally]) -> None:
        """Take over freshly counted tallies, which must belong to slots still open."""
        for start, tally in slots.items():
            heappush(self._starts, start)
            if start in self._open:
                self._open[start].merge(tally)
            else:
                self._open[start] = tally
            if self.kept:
                self._add_seconds(tally)
        if self._at_once and len(self._total.section_latency) > self._summed * 5 // 4:
            self._total.forget_folded()

    def _add_seconds(self, tally: Tally) -> None:
        seconds = self.seconds
        late = ((second, figures) for (_, second), figures in tally.overdue.items())
        for second, figures in chain(tally.seconds.items(), late):
            if second in seconds:
                add_figures(seconds[second], figures)
            else:
                seconds[second] = figures.copy()

    @property
    def into(self) -> Into:
        """Where a scanner may count rows straight."""
        return self._total if self._at_once else self._open

    @property
    def open(self) -> dict[int, Tally]:
        """The slots not yet closed, by their start; a scanner may count into them."""
        return self._open

    def close_to(self, horizon: int, every: bool = True) -> list[Slot]:
        """Close what ends at or before `horizon`, oldest first: slots that held something, or `every` one.

        Of a run of empty slots longer than an hour (a machine was asleep) only the last hour is told.
        """
        if not self._has_begun(horizon):
            return []
        closed: list[Slot] = []
        self._pass_over_silence(horizon, every)
        while self.next_close <= horizon:
            closed.append(self._close_next())
            self._pass_over_silence(horizon, every)
        self._forget(horizon - KEPT_SECONDS)
        if closed and self._at_once:
            self._total.forget_folded()
        return closed

    def stop(self, horizon: int, every: bool = True) -> int:
        """How far to go at once: one slot at most that is told, or some where nobody looks back."""
        if not self._has_begun(horizon):
            return horizon
        slots = 1 if self.kept else TOGETHER
        return min(horizon, self._after_silence(horizon, every) + slots * self.interval)

    def silence(self, horizon: int, every: bool = True) -> int:
        """Up to where nothing would close on the way to `horizon`, and nothing be let go yet."""
        return self._after_silence(horizon, every) if self._has_begun(horizon) else NEVER

    def step(self) -> bool:
        """Do a piece of what the newest closed slot brings; False if nothing of it is left to do here."""
        return next(self._pieces, self) is None

    def settle(self) -> None:
        """Until all is done that closed slots bring."""
        self._do_here()
        self._chores.wait()

    def relax(self) -> bool:
        """There is time: let a closed slot take less memory; False if all do."""
        if self.step():
            return True
        if self._awake is None and not self._old:
            return False
        self.settle()
        if self._awake is not None:
            self._awake.rest()
            self._awake = None
        else:
            self._old.popleft().deflate()
        return True

    def flush(self, every: bool = True) -> list[Slot]:
        """Close all that is open: the input has ended."""
        if not self._open:
            return []
        closed = self.close_to(max(self._open) + self.interval, every)
        self.settle()  # if they are many, the oldest of them are being shrunk
        return closed

    def rebase(self, horizon: int) -> None:
        """Go back to `horizon`: a replayed log was ahead of our own clock, live time goes on from now."""
        self.flush()
        self.settle()
        self._ring.begin(slot_of(horizon, self.interval))
        self._starts.clear()
        self.first = min(self.first, self._next)
        self._awake = None
        self._old.clear()
        self.seconds.clear()

    @property
    def next_close(self) -> int:
        """The end of the slot that closes next."""
        return self._next + self.interval

    def closed(self, seconds: int, until: int = EVER) -> Stretch:
        """The newest slots closed before `until` that cover `seconds`, fewer if there are not so many."""
        if seconds > max(ALL_ROWS, self.interval) or until != EVER:
            self.settle()  # older ones are being shrunk
        return self._ring.newest(seconds, until)

    def between(self, start: int, end: int) -> Stretch:
        """All slots that are known and lie in `[start, end)`, those still open, too."""
        self.settle()
        closed = self._ring.between(start, end)
        still_open = [self._open[at] for at in sorted(self._open) if start <= at < end]
        return closed._replace(tallies=(*closed.tallies, *still_open))

    def moment(self, wanted: int | None) -> int | None:
        """The end of the kept slot nearest to a moment; None for the newest, and where there is none."""
        return None if wanted is None else self._ring.moment(wanted)

    @property
    def oldest(self) -> int | None:
        """The end of the oldest slot that can be looked back at; None where there is none."""
        kept = self._ring.start < self._ring.end
        return self._ring.start + self.interval if kept else None

    @property
    def _next(self) -> int:
        """The start of the slot that closes next."""
        return self._ring.end

    def _has_begun(self, horizon: int) -> bool:
        """Time begins with the first slot that closes: lines before it may come until then."""
        if self._next == NEVER and self._open and min(self._open) + self.interval <= horizon:
            self.begin(min(self._open))
        return self._next != NEVER

    def _after_silence(self, horizon: int, every: bool) -> int:
        """The start of the next slot that is to close, or of the one that holds `horizon`."""
        while self._starts and self._starts[0] < self._next:
            heappop(self._starts)
        ahead = min([slot_of(horizon, self.interval), *self._starts[:1]])
        told = max(1, KEPT_SECONDS // self.interval) * self.interval if every else 0
        return max(self._next, ahead - told)

    def _pass_over_silence(self, horizon: int, every: bool) -> None:
        self._ring.pass_to(self._after_silence(horizon, every))

    def _close_next(self) -> Slot:
        start, held = self._next, self._open.pop(self._next, None)
        aged, tally = self._ring.close(held), held or Tally()
        if self._at_once:
            self._total.merge_counts(tally)  # its rows are there
        elif self.kept:
            self._keep(tally, aged)
        return start, tally

    def _keep(self, tally: Tally, aged: Sequence[Aged]) -> None:
        self._old.extend(old for old, _ in aged)
        before, self._awake = self._awake, tally
        if before is not None and before.hits < MANY and self.kept <= SOON:
            before = None
        work = _add_up(self._total if self._summed else None, tally, before, aged)
        if _is_native(tally) and any(one.hits >= MANY for one in (tally, *(old for old, _ in aged))):
            self._do_here()
            self._chores.add(lambda: _exhaust(work))
        else:
            self.settle()
            self._pieces = work

    def _do_here(self) -> None:
        while self.step():
            pass

    def _forget(self, before: int) -> None:
        while self.seconds and next(iter(self.seconds)) < before:  # they came about in order
            self.seconds.popitem(last=False)


def _is_native(tally: Tally) -> bool:
    """Python's tables would keep its lock from the thread that answers keys."""
    return not isinstance(tally.sections, Table)


def _exhaust(work: Iterator[None]) -> None:
    for _ in work:
        pass


def _add_up(total: Tally | None, closed: Tally, before: Tally | None, aged: Sequence[Aged]) -> Iterator[None]:
    """What a slot that closes brings, in pieces of about a table; the one `before` it is awake no longer."""
    if before is not None:
        before.rest()
        yield
    for tally, rows in aged:
        for table in tally.tables:
            if len(table) > rows:
                table.keep(rows)
                yield
        tally.forget_folded()
    if total is None:
        return
    yield from total.merging(closed)
    total.forget_folded()
