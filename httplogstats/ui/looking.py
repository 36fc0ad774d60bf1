"""What is looked at: window, moment and filter. Turns keys into the next request; draws nothing."""

import os
from collections.abc import Iterable
from fractions import Fraction

from httplogstats.filters import Test, describe
from httplogstats.snapshot import Order, Request, Snapshot, Span

ORDERS = 8
"""Orders that every request repeats, since a request may be lost with a collector."""

LEAP = 10
"""Slots that a leap passes over."""


class Looking:
    """What the screen asks for. `moment` is the end of a window of the past; None follows the newest."""

    def __init__(self) -> None:
        self.span = Span.SLOT
        self.moment: int | None = None
        self.networks = False
        self.where: tuple[str, ...] = ()
        self.orders: tuple[Order, ...] = ()

    def request(
        self, rows: int, whole: tuple[str, ...], lines: int, columns: int, events_from: int
    ) -> Request:
        """The request for it."""
        return Request(
            span=self.span,
            rows=rows,
            whole=whole,
            lines=lines,
            columns=columns,
            events_from=events_from,
            moment=self.moment,
            networks=self.networks,
            where=self.where,
            orders=self.orders,
        )

    def order(self, limit: Fraction | None = None) -> None:
        """Have something done; it is asked for until newer orders have taken its place."""
        self.orders = (*self.orders, Order(os.urandom(8).hex(), limit))[-ORDERS:]

    def next_window(self) -> None:
        """The next longer window, after the longest the shortest."""
        spans = list(Span)
        self.span = spans[(spans.index(self.span) + 1) % len(spans)]

    def move(self, slots: int, shown: Snapshot) -> None:
        """Look that many slots later, or earlier (below 0), than what is shown."""
        now = shown.newest if shown.moment is None else shown.moment
        wanted = now + slots * shown.interval
        self.moment = wanted if wanted < shown.newest else None

    def at(self, second: int) -> None:
        """Look at the slot that ends with the second before."""
        self.moment = second

    def live(self) -> None:
        """Follow the newest."""
        self.moment = None

    def narrow(self, tests: Iterable[Test], exclude: bool = False) -> None:
        """Add tests to the filter; to exclude is to add the opposite of the last of them."""
        added = list(tests)
        if exclude:
            added = [added[-1]._replace(negated=not added[-1].negated)]
        texts = [describe(test) for test in added]
        self.where += tuple(text for text in dict.fromkeys(texts) if text not in self.where)

    def widen(self) -> None:
        """Take the newest test away."""
        self.where = self.where[:-1]

    def clear(self) -> None:
        """No filter."""
        self.where = ()
