"""What a log is found to be: format, share understood, fields, span, and where other lines stop to fit."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from httplogstats.block import Block
from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.appended import unit
from httplogstats.formats.layout import Layout, Role
from httplogstats.formats.recognise import Recogniser
from httplogstats.recent import line_view
from httplogstats.scan import Scanned, Scanner
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Misfit, Recorder, Values
from httplogstats.scan.stamps import Offsets, Stamps, names_offset
from httplogstats.snapshot import LineView

ENOUGH = 0.99
"""Share of the lines that make a log understood."""

CLOSELY, LATER = 1000, 50
"""Lines of each block of which the fields are looked at, which takes longer than to count all of them."""

SURE = 20_000
"""Lines after which fewer are looked at."""

_EVERYTHING = Placing(NEVER, EVER, None, NEVER, 10)
SAID = (Role.REFERRER, Role.AGENT, Role.HOST, Role.UPSTREAM, Role.CACHE, Role.USER)
"""What is counted by its hits: not every log has it."""


@dataclass(slots=True)
class Inspection:
    """What the lines of a log were.

    `formats` are hits by the name of their layout, `fields` those that say something among the hits `looked`
    at, of which `first_hit` is the first; it is `sized` if one of them says bytes. `wrapping` names what was
    around the lines. `misfits` are lines that are not understood, by what was expected.
    """

    formats: Counter[str] = field(default_factory=Counter)
    fields: Counter[Role] = field(default_factory=Counter)
    zones: Counter[str] = field(default_factory=Counter)
    looked: int = 0
    lines: int = 0
    hits: int = 0
    overlong: int = 0
    unit: str = ""
    wrapping: str = ""
    first_hit: LineView | None = None
    first: int | None = None
    last: int | None = None
    sized: bool = False
    misfits: dict[str, tuple[bytes, Misfit]] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        """Whether nearly all lines were understood."""
        return self.hits > 0 and self.hits >= ENOUGH * self.lines


def inspect(blocks: Iterable[Block], given: Layout | None, offsets: Offsets | None) -> Inspection:
    """Count every line, and look closely at some; `given` is a format that the user named."""
    found, recogniser = Inspection(), Recogniser(given)
    scanners: dict[Layout, Scanner] = {}
    for block in blocks:
        found.overlong += block.overlong
        found.lines += block.overlong
        for layout, data in recogniser.pieces(block.data):
            if layout not in scanners:
                scanners[layout] = make_scanner(layout, offsets)
            scanned = scanners[layout].scan(data, _EVERYTHING)
            hits = scanned.hits + scanned.skipped
            recogniser.note(data, hits, scanned.malformed)
            found.formats += Counter({layout.name: hits})  # keeps no zeros
            found.hits += hits
            found.lines += hits + scanned.malformed
            _note_span(found, scanned)
            most = CLOSELY if found.looked < SURE else LATER
            _look(found, layout, [*data.split(b"\n", most)[:most], *scanned.samples], offsets)
        if recogniser.wrapping is not None:
            found.wrapping = recogniser.wrapping.name
    return found


def _note_span(found: Inspection, scanned: Scanned) -> None:
    seconds = [second for tally in scanned.slots.values() for second in tally.seconds]
    if seconds:
        found.first = min(seconds) if found.first is None else min(found.first, *seconds)
        found.last = max(seconds) if found.last is None else max(found.last, *seconds)


def _look(found: Inspection, layout: Layout, lines: Sequence[bytes], offsets: Offsets | None) -> None:
    """What some lines have, and where those stop that do not fit."""
    read, recorder = reader_of(layout), Recorder(layout, Stamps(offsets))
    for line in filter(None, (line.removesuffix(b"\r") for line in lines)):
        values = read(line)
        record = values if isinstance(values, Misfit) else recorder.record(values)
        if isinstance(record, Misfit) or isinstance(values, Misfit):
            if isinstance(record, Misfit):
                found.misfits.setdefault(record.expected, (line, record))
            continue
        found.looked += 1
        found.first_hit = found.first_hit or line_view(0, line, record, layout)
        found.zones[_zone(values)] += 1
        found.fields.update(role for role in values if role in SAID and values[role].text not in (b"-", b""))
        found.sized |= Role.SIZE in values
        if record.latency is not None:
            found.unit = unit(layout) or "s"  # where the first lines had none


def _zone(values: Values) -> str:
    stamp = values.get(Role.STAMP)
    if stamp is None:
        return "none" if Role.DATE in values else ""
    return names_offset(stamp.text)
