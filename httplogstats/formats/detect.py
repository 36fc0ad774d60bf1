"""Finds the format of a log by trying its first lines with every named format. Counts nothing."""

from collections import Counter
from typing import NamedTuple

from httplogstats.formats.common import COMBINED, COMMON
from httplogstats.formats.layout import Layout
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Misfit, Recorder
from httplogstats.scan.stamps import Stamps

NAMED: tuple[Layout, ...] = (COMMON, COMBINED)
"""All formats, by name; of two that explain a log equally well the earlier one is taken."""

LINES = 100
"""Lines that are tried."""


class Score(NamedTuple):
    """How well a layout explains lines; the greater tuple is the better one."""

    understood: float  # share of the lines
    fields: int  # fields of the layout that at least half of these have


def score(layout: Layout, lines: list[bytes]) -> Score:
    """How well `layout` explains some lines (without their ends, at least one)."""
    read, recorder = reader_of(layout), Recorder(layout, Stamps())
    found = [read(line) for line in lines]
    understood = [
        values
        for values in found
        if not isinstance(values, Misfit) and not isinstance(recorder.record(values), Misfit)
    ]
    had = Counter(role for values in understood for role in values)
    return Score(len(understood) / len(lines), sum(1 for hits in had.values() if 2 * hits >= len(understood)))


def detect(lines: bytes) -> Layout | None:
    """The layout that explains the first lines best, if it understands at least half of them."""
    tried = [line.removesuffix(b"\r") for line in lines.split(b"\n", LINES)[:LINES]]
    tried = [line for line in tried if line]
    if not tried:
        return None
    best, found = max(((score(layout, tried), layout) for layout in NAMED), key=lambda pair: pair[0])
    return found if best.understood >= 0.5 else None
