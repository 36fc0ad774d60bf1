"""Finds the format of a log by trying its first lines with every named format. Counts nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from httplogstats.formats.appended import settled, with_appended
from httplogstats.formats.layout import Field, Layout, Role
from httplogstats.formats.named import LAYOUTS
from httplogstats.formats.timed import WORDS, with_times
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Misfit, Recorder, Values
from httplogstats.scan.stamps import Stamps
from httplogstats.scan.times import micros_of

LINES = 100
"""Lines that are tried."""

FIRST = 20
"""Lines of these that decide whether a format is tried with the others."""

ENOUGH = 0.5
"""Share of the lines that a format must understand."""

EXTENDED = ("common", "combined", "vhost_combined", "lighttpd")
"""Formats that are known for what is appended to them."""

NAMED_FREELY = ("nginx_json",)
"""Those whose keys are named by who writes them."""


class Score(NamedTuple):
    """How well a layout explains lines: of two that understand about as many, more fields win."""

    understood: float  # share of the lines
    fields: int  # fields of the layout of which at least half of these say something

    @property
    def rank(self) -> tuple[int, int, float]:
        """The greater one is the better one."""
        return round(20 * self.understood), self.fields, self.understood


def score(layout: Layout, lines: Sequence[bytes]) -> Score:
    """How well `layout` explains some lines (without their ends, at least one)."""
    return _score(layout, list(_values(layout, lines, Stamps())))


def share(layout: Layout, lines: Sequence[bytes]) -> float:
    """How many of some lines a layout understands, 0 to 1."""
    return score(layout, lines).understood


def is_known(lines: Sequence[bytes], given: Layout | None = None) -> bool:
    """Whether one of some lines is understood, by the format that was given or else by any."""
    return any(share(layout, lines) for layout in ((given,) if given is not None else LAYOUTS))


def _score(layout: Layout, found: Sequence[Values | None]) -> Score:
    understood = [values for values in found if values]
    had = Counter(role for values in understood for role in values if _says(layout, values, role))
    fields = sum(1 for hits in had.values() if 2 * hits >= len(understood))
    return Score(len(understood) / len(found), fields)


def detect(lines: bytes) -> Layout | None:
    """The layout that explains the first lines best, if it understands at least half of them."""
    tried = [line.removesuffix(b"\r") for line in lines.split(b"\n", LINES)[:LINES]]
    tried = [line for line in tried if line]
    if not tried:
        return None
    stamps = Stamps()  # what one format has read as a date, others do as well
    begun = [(layout, list(_values(layout, tried[:FIRST], stamps))) for layout in LAYOUTS]
    likely = [(layout, values) for layout, values in begun if any(values)] or begun
    found = [(layout, [*values, *_values(layout, tried[FIRST:], stamps)]) for layout, values in likely]
    scored = [(_score(layout, values), layout, values) for layout, values in found]
    best, layout, values = max(scored, key=lambda one: one[0].rank)
    return _fitted(layout, tried, values) if best.understood >= ENOUGH else None


def fitted(layout: Layout, lines: Sequence[bytes]) -> Layout:
    """A named layout with what these lines of it have: values appended, and the unit of times."""
    return _fitted(layout, lines, list(_values(layout, lines, Stamps())))


def _fitted(layout: Layout, lines: Sequence[bytes], found: Sequence[Values | None]) -> Layout:
    longer = _longer(layout, [(line, values) for line, values in zip(lines, found, strict=True) if values])
    if longer is not layout:
        layout, found = longer, list(_values(longer, lines, Stamps()))
    times = [values[Role.LATENCY].text for values in found if values and Role.LATENCY in values]
    return settled(layout, times)


def _longer(layout: Layout, understood: Sequence[tuple[bytes, Values]]) -> Layout:
    """The layout with what such lines have that it does not know."""
    if layout.name in EXTENDED:
        last = [field for field in layout.fields if field.role is not Role.SKIP][-1]
        return with_appended(layout, [_rest(line, values, last) for line, values in understood])
    if layout.name not in NAMED_FREELY:
        return layout
    known = Counter(role for _, values in understood for role in values)
    missing = [role for role in WORDS if 2 * known[role] < len(understood)]
    return with_times(layout, [line for line, _ in understood], missing) if missing else layout


def _rest(line: bytes, values: Values, last: Field) -> bytes:
    """What stands behind the last field of the layout, if the line goes so far."""
    value = values.get(last.role)
    return b"" if value is None else line[value.at + len(value.text) + last.quoted :]


def _values(layout: Layout, lines: Sequence[bytes], stamps: Stamps) -> Iterator[Values | None]:
    """The values of each line, None for one that is not understood."""
    read, recorder = reader_of(layout), Recorder(layout, stamps)
    for line in lines:
        values = read(line)
        yield None if isinstance(values, Misfit) or recorder.misfit(values) else values


def _says(layout: Layout, values: Values, role: Role) -> bool:
    """Whether a value is what its role has."""
    text = values[role].text
    if role in (Role.LATENCY, Role.UPSTREAM):
        return micros_of(text, layout.forms[role]) is not None or text == b"-"
    if role in (Role.CLIENT, Role.HOST):
        return text != b"-" and b" " not in text.partition(b",")[0]
    return role is not Role.SKIP
