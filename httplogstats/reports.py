"""What a text run says of slots and crossings: printed in order, beside the counting of what comes next."""

from collections import deque
from collections.abc import Iterable, Sequence
from functools import partial

from httplogstats.chores import Chores
from httplogstats.clock import EVER
from httplogstats.monitor import Decided, Monitor
from httplogstats.plain import Printer
from httplogstats.ring import Slot
from httplogstats.snapshot import WindowView
from httplogstats.views import slot_view
from httplogstats.windows import MANY

PIECE = 10 * MANY
"""Hits of small slots that are printed together: each handed to a thread by itself would take longer."""

LEAST = 100
"""A smaller slot counts as one of so many: it holds little, but has tables of its own."""

Told = tuple[Decided, Iterable[WindowView], bool]
"""What was decided, the figures of the slots to be printed, and whether bytes are known."""


class Reports:
    """Tells a printer of slots that held something, live also of the empty ones, and of crossings.

    Slots are of `interval` seconds; `top` is how many rows of a table are printed. What the printer raises
    is raised by whoever tells, ends or waits next.
    """

    def __init__(self, printer: Printer, interval: int, top: int) -> None:
        self._printer = printer
        self._interval = interval
        self._top = top
        self._chores = Chores()
        self._told: list[Told] = []  # what is not handed over yet
        self._hits = 0  # of that

    def tell(self, monitor: Monitor, decided: Decided) -> None:
        """Have printed what a model decided: live, it is printed when this returns.

        Of a replay it is printed on a thread, small slots some at a time.
        """
        self._chores.check()
        since = monitor.started if monitor.live else EVER
        slots = [slot for slot in decided.slots if slot[1].hits or slot[0] + self._interval > since]
        if not slots and not decided.events:
            return
        views: Iterable[WindowView] = map(self._view, slots)  # made where they are printed
        if monitor.windows.kept:  # and shrunk as they grow old
            views = list(views)
        self._told.append((decided._replace(slots=()), views, monitor.sized))  # the empty ones are many
        self._hits += sum(max(LEAST, tally.hits) for _, tally in slots)
        if monitor.live:
            self.wait()
        elif self._hits >= PIECE or any(tally.hits >= MANY for _, tally in slots):
            self._chores.add(partial(self._print, self._taken()))

    def end(self, monitor: Monitor) -> None:
        """Print the account of all lines, after all else."""
        self.wait()
        self._printer.end(monitor.account, monitor.size if monitor.sized else None, monitor.late)
        self._printer.flush()

    def wait(self) -> None:
        """Until all is printed."""
        self._chores.wait()
        if self._told:
            self._print(self._taken())

    def _taken(self) -> Sequence[Told]:
        """What is to be printed now."""
        told, self._told, self._hits = self._told, [], 0
        return told

    def _print(self, told: Sequence[Told]) -> None:
        for decided, views, sized in told:
            events = deque(decided.events)
            for view in views:
                while events and events[0].time <= view.end:
                    self._printer.alert(events.popleft())
                self._printer.slot(view, decided.partial, sized)
            for event in events:
                self._printer.alert(event)
        self._printer.flush()

    def _view(self, slot: Slot) -> WindowView:
        return slot_view(slot, self._interval, self._top)
