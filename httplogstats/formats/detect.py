"""Finds the format of a log by trying its first lines with every named format. Counts nothing."""

from dataclasses import replace
from typing import NamedTuple

from httplogstats.formats.common import COMBINED, COMMON
from httplogstats.formats.layout import Layout
from httplogstats.scan.compile import line_reader

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
    whole = replace(layout, fields=tuple(replace(field, optional=False) for field in layout.fields))
    read, read_whole = line_reader(layout), line_reader(whole)
    understood = [line for line in lines if read(line)]
    complete = sum(1 for line in understood if read_whole(line))
    core = sum(1 for field in layout.fields if not field.optional)
    return Score(
        len(understood) / len(lines), len(layout.fields) if 2 * complete >= len(understood) else core
    )


def detect(lines: bytes) -> Layout | None:
    """The layout that explains the first lines best, if it understands at least half of them."""
    tried = [line.removesuffix(b"\r") for line in lines.split(b"\n", LINES)[:LINES]]
    tried = [line for line in tried if line]
    if not tried:
        return None
    best, found = max(((score(layout, tried), layout) for layout in NAMED), key=lambda pair: pair[0])
    return found if best.understood >= 0.5 else None
