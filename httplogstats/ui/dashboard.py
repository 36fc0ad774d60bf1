"""The dashboard as one widget: the panes in the arrangement of its size, and which of them has the keys."""

from functools import partial
from typing import Any

import urwid

from httplogstats import words
from httplogstats.snapshot import Snapshot
from httplogstats.ui import state, tables
from httplogstats.ui.alerts import Alerts
from httplogstats.ui.keys import footer
from httplogstats.ui.layout import RULE, Band, arrange
from httplogstats.ui.lines import Line
from httplogstats.ui.panes import Pane, TablePane
from httplogstats.ui.timeline import timeline


class Dashboard(urwid.WidgetWrap[Any]):
    """All panes; `plain` draws in ASCII."""

    def __init__(self, zone: words.Zone, plain: bool) -> None:
        self._plain = plain
        self._zone = zone
        self.paused = False
        self.focused = "alerts"
        self.alerts = Alerts(plain, partial(self._touched, "alerts"))
        self.scrollable: dict[str, TablePane | Alerts] = {
            "sections": self._table("sections", partial(tables.sections, plain=plain)),
            "paths": self._table("paths", tables.paths),
            "clients": self._table("clients", tables.clients),
            "failing": self._table("failing", tables.failing),
            "alerts": self.alerts,
        }
        self.panes: dict[str, Pane | Alerts] = {
            "header": Pane(self._header, plain),
            "state": Pane(lambda snapshot, width, _: [state.state(snapshot, width, zone, plain)], plain),
            "timeline": Pane(partial(timeline, plain=plain), plain),
            "window": Pane(lambda snapshot, width, _: [state.window(snapshot, width, zone)], plain),
            "status": Pane(partial(tables.status, plain=plain), plain),
            "totals": Pane(partial(tables.totals, zone=zone), plain),
            "footer": Pane(lambda _, width, __: [[("quiet", footer(width))]], plain),
            **self.scrollable,
        }
        self._list = _styled(self.alerts)
        self._size = (0, 0)
        self._present: list[str] = []
        self.alerts.set_focused(True)
        super().__init__(urwid.SolidFill(" "))

    def show(self, snapshot: Snapshot) -> None:
        """Draw a moment; `snapshot.events` are all events."""
        for pane in self.panes.values():
            pane.show(snapshot)

    def focus_on(self, name: str) -> None:
        """Give the keys to a pane."""
        self.scrollable[self.focused].set_focused(False)
        self.focused = name
        self.scrollable[name].set_focused(True)

    def focus_next(self, step: int) -> None:
        """Give the keys to the next pane on the screen (`step` 1) or the one before (-1)."""
        if self._present:
            position = self._present.index(self.focused) if self.focused in self._present else 0
            self.focus_on(self._present[(position + step) % len(self._present)])

    def move(self, key: str) -> None:
        """Scroll the pane that has the keys."""
        self.scrollable[self.focused].move(key)

    def render(self, size: Any, focus: bool = False) -> urwid.Canvas:
        """urwid's drawing; a new size makes a new arrangement."""
        if size != self._size:
            self._size = size
            self._arrange(arrange(*size))
        return super().render(size, focus)

    def _arrange(self, bands: tuple[Band, ...]) -> None:
        for pane in self.panes.values():
            pane.resized()
        self._w = self._built(bands)
        present = [name for band in bands for name, _ in band.panes if name in self.scrollable]
        self._present = present
        if present and self.focused not in present:
            self.focus_on(present[-1])

    def _table(self, name: str, draw: Any) -> TablePane:
        return TablePane(draw, self._plain, partial(self._touched, name))

    def _touched(self, name: str, what: str) -> None:
        if what != "click":
            self.scrollable[name].move(what)
        elif name != self.focused:
            self.focus_on(name)

    def _header(self, snapshot: Snapshot, width: int, _: int) -> list[Line]:
        return [state.header(snapshot, width, self._zone, self.paused)]

    def _built(self, bands: tuple[Band, ...]) -> urwid.Widget:
        pile = urwid.Pile([("given", band.height, self._band(band)) for band in bands])
        for position, band in enumerate(bands):
            if band.panes[0][0] == "alerts":
                pile.focus_position = position
        return pile

    def _band(self, band: Band) -> Any:
        widgets: list[Any] = []
        for name, width in band.panes:
            if widgets:
                rule = urwid.AttrMap(urwid.SolidFill("|" if self._plain else "│"), "quiet")
                widgets.append(("given", RULE, _styled(urwid.Padding(rule, left=1, right=1))))
            widgets.append(("given", width, self._list if name == "alerts" else self.panes[name]))
        if band.panes[0][0] in ("sections", "paths"):
            widgets[0] = ("given", band.panes[0][1], _styled(urwid.Padding(widgets[0][2], left=1)))
        return widgets[0][2] if len(widgets) == 1 else urwid.Columns(widgets)


def _styled(widget: urwid.Widget) -> urwid.Widget:
    """Its blanks in the theme's colours, not in the terminal's."""
    return urwid.AttrMap(widget, {None: "text"})
