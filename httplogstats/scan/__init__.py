"""A block of lines and a `Layout` in, tallies out; knows no files and reads no clock.

What a line counts as is semantics C1 to C8 and T1; where it is counted is said by `Placing`; which lines are
counted at all by a `Filter`.
"""

from dataclasses import dataclass, field
from typing import Protocol

from httplogstats.clock import NEVER, Placing
from httplogstats.filters import Filter
from httplogstats.scan.sift import Needles
from httplogstats.tally import Tally

SAMPLES = 20
"""Malformed lines kept from one block: the newest."""

SAMPLE_LIMIT = 1024
"""Bytes kept of a malformed line."""


@dataclass(slots=True)
class Scanned:
    """What one block held. ``hits + malformed + blank + skipped + filtered`` is the number of its lines.

    ``slots`` are tallies by the start of their slot. ``greatest`` is the greatest second placed, the
    placing's own included. ``skipped`` hits lay outside the window of a priming; ``arrivals`` are hits
    whose stamp was not believed or missing (T2). ``filtered`` hits did not pass the filter; they move the
    clock like any other. ``samples`` are the newest malformed lines, oldest first.
    """

    slots: dict[int, Tally] = field(default_factory=dict)
    hits: int = 0
    malformed: int = 0
    blank: int = 0
    skipped: int = 0
    filtered: int = 0
    arrivals: int = 0
    greatest: int = NEVER
    samples: list[bytes] = field(default_factory=list)

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


Slots = dict[int, Tally]
"""Tallies by the start of their slot."""


class Scanner(Protocol):
    """Counts blocks of one layout."""

    name: str

    def scan(self, data: bytes, placing: Placing, where: Filter = (), into: Slots | None = None) -> Scanned:
        """Count the lines of ``data`` (whole lines; the last may lack its end) that pass ``where``.

        ``into`` are the slots that are open: rows of tables, and histograms of sections, may be added to
        them straight, and are then missing in the result, which is added to them afterwards. That spares a
        row for every block in which its key occurs, and a full table does not depend on the cut.
        """

    def sift(self, blocks: tuple[bytes, ...], wanted: Needles) -> bytes:
        """The lines of some blocks in which all needles stand, as far as can be seen without reading them."""
