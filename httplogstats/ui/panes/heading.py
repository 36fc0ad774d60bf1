"""The first line of a table: its title, what is to be said of its rows, its columns, the mark of order."""

from collections.abc import Sequence
from typing import NamedTuple

from httplogstats.ui.glyphs import Glyphs
from httplogstats.ui.panes.spec import Column
from httplogstats.ui.text import Line, as_long_as_fits, pad, width_of


class Order(NamedTuple):
    """The column by which rows stand, and the mark that says so; no mark is empty."""

    column: Column
    mark: str


class Said(NamedTuple):
    """Of all rows: they are `least` if figures may be too small; how many are `hidden`."""

    least: bool
    hidden: str
    notes: str  # the first of them is the most important; two blanks are between them


def heading(
    title: Line, said: Said, columns: Sequence[Column], order: Order, widths: tuple[int, int], glyphs: Glyphs
) -> Line:
    """A line; `widths` are the columns of keys, and of the bars behind the figures."""
    room, bars = widths
    line = [(style, pad(text, min(room, len(text)))) for style, text in title]
    first = _first(said, room - width_of(line), glyphs)
    line.append(("quiet", first))
    if order.mark and order.column not in columns:  # there is no room for it, or it is none
        line += as_long_as_fits([[("title", f"  {order.mark}{order.column.heading}")]], room - width_of(line))
    notes: list[Line] = [[("quiet", f"  {note}")] for note in said.notes.split("  ") if note]
    line += as_long_as_fits(notes, room - width_of(line))
    line.append(("quiet", " " * (room - width_of(line))))
    for column in columns:
        mark = order.mark if column is order.column else ""
        line.append(("title" if mark else "quiet", f" {mark + column.heading:>{column.width}}"))
    if said.hidden and said.hidden not in first:
        line += as_long_as_fits([[("quiet", f"  {said.hidden} more")]], bars)
    return line


def _first(said: Said, room: int, glyphs: Glyphs) -> str:
    """What fits: that figures may be too small before how many rows are hidden."""
    sign = glyphs.at_least.strip()
    marks = (f" {sign} at least", f" {sign}") if said.least else ("",)
    hidden = (f"  {said.hidden} more", f"  {said.hidden}") if said.hidden else ("",)
    texts = [*(mark + more for mark in marks for more in hidden), marks[-1], hidden[-1]]
    return next((text for text in texts if len(text) <= room), "")
