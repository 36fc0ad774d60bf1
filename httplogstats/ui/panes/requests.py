"""The newest requests, one a line, as they come; with one selected they stand still."""

from typing import Any

import urwid

from httplogstats import words
from httplogstats.snapshot import LineView, Snapshot
from httplogstats.ui.panes.notice import ended
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, as_long_as_fits, pad, width_of, wrapped

METHOD = (6, 9)
"""Columns of the methods: usually, and at most where there are longer ones."""

_STYLES = {3: "quiet", 4: "client", 5: "server"}


class Requests(Pane):
    """Follows the newest until one is selected; moving below the last one follows again."""

    _selectable = True
    held: tuple[LineView, ...] = ()
    selected: int | None = None
    _top = 0
    _page = 1

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """A heading, and as many of the newest as fit, or those around the selected one."""
        shown = self._shown(snapshot)
        self._page = max(1, height - 1)
        at = self._position(shown)
        if at is None:
            self._top = max(0, len(shown) - self._page)
        else:
            self._top = max(0, min(self._top, len(shown) - self._page, at), at - self._page + 1)
        lines = [self._heading(snapshot, width, focus)]
        page = shown[self._top : self._top + self._page]
        longest = min(METHOD[1], max([METHOD[0], *(len(view.method) for view in page)]))
        for view in page:
            line = self._row(view, width, longest, "bytes" in snapshot.fields)
            chosen = view.place == self.selected
            lines.append([("selected", text) for _, text in line] if chosen else line)
        nothing: list[Line] = [[("quiet", text)] for text in wrapped("no such request is kept", width)]
        return lines if shown else [*lines, *nothing]

    def move(self, action: str) -> None:
        """Select another request."""
        if self.snapshot is None or not (shown := self._shown(self.snapshot)):
            return
        at = self._position(shown)
        at = len(shown) if at is None else at
        page = self._page
        steps = {"up": at - 1, "down": at + 1, "page up": at - page, "page down": at + page, "first": 0}
        wanted = steps.get(action, len(shown))
        self._select(shown, max(0, wanted))

    def view(self) -> LineView | None:
        """The selected request."""
        return next((view for view in self.held if view.place == self.selected), None)

    def release(self) -> None:
        """Follow the newest."""
        self.held, self.selected = (), None
        self.refresh()

    def keypress(self, size: Any, key: str) -> str:
        """Keys come through the key table."""
        return key

    def mouse_event(self, size: Any, event: str, button: int, col: int, row: int, focus: bool) -> bool:
        """A click selects, the wheel moves the selection."""
        if not urwid.util.is_mouse_press(event) or self.snapshot is None:
            return False
        if button in (4, 5):
            self.move("down" if button == 5 else "up")
        elif button == 1 and 1 <= row <= len(self._shown(self.snapshot)) - self._top:
            self._select(self._shown(self.snapshot), self._top + row - 1)
        return True

    def _shown(self, snapshot: Snapshot) -> tuple[LineView, ...]:
        return self.held or snapshot.lines

    def _select(self, shown: tuple[LineView, ...], at: int) -> None:
        if at >= len(shown):
            self.release()
        else:
            self.held, self.selected = shown, shown[at].place
            self.refresh()

    def _position(self, shown: tuple[LineView, ...]) -> int | None:
        return next((at for at, view in enumerate(shown) if view.place == self.selected), None)

    def _heading(self, snapshot: Snapshot, width: int, focus: bool) -> Line:
        line: Line = [("title.focus" if focus else "title", "LINES")]
        facts = ["  newest last" if ended(snapshot) else "  as they come, newest last"]
        if snapshot.moment is not None:
            facts = [f"  up to {words.time_of_day(snapshot.moment, self.manner.zone)}, newest last"]
        if self.held:
            facts = ["  standing still", f" {self.glyphs.dot} End follows the newest"]
        return [*line, *as_long_as_fits(([("quiet", fact)] for fact in facts), width - width_of(line))]

    def _row(self, view: LineView, width: int, longest: int, sized: bool) -> Line:
        """A request; methods have `longest` columns."""
        style = _STYLES.get(view.status // 100, "text")
        time = self.glyphs.none if view.second is None else words.time_of_day(view.second, self.manner.zone)
        right = ""
        if width >= 100 and sized:
            right = f" {words.size(view.size):>7}"
        if width >= 100 and view.latency is not None:
            right += f" {words.latency(view.latency):>7}"
        client = (
            f" {pad(view.client, 22)}" if width >= 90 else f" {pad(view.client, 16)}" if width >= 64 else ""
        )
        lead = f"{time:>8} " if width >= 32 else ""
        method = f"{pad(view.method, longest)} " if width >= 50 else ""
        room = max(0, width - len(lead) - 4 - len(method) - len(client) - len(right))
        return [
            ("quiet", lead), (style, f"{view.status} "), ("quiet", method), ("text", pad(view.path, room)),
            ("quiet", client + right),
        ]  # fmt: skip
