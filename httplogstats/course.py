"""How traffic went over a long time: figures by period, and the busiest slot. Reads no clock."""

from collections.abc import Mapping
from typing import NamedTuple

from httplogstats.clock import EVER, NEVER
from httplogstats.table import Figures, add_figures

STEPS = (60, 120, 300, 600, 1200, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 604800)
"""Seconds that people like a period to last."""

HELD = 1000
"""Periods that are held: many more than are shown, so that these can be cut as people like them."""


class Period(NamedTuple):
    """What came in ``[start, end)``."""

    start: int
    end: int
    hits: int
    size: int
    client_errors: int
    server_errors: int


class Course:
    """Figures of slots of `interval` seconds, in any order, however many."""

    def __init__(self, interval: int) -> None:
        self.interval = interval
        self.start, self.end = EVER, NEVER  # of the time that slots cover
        self.busiest: Period | None = None  # the slot with the most hits, the first of several
        self._step = interval
        self._figures: dict[int, Figures] = {}

    def add(self, start: int, figures: Figures) -> None:
        """Count the slot that begins at `start`."""
        self.start, self.end = min(self.start, start), max(self.end, start + self.interval)
        if self.busiest is None or figures[0] > self.busiest.hits:
            self.busiest = Period(start, start + self.interval, *figures)
        _add(self._figures, start - start % self._step, figures)
        if len(self._figures) > HELD:
            self._step = self._wider(self._step)
            self._figures = _cut(self._figures, self._step)

    def periods(self, most: int) -> tuple[Period, ...]:
        """All of the time in at most `most` periods; the first and the last reach no further than slots."""
        if not self._figures:
            return ()
        step = self._step
        while (self.end - 1) // step - self.start // step >= most:
            step = self._wider(step)
        found, nothing = _cut(self._figures, step), [0, 0, 0, 0]
        return tuple(
            Period(max(start, self.start), min(start + step, self.end), *found.get(start, nothing))
            for start in range(self.start - self.start % step, self.end, step)
        )

    def _wider(self, step: int) -> int:
        """The next step: whole numbers of those that are held, and one that people like, if it is near."""
        liked = (wider for wider in STEPS if step < wider <= 7 * step and wider % self._step == 0)
        return next(liked, 2 * step)


def _cut(figures: Mapping[int, Figures], step: int) -> dict[int, Figures]:
    cut: dict[int, Figures] = {}
    for start, of_it in figures.items():
        _add(cut, start - start % step, of_it)
    return cut


def _add(into: dict[int, Figures], start: int, figures: Figures) -> None:
    add_figures(into.setdefault(start, [0, 0, 0, 0]), figures)
