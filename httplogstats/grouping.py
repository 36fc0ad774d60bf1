"""Rows of a table summed by what groups them for people, as agents by family. Knows no groups itself."""

from collections.abc import Callable, Generator, Hashable, Iterable
from typing import TypeVar

from httplogstats.table import AnyTable, Figures, KeyedFigures, Table, add_figures

K = TypeVar("K", bound=Hashable)

GROUPED = 200
"""Rows that are grouped at a time: to see what an agent is takes some microseconds."""


def grouped(table: AnyTable, group: Callable[[bytes], K]) -> Generator[None, None, dict[K, Figures]]:
    """The rows summed by the group of their key, in short pieces."""
    sums: dict[K, Figures] = {}
    for number, (key, figures) in enumerate(table.items()):
        add_figures(sums.setdefault(group(key), [0, 0, 0, 0]), figures)
        if number % GROUPED == GROUPED - 1:
            yield
    return sums


def table_of(rows: Iterable[KeyedFigures], other: Figures) -> Table:
    """A table with the sums of some rows, and what found no room."""
    table = Table()
    for key, figures in rows:
        table.add(key, figures)
    add_figures(table.other, other)
    return table
