"""Size to arrangement: which panes stand where. A pure function over names; draws nothing.

When room is short there go, in this order: methods, paths and clients, failing, the detail of the status,
the timeline, columns of the sections, status. The state, the sections and the alerts are the last.
"""

from dataclasses import dataclass

RULE = 3
"""Columns between two panes side by side: a line with a space on each side."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Parts one below the other, each with its rows."""

    parts: tuple[tuple[int, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Parts side by side, each with its columns."""

    parts: tuple[tuple[int, "Node"], ...]


Node = Stack | Side | str
"""A part of the screen; a name is a pane, `gap` is blank, `rule` is a line between two panes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pane stands."""

    left: int
    top: int
    width: int
    height: int


def arrange(
    columns: int, rows: int, *, banner: bool = False, notice: bool = False, chips: bool = False
) -> Stack:
    """The screen, exactly `rows` high and `columns` wide.

    `chips` are a line for the filter, a `banner` is one of warning; a `notice` takes the place of all
    figures, where there are none.
    """
    if columns < 1 or rows < 1:
        return Stack(())
    head: list[tuple[int, Node]] = [(1, "header")] if rows >= 12 else []
    head.append((1, "state"))
    if chips and rows >= 3:
        head.append((1, "chips"))
    if banner and rows >= 4:
        head.append((1, "banner"))
    foot: list[tuple[int, Node]] = [(1, "footer")] if rows >= 12 else []
    left = rows - _height(head) - _height(foot)
    body = _noticed(left) if notice else _figures(columns, rows, left)
    return Stack(tuple(part for part in (*head, *body, *foot) if part[0] > 0))


def places(node: Node, left: int = 0, top: int = 0, width: int = 0, height: int = 0) -> dict[str, Place]:
    """Every pane's place in an arrangement; blanks and rules are left out."""
    if isinstance(node, str):
        return {} if node in ("gap", "rule") else {node: Place(left, top, width, height)}
    found: dict[str, Place] = {}
    for extent, part in node.parts:
        if isinstance(node, Stack):
            found |= places(part, left, top, width, extent)
            top += extent
        else:
            found |= places(part, left, top, extent, height)
            left += extent
    return found


def _height(parts: list[tuple[int, Node]]) -> int:
    return sum(height for height, _ in parts)


def _noticed(left: int) -> list[tuple[int, Node]]:
    alerts = 0 if left < 6 else min(8, left // 3)
    return [(left - alerts, "notice"), (alerts, "alerts")]


def _figures(columns: int, rows: int, left: int) -> list[tuple[int, Node]]:
    if left < 4 or rows < 7:
        return [(left, "alerts")]
    airy = int(rows >= 34)
    parts: list[tuple[int, Node]] = []
    if timeline := _timeline(rows):
        parts += [(timeline, "timeline"), (airy, "gap")]
    parts += [(1 + airy, "window"), (airy, "gap")]
    left -= _height(parts)
    alerts = _alerts(columns, left)
    lower = (left - alerts) * 2 // 5 if rows >= 30 and columns >= 76 else 0
    upper = left - alerts - lower
    above = upper - (airy if lower else 0)
    parts.append((above, _upper(columns, above)))
    if lower:
        parts += [(airy, "gap"), (lower, _lower(columns))]
    return [*parts, (airy, "gap"), (alerts - airy, "alerts")]


def _timeline(rows: int) -> int:
    for least, height in ((54, 10), (44, 8), (36, 7), (30, 5), (22, 3), (17, 2)):
        if rows >= least:
            return height
    return 0


def _alerts(columns: int, left: int) -> int:
    return max(min(4 if columns < 84 else 3, left // 2), min(14, left * 3 // 10))


def _upper(columns: int, height: int) -> Node:
    if columns >= 108:
        methods = min(7, height - 7) if height >= 11 else 0
        right = _two(methods, "methods", height, "totals")
        wide = columns >= 150
        return _beside(columns, "sections", (40 if wide else 28, "status"), (36 if wide else 27, right))
    if columns >= 48:
        width = 26 if columns >= 70 else 16
        status = 9 if height >= 13 and columns >= 70 else 0
        return _beside(columns, "sections", (width, _two(status, "status", height, "failing", "status")))
    return _beside(columns, "sections") if columns >= 24 else "sections"


def _two(first: int, upper: str, height: int, lower: str, alone: str = "") -> Node:
    """Two panes with a blank line between, `first` rows for the upper one; 0 where there is room for one."""
    if not first:
        return alone or lower
    return Stack(((first, upper), (1, "gap"), (height - first - 1, lower)))


def _lower(columns: int) -> Node:
    if columns >= 108:
        third = columns // 3
        return _beside(columns, "paths", (third - 6, "clients"), (third, "failing"))
    return _beside(columns, "paths", (columns * 2 // 5, "clients"))


def _beside(columns: int, first: str, *others: tuple[int, Node]) -> Side:
    """`first` takes what the others leave; a blank column on both sides."""
    left = columns - 2 - sum(width + RULE for width, _ in others)
    parts: list[tuple[int, Node]] = [(1, "gap"), (left, first)]
    for width, node in others:
        parts += [(RULE, "rule"), (width, node)]
    return Side((*parts, (1, "gap")))
