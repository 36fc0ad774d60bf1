"""What one table is, as data: its rows, its columns, which hits a row counts. Draws nothing."""

from collections.abc import Callable
from typing import NamedTuple

from httplogstats.filters import Filter
from httplogstats.snapshot import Row, WindowView

LEAST_MORE = 6
"""Rows from which on one says how much more there is; below that, the heading does."""


class Column(NamedTuple):
    """A column of figures: `cell` writes one, `order` sorts by it (None: it is not for sorting).

    `width` is wide enough for every figure of its kind, so that columns do not move and digits are never
    cut. Those with the greatest `goes` go first when room is short; 0 stays.
    """

    heading: str
    width: int
    goes: int
    cell: Callable[[Row, WindowView], str]
    order: Callable[[Row], int] | None = None
    style: str = "text"
    needs: str = ""  # a field that the log must say


class Content(NamedTuple):
    """What a table shows of a window: rows in their own order, and how much more there is.

    The first `sums` rows are sums of the others: they stay above them, and hide nothing when out of sight.
    """

    rows: tuple[Row, ...]
    more_keys: int = 0
    more_hits: int = 0
    exact: bool = True
    sums: int = 0
    least: bool = False  # whether figures of rows may be too small


def _no_note(_: WindowView) -> str:
    return ""


def _never(_: Row) -> bool:
    return False


class Spec(NamedTuple):
    """A table. `field` is the one of `WindowView` that holds its rows; `tests` say which hits a row counts.

    A key has at least `key` columns; before it has fewer, columns of figures go. Bars take what a key of
    `bars` columns leaves; 0 is none. `note` stands behind the title, `shown` writes a key, `order` names how
    rows stand at first where that is by no column, and how when that is turned round. Of
    rows that are `bare` only hits are counted.
    """

    title: str
    field: str
    content: Callable[[WindowView], Content]
    columns: tuple[Column, ...]
    tests: Callable[[Row], Filter]
    key: int = 12
    nothing: str = "no requests"
    bars: int = 0
    note: Callable[[WindowView], str] = _no_note
    shown: Callable[[str], str] = str
    order: tuple[str, str] | None = None
    bare: Callable[[Row], bool] = _never
