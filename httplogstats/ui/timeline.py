"""The timeline of requests per second: bars, the limit as a line, marks where alerts fired and recovered."""

from httplogstats import words
from httplogstats.snapshot import Snapshot
from httplogstats.ui.lines import Line, level

LABEL = 12
"""Columns on the right for the figures of the scale."""


def columns(width: int) -> int:
    """How many columns of time a pane of `width` shows."""
    return max(1, width - LABEL - 1)


def timeline(snapshot: Snapshot, width: int, height: int, plain: bool) -> list[Line]:
    """With three rows or more the top one says what is shown and the lowest one holds the marks."""
    line = snapshot.timeline
    hits, errors = line.hits[-columns(width) :], line.errors[-columns(width) :]
    limit = float(snapshot.alert.limit) * line.step
    greatest = max(*hits, 1, limit * 1.1 if height > 2 else 1)
    rows = height - 2 if height > 2 else height
    lines = [
        _row(hits, errors, row, rows, greatest, limit if height > 2 else 0, plain)
        for row in reversed(range(rows))
    ]
    lines[0].append(("quiet", f" {words.rate(max([*hits, 0]), line.step)} max".ljust(LABEL)))
    if height > 2:
        minutes = words.duration(len(hits) * line.step)
        lines.insert(0, [("title", " REQ/S"), ("quiet", f"  last {minutes}, {line.step} s a column")])
        lines[-1].append(("quiet", f" {words.rate(round(limit), line.step)} limit".ljust(LABEL)))
        lines.append(_marks(snapshot, len(hits)))
    return lines


def _row(
    hits: tuple[int, ...],
    errors: tuple[int, ...],
    row: int,
    rows: int,
    greatest: float,
    limit: float,
    plain: bool,
) -> Line:
    line: Line = [("text", " ")]
    at_limit = limit and row == min(rows - 1, int(limit / greatest * rows))
    for number, failed in zip(hits, errors, strict=True):
        part = number / greatest
        cell = level(part, row, rows, plain) if number else " "
        style = "error" if failed * 20 > number else "bar"
        if cell == " ":
            cell, style = "┈" if at_limit else " ", "quiet"
        if line[-1][0] == style:
            line[-1] = (style, line[-1][1] + cell)
        else:
            line.append((style, cell))
    return line


def _marks(snapshot: Snapshot, width: int) -> Line:
    cells = [" "] * width
    line = snapshot.timeline
    start = line.start + (len(line.hits) - width) * line.step
    for event in snapshot.events:
        column = (event.time - start) // line.step
        if 0 <= column < width:
            cells[column] = "▲" if event.fired else "▼"
    return [("error", " " + "".join(cells))]
