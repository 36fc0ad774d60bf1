"""A block of lines and a `Layout` in, tallies out; knows no files and reads no clock.

What a line counts as is semantics C1 to C8 and T1; where it is counted is said by `Placing`; which lines are
counted at all by a `Filter`.
"""

from typing import Protocol

from httplogstats.clock import NEVER, Placing
from httplogstats.filters import Filter
from httplogstats.scan.sift import Needles
from httplogstats.tally import Tally

SAMPLES = 20
"""Malformed lines kept from one block: the newest."""

SAMPLE_LIMIT = 1024
"""Bytes kept of a malformed line."""

Slots = dict[int, Tally]
"""Tallies by the start of their slot."""

Into = Slots | Tally
"""Where rows of tables are counted straight: in open slots, or all in one tally."""


COUNTS = ("slots", "hits", "malformed", "blank", "skipped", "filtered", "arrivals", "greatest", "samples")
"""All that is said of a block."""


class Scanned:
    """What one block held. ``hits + malformed + blank + skipped + filtered`` is the number of its lines.

    ``slots`` are tallies by the start of their slot. ``greatest`` is the greatest second placed, the
    placing's own included. ``skipped`` hits lay outside the window of a priming; ``arrivals`` are hits
    whose stamp was not believed or missing (T2). ``filtered`` hits did not pass the filter; they move the
    clock like any other. ``samples`` are the newest malformed lines, oldest first.
    """

    __slots__ = COUNTS

    def __init__(
        self,
        slots: Slots | None = None,
        hits: int = 0,
        malformed: int = 0,
        blank: int = 0,
        skipped: int = 0,
        filtered: int = 0,
        arrivals: int = 0,
        greatest: int = NEVER,
        samples: list[bytes] | None = None,
    ) -> None:
        self.slots: Slots = {} if slots is None else slots
        self.hits = hits
        self.malformed = malformed
        self.blank = blank
        self.skipped = skipped
        self.filtered = filtered
        self.arrivals = arrivals
        self.greatest = greatest
        self.samples: list[bytes] = [] if samples is None else samples

    def add(self, other: "Scanned") -> None:
        """Add what the next block held, all but its tallies."""
        self.hits += other.hits
        self.malformed += other.malformed
        self.blank += other.blank
        self.skipped += other.skipped
        self.filtered += other.filtered
        self.arrivals += other.arrivals
        self.greatest = max(self.greatest, other.greatest)
        self.samples += other.samples

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scanned) and all(
            getattr(self, name) == getattr(other, name) for name in COUNTS
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "Scanned(" + ", ".join(f"{name}={getattr(self, name)!r}" for name in COUNTS) + ")"


class Scanner(Protocol):
    """Counts blocks of one layout."""

    name: str

    def scan(self, data: bytes, placing: Placing, where: Filter = (), into: Into | None = None) -> Scanned:
        """Count the lines of ``data`` (whole lines; the last may lack its end) that pass ``where``.

        ``into`` are the slots that are open, or one tally for all: rows of tables, and histograms of
        sections, may be added there straight, and are then missing in the result, which is added to the slots
        afterwards. That spares a row for every block in which its key occurs, and a full table does not
        depend on the cut.
        """

    def sift(self, blocks: tuple[bytes, ...], wanted: Needles) -> bytes:
        """The lines of some blocks in which all needles stand, as far as can be seen without reading them."""
