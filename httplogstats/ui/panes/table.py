"""A table of a window: sorted, scrolled and selected by key. What its columns mean is said in tables.py."""

from typing import Any

import urwid

from httplogstats import words
from httplogstats.filters import Filter
from httplogstats.snapshot import Row, Snapshot, WindowView
from httplogstats.ui.glyphs import bar
from httplogstats.ui.panes.heading import Order, Said, heading
from httplogstats.ui.panes.pane import Manner, Pane
from httplogstats.ui.panes.spec import LEAST_MORE, Column, Content, Spec
from httplogstats.ui.text import Line, pad

WHEEL = 3
"""Rows that a turn of the mouse wheel scrolls."""

BAR = (4, 24)
"""Columns of the bars, at least and at most."""


class Table(Pane):
    """Rows keep their columns; the selected row stays selected when its rank changes.

    The table's own order, as the snapshot gives it, is that by the first sortable column, if it has no name;
    it is also the order while the column chosen is not there, since a log may come to say other things.
    """

    _selectable = True

    def __init__(self, manner: Manner, spec: Spec) -> None:
        super().__init__(manner)
        self.spec = spec
        self._own = [Column(spec.order[0], 0, 0, lambda *_: "", lambda _: 0)] if spec.order else []
        self._by = ""  # the heading of the column it is sorted by; empty for its own order
        self.reversed = False
        self.selected: str | None = None
        self._order: tuple[WindowView, Column, bool] | None = None  # what `_rows` were sorted for
        self._rows: list[Row] = []
        self._index = 0
        self._top = 0
        self._page = 1

    @property
    def _there(self) -> list[Column]:
        """The columns of what the log says."""
        fields = self.snapshot.fields if self.snapshot is not None else ()
        return [column for column in self.spec.columns if not column.needs or column.needs in fields]

    @property
    def _orders(self) -> list[Column]:
        return self._own + [column for column in self._there if column.order is not None]

    @property
    def _sorting(self) -> Column:
        """The column it is sorted by."""
        orders = self._orders
        return next((column for column in orders if column.heading == self._by), orders[0])

    @property
    def needs_all(self) -> bool:
        """Whether the greatest rows by hits are not enough, because the order is another one."""
        return self._sorting is not self._orders[0] or self.reversed

    def sort(self) -> None:
        """By the next column."""
        orders = self._orders
        self._by = orders[(orders.index(self._sorting) + 1) % len(orders)].heading
        self._top = 0
        self.refresh()

    def reverse(self) -> None:
        """Turn the order round."""
        self.reversed = not self.reversed
        self._top = 0
        self.refresh()

    def move(self, action: str) -> None:
        """Select another row."""
        rows = self._sorted()
        if not rows:
            return
        at = self._position(rows)
        if at is None:  # go on from where the row was that is gone
            at = min(self._index, len(rows) - 1) - (action in ("down", "page down"))
        steps = {"up": -1, "down": 1, "page up": -self._page, "page down": self._page}
        wanted = {"first": 0, "last": len(rows) - 1}.get(action, at + steps.get(action, 0))
        self._select(rows, max(0, min(len(rows) - 1, wanted)))

    @property
    def least(self) -> bool:
        """Whether the figures of rows may be too small."""
        return self.snapshot is not None and self.spec.content(self.snapshot.window).least

    def row(self) -> Row | None:
        """The selected row, if it is in the window."""
        return next((row for row in self._sorted() if row.key == self.selected), None)

    def tests(self) -> Filter:
        """What the selected row counts."""
        row = self.row()
        return () if row is None else self.spec.tests(row)

    def keypress(self, size: Any, key: str) -> str:
        """Keys come through the key table."""
        return key

    def mouse_event(self, size: Any, event: str, button: int, col: int, row: int, focus: bool) -> bool:
        """A click selects a row, the wheel scrolls."""
        if not urwid.util.is_mouse_press(event):
            return False
        rows = self._sorted()
        if button == 1 and 1 <= row <= self._page and self._top + row <= len(rows):
            self._select(rows, self._top + row - 1)
        elif button in (4, 5):
            step = WHEEL if button == 5 else -WHEEL
            self._top = max(0, min(self._top + step, len(rows) - self._page))
            self.refresh()
        return True

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """A heading and the rows that fit."""
        view, content, rows = snapshot.window, self.spec.content(snapshot.window), self._sorted()
        kept = self._fitting(width)
        spare = width - sum(column.width + 1 for column in kept)
        barred = min(BAR[1], spare - self.spec.bars) if self.spec.bars else 0
        barred = barred if barred >= BAR[0] else 0
        key_width = max(0, spare - (barred + 2 if barred else 0))
        cut = len(rows) > height - 1 or content.more_keys > 0
        more = height >= LEAST_MORE and cut
        self._page = max(1, height - 1 - more)
        self._top = max(0, min(self._top, len(rows) - self._page))
        hidden = self._rest(content, rows)[0] if cut and not more else 0
        said = Said(content.least, f"+{words.count(hidden)}" if hidden else "", self.spec.note(view))
        title: Line = [("title.focus" if focus else "title", self.spec.title)]
        widths = (key_width, barred + 2 if barred else 0)
        lines = [heading(title, said, kept, self._named(focus), widths, self.glyphs)]
        greatest = max((row.hits for row in rows), default=0)
        for row in rows[self._top : self._top + self._page]:
            line = self._cells(row, view, kept, key_width)
            if barred:
                line.append(("bar", "  " + bar(row.hits / greatest, barred, self.glyphs)))
            selected = focus and row.key == self.selected
            lines.append([("selected", text) for _, text in line] if selected else line)
        if not rows:
            none = view.end == view.start
            lines.append([("quiet", pad(self.glyphs.none if none else self.spec.nothing, width))])
        elif more and any(rest := self._rest(content, rows)):
            many = "" if content.exact else self.glyphs.at_least
            below = f"({many}{words.count(rest[0])} more, {words.counted(rest[1], 'hit')})"
            lines.append([("quiet", pad(below, width))])
        return lines

    def _named(self, focus: bool) -> Order:
        """How rows stand; without a mark where nobody asks, and they stand as ever."""
        column = self._sorting
        if self.reversed and self.spec.order and column in self._own:
            column = column._replace(heading=self.spec.order[1])
        mark = self.glyphs.rising if self.reversed else self.glyphs.falling
        return Order(column, mark if focus or self.needs_all else "")

    def _cells(self, row: Row, view: WindowView, kept: list[Column], key_width: int) -> Line:
        line: Line = [("text", pad(self.spec.shown(row.key), key_width))]
        for column in kept:
            cell = column.cell(row, view)
            line.append(("quiet" if cell == "0" else column.style, f" {cell:>{column.width}}"))
        return line

    def _rest(self, content: Content, rows: list[Row]) -> tuple[int, int]:
        """Keys and hits that are not seen."""
        below = rows[max(self._top + self._page, content.sums) :]
        return len(below) + content.more_keys, sum(row.hits for row in below) + content.more_hits

    def _fitting(self, width: int) -> list[Column]:
        kept = self._there
        while len(kept) > 1 and width - sum(column.width + 1 for column in kept) < self.spec.key:
            kept.remove(max(kept, key=lambda column: column.goes))
        return kept if width >= kept[0].width + 2 else []

    def _sorted(self) -> list[Row]:
        if self.snapshot is None:
            return []
        column = self._sorting
        wanted = (self.snapshot.window, column, self.reversed)
        if self._order is None or self._order[0] is not wanted[0] or self._order[1:] != wanted[1:]:
            content = self.spec.content(self.snapshot.window)
            sums, rows = list(content.rows[: content.sums]), list(content.rows[content.sums :])
            if column is not self._orders[0] and column.order is not None:
                rows.sort(key=column.order, reverse=True)
            self._order, self._rows = wanted, [*sums, *(rows[::-1] if self.reversed else rows)]
        return self._rows

    def _position(self, rows: list[Row]) -> int | None:
        return next((index for index, row in enumerate(rows) if row.key == self.selected), None)

    def _select(self, rows: list[Row], index: int) -> None:
        self.selected, self._index = rows[index].key, index
        self._top = max(index - self._page + 1, min(self._top, index))
        self.refresh()
