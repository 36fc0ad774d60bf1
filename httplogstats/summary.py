"""What a summary says of a whole log, when it has ended: crossings first, then the figures of all slots."""

from httplogstats.course import Course
from httplogstats.monitor import Decided, Monitor
from httplogstats.overview import Whole
from httplogstats.plain import Printer
from httplogstats.snapshot import AlertEvent
from httplogstats.views import errors, whole_view

PERIODS = 30
"""Periods, at most, in which it is told how traffic went: as many lines, or records."""


class Summary:
    """Tells a printer of a log that was read to its end, in place of `Reports`.

    Slots are of `interval` seconds; `top` is how many rows of a table are printed.
    """

    def __init__(self, printer: Printer, interval: int, top: int) -> None:
        self._printer = printer
        self._top = top
        self._course = Course(interval)
        self._events: list[AlertEvent] = []
        self._partial = False

    def tell(self, monitor: Monitor, decided: Decided) -> None:
        """Note crossings, and when how much came."""
        self._events += decided.events
        for start, tally in decided.slots:
            if tally.hits:
                self._course.add(start, [tally.hits, tally.size, *errors(tally.statuses)])
        self._partial |= decided.partial

    def end(self, monitor: Monitor) -> None:
        """Print crossings, the figures of all slots, and the account of all lines."""
        for event in self._events:
            self._printer.alert(event)
        course, sized = self._course, monitor.sized
        if course.busiest:
            view = whole_view(course.start, course.end, monitor.windows.total, self._top)
            periods = course.periods(PERIODS)
            alerts = [watch.alert.view() for watch in monitor.alerting.watches]
            ongoing = tuple((alert.rule, alert.since) for alert in alerts if alert.since is not None)
            self._printer.whole(Whole(view, periods, course.busiest, self._partial, sized, ongoing))
        self._printer.end(monitor.account, monitor.size if sized else None, monitor.late)
        self._printer.flush()

    def wait(self) -> None:
        """Nothing is printed beside all else."""
