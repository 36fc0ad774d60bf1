"""Size to arrangement: which panes stand where. A pure function over names; draws nothing.

When room is short there go, in this order: methods, paths and clients, failing, the detail of the status,
the timeline, columns of the sections, status. The state, the sections and the alerts are the last.
"""

from typing import NamedTuple

STATES = 6
"""Lines for the states of rules, at most, and where there is room."""

WARNED = 17
"""Rows from which on there is room for more than one line of warning."""

RULE = 3
"""Columns between two panes side by side: a line with a space on each side."""


WIDE = 108
"""Columns from which on there is room for three panes side by side."""


class Stack(NamedTuple):
    """Parts one below the other, each with its rows."""

    parts: tuple[tuple[int, "Node"], ...]


class Side(NamedTuple):
    """Parts side by side, each with its columns."""

    parts: tuple[tuple[int, "Node"], ...]


Node = Stack | Side | str
"""A part of the screen; a name is a pane, `gap` is blank, `rule` is a line between two panes."""


class Place(NamedTuple):
    """Where a pane stands."""

    left: int
    top: int
    width: int
    height: int


def arrange(
    columns: int,
    rows: int,
    *,
    banner: int = 0,
    notice: bool = False,
    chips: int = 0,
    guest: str = "",
    zoom: bool = False,
    said: bool = False,
    held: bool = False,
    extras: tuple[str, ...] = (),
    rules: int = 1,
) -> Stack:
    """The screen, exactly `rows` high and `columns` wide.

    `chips` are lines for the filter, those of the `banner` are of warning; a `notice` takes the place of all
    figures, where there are none. `guest` is a pane that must be there, in the place of another one if it has
    none; with `zoom` it has all the room. With `said` the last line is needed, with `held` the first one.
    `extras` are panes for which there is room on a large screen only, as there is for the state of more
    `rules` than one.
    """
    if columns < 1 or rows < 1:
        return Stack(())
    head: list[tuple[int, Node]] = [(1, "header")] if held or rows >= 12 else []
    whole, rows = rows, rows - (held and rows < 12)
    head += _said(rows, rules, chips, banner)
    foot: list[tuple[int, Node]] = [(1, "footer")] if rows >= (3 if said else 12) else []
    left = whole - _height(head) - _height(foot)
    if notice:
        body = _noticed(left)
    elif zoom and guest:
        body = _zoomed(columns, rows, left, guest)
    else:
        body = _figures(columns, rows, left, extras)
    stack = Stack(tuple(part for part in (*head, *body, *foot) if part[0] > 0))
    return stack if notice else _with_guest(stack, guest, columns)


def _said(rows: int, rules: int, chips: int, banner: int) -> list[tuple[int, Node]]:
    """What is said in lines of its own over all figures."""
    said: list[tuple[int, Node]] = []
    if rows:
        said.append((max(1, min(rules, STATES, (rows - 24) // 3)), "state"))
    if chips and rows >= 3:
        said.append((max(1, min(chips, rows - 6)), "chips"))
    if banner and rows >= 4:
        said.append((banner if rows >= WARNED else 1, "banner"))
    return said


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


def _with_guest(whole: Stack, guest: str, columns: int) -> Stack:
    """`guest` in the place that is missed least."""
    there = places(whole)
    if not guest or guest in there:
        return whole
    order = ("failing" if columns >= WIDE else "", "clients", "sections", "alerts")
    old = next((name for name in order if name in there), "")
    found = _replaced(whole, old, guest)
    return found if isinstance(found, Stack) else whole


def _replaced(node: Node, old: str, new: str) -> Node:
    if isinstance(node, str):
        return new if node == old else node
    return node._replace(parts=tuple((extent, _replaced(part, old, new)) for extent, part in node.parts))


def _zoomed(columns: int, rows: int, left: int, name: str) -> list[tuple[int, Node]]:
    """One pane with the window it is for, and the timeline where there is much room."""
    airy, timeline = int(rows >= 34), 5 if rows >= 30 else 0
    head = [(timeline, "timeline"), (1 + airy if left >= 5 else 0, "window"), (airy, "gap")]
    parts: list[tuple[int, Node]] = [*head]
    bare = name == "alerts" or columns < 24
    return [*parts, (left - _height(parts), name if bare else _beside(columns, name))]


def _figures(columns: int, rows: int, left: int, extras: tuple[str, ...]) -> list[tuple[int, Node]]:
    if left < 4 or rows < 7:
        return [(left, "alerts")]
    airy = int(rows >= 34)
    parts: list[tuple[int, Node]] = []
    if timeline := _timeline(rows):
        parts += [(timeline, "timeline"), (airy, "gap")]
    parts += [(1 + airy, "window"), (airy, "gap")]
    left -= _height(parts)
    alerts = _alerts(columns, left)
    two = rows >= 50 and columns >= WIDE and bool(extras)
    lower = (left - alerts) * (3 if two else 2) // 5 if rows >= 30 and columns >= 76 else 0
    upper = left - alerts - lower
    above = upper - (airy if lower else 0)
    parts.append((above, _upper(columns, above)))
    if lower:
        parts += [(airy, "gap"), (lower, _lower(columns, lower, extras if two else ()))]
    return [*parts, (airy, "gap"), (alerts - airy, "alerts")]


def _timeline(rows: int) -> int:
    for least, height in ((54, 10), (44, 8), (36, 7), (30, 5), (22, 3), (17, 2)):
        if rows >= least:
            return height
    return 0


def _alerts(columns: int, left: int) -> int:
    return max(min(4 if columns < 84 else 3, (left + 1) // 2), min(14, left * 3 // 10))


def _upper(columns: int, height: int) -> Node:
    if columns >= WIDE:
        methods = min(7, height - 7) if height >= 10 else 0
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


def _lower(columns: int, height: int, extras: tuple[str, ...]) -> Node:
    if columns < WIDE:
        return _beside(columns, "paths", (columns * 2 // 5, "clients"))
    third = columns // 3
    row = _beside(columns, "paths", (third - 6, "clients"), (third, "failing"))
    if not extras:
        return row
    first, *others = extras[:3]
    widths = (third - 6, third) if len(others) == 2 else (columns // 2,)
    more = _beside(columns, first, *zip(widths, others, strict=False))
    half = (height - 1) // 2
    return Stack(((height - 1 - half, row), (1, "gap"), (half, more)))


def _beside(columns: int, first: str, *others: tuple[int, Node]) -> Side:
    """`first` takes what the others leave; a blank column on both sides."""
    left = columns - 2 - sum(width + RULE for width, _ in others)
    parts: list[tuple[int, Node]] = [(1, "gap"), (left, first)]
    for width, node in others:
        parts += [(RULE, "rule"), (width, node)]
    return Side((*parts, (1, "gap")))
