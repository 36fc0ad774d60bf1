"""What a text run says of slots and crossings: printed in order, beside the counting of what comes next."""

from collections.abc import Sequence
from functools import partial

from httplogstats.chores import Chores
from httplogstats.clock import EVER
from httplogstats.monitor import Decided, Monitor
from httplogstats.plain import Printer
from httplogstats.views import slot_view
from httplogstats.windows import MANY, Slot


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

    def tell(self, monitor: Monitor, decided: Decided) -> None:
        """Have printed what a model decided.

        Small slots, and live ones, are printed when this returns: nothing is gained by a thread for them. So
        are slots that are kept, which are shrunk as they grow old.
        """
        self._chores.check()
        since = monitor.started if monitor.live else EVER
        slots = [slot for slot in decided.slots if slot[1].hits or slot[0] + self._interval > since]
        aside = not (monitor.live or monitor.windows.kept)
        if aside and any(tally.hits >= MANY for _, tally in slots):
            self._chores.add(partial(self._print, slots, decided, monitor.sized))
        elif slots or decided.events:
            self.wait()
            self._print(slots, decided, monitor.sized)

    def end(self, monitor: Monitor) -> None:
        """Print the account of all lines, after all else."""
        self.wait()
        self._printer.end(monitor.account, monitor.size if monitor.sized else None)

    def wait(self) -> None:
        """Until all is printed."""
        self._chores.wait()

    def _print(self, slots: Sequence[Slot], decided: Decided, sized: bool) -> None:
        for event in decided.events:
            self._printer.alert(event)
        for slot in slots:
            self._printer.slot(slot_view(slot, self._interval, self._top), decided.partial, sized)
