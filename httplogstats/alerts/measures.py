"""What a rule may look at: one small class a measure, each with its unit and how its limit is written.

A measure of seconds reads the sum of what the window's seconds amount to: their figures (hits, bytes, 4xx,
5xx) as one number, or hits alone. A measure of slots reads what was gathered of each closed slot, since a
tally has it only as a whole. None is "no value": too little was seen to say anything.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any, ClassVar

from httplogstats.alerts.area import Ratio
from httplogstats.latency import quantile
from httplogstats.packed import hits_of, pack, unpack
from httplogstats.table import Figures
from httplogstats.tally import Tally, add_counts

TOLD_APART = 100_000
"""Distinct clients of a window that are told apart at least; of more it is known that there are so many."""

_NUMBER = r"([0-9]{1,12}(?:\.[0-9]{1,9})?)"


class MeasureError(ValueError):
    """A limit that cannot be; the text says what would be right."""


def _scaled(text: str, units: Mapping[str, int], wanted: str) -> Fraction:
    match = re.fullmatch(_NUMBER + r"\s*([A-Za-z%/]*)", text)
    if match is None or match[2].lower() not in units:
        raise MeasureError(f"wants {wanted}")
    return Fraction(match[1]) * units[match[2].lower()]


class Measure:
    """`bound` says that a window seen in part has at most the true value, so that it may fire early (A5)."""

    name: ClassVar[str]
    unit: ClassVar[str]
    meaning: ClassVar[str]
    wanted: ClassVar[str]
    units: ClassVar[Mapping[str, int]] = {"": 1}
    bound: ClassVar[bool] = False
    longest: ClassVar[int] = 86_400
    rows: ClassVar[bool] = False  # whether it looks at tables of slots
    most: ClassVar[int | None] = None  # the greatest value that there is; the least of all is 0

    def limit(self, text: str) -> Fraction:
        """A limit as it stands in the configuration file, in the measure's unit; raises `MeasureError`."""
        return _scaled(text, self.units, self.wanted)


class OfSeconds(Measure):
    """Read from the sum of what the window's seconds amount to."""

    def amount(self, figures: Figures) -> int:
        """What figures of a second add to the sum."""
        return pack(figures)

    def hits(self, amount: int) -> int:
        """The hits in a sum."""
        return hits_of(amount)

    def reading(self, amount: int, window: int) -> Ratio | None:
        """The value of `window` seconds that amount to this."""
        raise NotImplementedError


class OfHits(OfSeconds):
    """Read from hits alone, which are summed faster than all figures."""

    def amount(self, figures: Figures) -> int:
        """Hits."""
        return figures[0]

    def hits(self, amount: int) -> int:
        """All of it."""
        return amount

    def reading(self, amount: int, window: int) -> Ratio:
        """A count; the denominator goes by the window alone."""
        return amount, 1


class OfSlots(Measure):
    """Read from what is gathered of the window's slots."""

    def nothing(self) -> Any:
        """What is remembered of an empty slot."""
        raise NotImplementedError

    def gather(self, into: Any, tally: Tally, slots: int) -> None:
        """Add what is to be remembered of a slot, of which a window has `slots`."""
        raise NotImplementedError

    def reading(self, parts: Sequence[Any]) -> Ratio | None:
        """The value of a window."""
        raise NotImplementedError


class Rate(OfHits):
    """Requests per second."""

    name, unit, bound = "rate", "req/s", True
    meaning = "requests per second on average over the window"
    wanted = "a number of requests per second, such as 10 or 0.7"

    def reading(self, amount: int, window: int) -> Ratio:
        """Always over the whole window (A5)."""
        return amount, window


class BytesRate(OfSeconds):
    """Bytes served per second."""

    name, unit, bound = "bytes_rate", "B/s", True
    meaning = "bytes served per second on average over the window"
    wanted = 'bytes per second, such as 500000 or "2MB"'
    units: ClassVar[Mapping[str, int]] = {
        per: size for unit, size in (("", 1), ("b", 1), ("kb", 1000), ("mb", 10**6), ("gb", 10**9))
        for per in (unit, unit + "/s")
    }  # fmt: skip

    def reading(self, amount: int, window: int) -> Ratio:
        """Always over the whole window (A5)."""
        return unpack(amount)[1], window


class ErrorRate(OfSeconds):
    """The share of requests that failed."""

    name, unit = "error_rate", "%"
    meaning = "percent of the window's requests answered 4xx or 5xx"
    wanted = 'a share in percent, such as 5 or "2.5%"'
    units: ClassVar[Mapping[str, int]] = {"": 1, "%": 1}
    most: ClassVar[int] = 100

    def reading(self, amount: int, window: int) -> Ratio | None:
        """Of nothing there is no share."""
        hits, _, client_errors, server_errors = unpack(amount)
        return (100 * (client_errors + server_errors), hits) if hits else None


class Rate5xx(ErrorRate):
    """The share of requests that failed by the server's fault."""

    name = "rate_5xx"
    meaning = "percent of the window's requests answered 5xx"

    def reading(self, amount: int, window: int) -> Ratio | None:
        """Of nothing there is no share."""
        hits, _, _, server_errors = unpack(amount)
        return (100 * server_errors, hits) if hits else None


class NoTraffic(OfHits):
    """Silence: fires when the whole window held no request, recovers with the next one."""

    name, unit = "no_traffic", "hits"
    meaning = "not one request in the whole window; has no limit"
    wanted = "no limit: it fires when there is nothing at all"


class Malformed(OfHits):
    """Lines not understood, for which hits stand. They have no date and belong to the second of reading."""

    name, unit, bound = "malformed", "lines", True
    meaning = "lines of the window that were not understood, by the time they were read"
    wanted = "a number of lines, such as 10"


class P95(OfSlots):
    """The time that 95 % of the requests do not exceed."""

    name, unit = "p95", "us"
    meaning = "the time that 95 % of the window's requests do not exceed, known to 1.6 %"
    wanted = 'a time with its unit, such as "500ms" or "1.5s"'
    units: ClassVar[Mapping[str, int]] = {"us": 1, "ms": 1000, "s": 10**6}

    def nothing(self) -> dict[int, int]:
        """A histogram."""
        return {}

    def gather(self, into: Any, tally: Tally, slots: int) -> None:
        """The histogram."""
        add_counts(into, tally.latency)

    def reading(self, parts: Sequence[Any]) -> Ratio | None:
        """Microseconds; nothing where the log has no times."""
        counts: dict[int, int] = {}
        for part in parts:
            add_counts(counts, part)
        micros = quantile(counts, 0.95)
        return None if micros is None else (micros, 1)


class Clients(OfSlots):
    """Distinct clients."""

    name, unit, longest, rows = "clients", "clients", 600, True
    meaning = "distinct clients of the window"
    wanted = "a number of clients, such as 500"

    def nothing(self) -> set[bytes]:
        """Keys."""
        return set()

    def gather(self, into: Any, tally: Tally, slots: int) -> None:
        """The keys, bounded."""
        into.update(
            islice((key for key, _ in tally.clients.items()), max(1, TOLD_APART // slots - len(into)))
        )

    def reading(self, parts: Sequence[Any]) -> Ratio:
        """Keys that occur in any slot."""
        return len(set().union(*parts)), 1


MEASURES: dict[str, OfSeconds | OfSlots] = {
    measure.name: measure
    for measure in (Rate(), ErrorRate(), Rate5xx(), BytesRate(), P95(), Clients(), NoTraffic(), Malformed())
}
