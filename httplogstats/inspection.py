"""What a log is found to be: format, share understood, fields, span, and where other lines stop to fit."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from httplogstats import words
from httplogstats.as_read import SHOWN, as_read
from httplogstats.block import Block
from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.appended import unit
from httplogstats.formats.layout import Layout, Role
from httplogstats.formats.recognise import Recogniser
from httplogstats.recent import line_view
from httplogstats.safe import safe
from httplogstats.scan import Scanned, Scanner
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Misfit, Recorder, Values
from httplogstats.scan.stamps import Offsets, Stamps, names_offset
from httplogstats.snapshot import LineView

ENOUGH = 0.99
"""Share of the lines that make a log understood."""

EXAMPLES = 5
"""Lines that are shown of those not understood, each from another place of misfit if there are several."""

CLOSELY = 1000
"""Lines of each block of which the fields are looked at."""

_EVERYTHING = Placing(NEVER, EVER, None, NEVER, 10)
_SAID = (Role.REFERRER, Role.AGENT, Role.HOST, Role.UPSTREAM, Role.CACHE, Role.USER)


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
            _look(found, layout, [*data.split(b"\n", CLOSELY)[:CLOSELY], *scanned.samples], offsets)
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
        found.fields.update(role for role in values if role in _SAID and values[role].text not in (b"-", b""))
        found.sized |= Role.SIZE in values
        if record.latency is not None:
            found.unit = unit(layout) or "s"  # where the first lines had none


def _zone(values: Values) -> str:
    stamp = values.get(Role.STAMP)
    if stamp is None:
        return "none" if Role.DATE in values else ""
    return names_offset(stamp.text)


def report(found: Inspection, name: str, zone: words.Zone) -> Iterator[str]:
    """The findings in lines of text."""
    if not found.lines:
        yield f"{name}: no lines"
        return
    formats = ", ".join(name for name, _ in found.formats.most_common()) or "unknown"
    yield f"{name}: {formats}"
    yield (
        f"  understood   {words.share(found.hits, found.lines)} % of the lines"
        f" ({found.hits} of {found.lines})"
    )
    if found.hits:
        yield from _facts(found, zone)
    if found.overlong:
        yield f"  overlong     {found.overlong} lines"
    if found.first_hit is not None:
        yield from as_read(found.first_hit, zone)
    for expected, (line, misfit) in list(found.misfits.items())[:EXAMPLES]:
        yield from (f"  not understood: expected {expected}", *pointed(line, misfit.at))


def _facts(found: Inspection, zone: words.Zone) -> Iterator[str]:
    if found.wrapping:
        yield f"  taken off    what {found.wrapping} puts around lines"
    if found.first is None or found.last is None:
        yield "  time         none: lines count when they are read"
    else:
        seconds = found.last - found.first + 1
        start, end = words.date_time(found.first, zone), words.date_time(found.last, zone)
        yield f"  span         {start} - {end}, {words.rate(found.hits, seconds)}/s on average"
        zones = ", ".join(name for name, _ in found.zones.most_common(3) if name)
        yield f"  time zone    {zones.replace('none', 'not said: UTC, or --tz')}"
    yield f"  latency      {_unit(found.unit)}"
    if not found.sized:
        yield "  bytes        not in this log"
    for role in _SAID:
        if hits := found.fields[role]:
            yield f"  {role.value:12} in {words.share(hits, found.looked)} % of the hits"


def _unit(unit: str) -> str:
    if unit.endswith("?"):
        return f"in {unit[:-1]}, a guess by whole numbers; --log-format can say it (%D, %T)"
    return f"in {unit}" if unit else "not in this log"


def pointed(line: bytes, at: int) -> tuple[str, str]:
    """A line as it may be drawn, and below it a mark under the byte at a place."""
    before = safe(line[:at])
    start = max(0, len(before) - SHOWN // 2)
    return f"    {safe(line)[start : start + SHOWN]}", f"    {' ' * (len(before) - start)}^"
