"""The dashboard as one widget: the panes in the arrangement of its size, and what is opened over them."""

from functools import partial
from typing import Any

import urwid

from httplogstats import words
from httplogstats.snapshot import AlertEvent, Snapshot
from httplogstats.ui import state, tables
from httplogstats.ui.keys import footer, help_lines
from httplogstats.ui.layout import RULE, Band, arrange
from httplogstats.ui.lines import Line
from httplogstats.ui.panes import Alerts, Pane
from httplogstats.ui.timeline import timeline


class Dashboard(urwid.WidgetWrap[Any]):
    """All panes; `plain` draws in ASCII."""

    def __init__(self, zone: words.Zone, plain: bool) -> None:
        self._plain = plain
        self._zone = zone
        self.paused = False
        self.alerts = Alerts(plain)
        self._list = urwid.AttrMap(self.alerts, "text")
        self.panes = {
            "header": Pane(lambda snapshot, width, _: [self._header(snapshot, width)]),
            "state": Pane(lambda snapshot, width, _: [state.state(snapshot, width, zone, plain)]),
            "timeline": Pane(partial(timeline, plain=plain)),
            "window": Pane(lambda snapshot, width, _: [state.window(snapshot, width, zone)]),
            "sections": Pane(partial(tables.sections, plain=plain)),
            "status": Pane(partial(tables.status, plain=plain)),
            "totals": Pane(partial(tables.totals, zone=zone)),
            "paths": Pane(tables.paths),
            "clients": Pane(tables.clients),
            "failing": Pane(tables.failing),
            "footer": Pane(lambda _, width, __: [[("quiet", footer(width))]]),
        }
        self._size = (0, 0)
        super().__init__(urwid.SolidFill(" "))

    def show(self, snapshot: Snapshot) -> None:
        """Draw a moment; `snapshot.events` are all events."""
        for pane in self.panes.values():
            pane.show(snapshot)
        self.alerts.show(snapshot)

    def render(self, size: Any, focus: bool = False) -> urwid.Canvas:
        """urwid's drawing; a new size makes a new arrangement."""
        if size != self._size:
            self._size = size
            self._w = self._built(arrange(*size))
        return super().render(size, focus)

    def _header(self, snapshot: Snapshot, width: int) -> Line:
        return state.header(snapshot, width, self._zone, self.paused)

    def _built(self, bands: tuple[Band, ...]) -> urwid.Widget:
        rows = [(band.height, self._band(band)) for band in bands]
        pile = urwid.Pile([("given", height, widget) for height, widget in rows])
        for position, band in enumerate(bands):
            if band.panes[0][0] == "alerts":
                pile.focus_position = position
        return pile

    def _band(self, band: Band) -> Any:
        widgets: list[Any] = []
        for name, width in band.panes:
            if widgets:
                rule = urwid.AttrMap(urwid.SolidFill("|" if self._plain else "│"), "quiet")
                widgets.append(("given", RULE, urwid.Padding(rule, left=1, right=1)))
            widgets.append(("given", width, self._list if name == "alerts" else self.panes[name]))
        if band.panes[0][0] in ("sections", "paths"):
            widgets[0] = ("given", band.panes[0][1], urwid.Padding(widgets[0][2], left=1))
        return widgets[0][2] if len(widgets) == 1 else urwid.Columns(widgets)


def help_text() -> list[str]:
    """What the help says."""
    return [*help_lines(), "", "Mouse: wheel to scroll the alerts, click to select one.", "Esc closes this."]


def malformed_text(snapshot: Snapshot) -> list[str]:
    """The newest lines that were not understood."""
    number = snapshot.account.malformed
    if not number:
        return ["Every line was understood.", "", "Esc closes this."]
    return [
        f"{number} lines were not understood; the newest:",
        "",
        *snapshot.malformed,
        "",
        "Esc closes this.",
    ]


def event_text(event: AlertEvent) -> list[str]:
    """What is known of an event."""
    rate = words.rate(event.value, event.window)
    lines = [event.message, "", f"{event.value} hits in {words.duration(event.window)}: {rate} req/s"]
    if not event.fired:
        peak = words.rate(event.peak, event.window)
        lines.append(f"it lasted {words.duration(event.duration)}, with a peak of {peak} req/s")
    if event.before_start:
        lines.append("found in the log when the program started")
    return [*lines, "", "Esc closes this."]


def over(below: urwid.Widget, title: str, lines: list[str]) -> urwid.Widget:
    """A box of text over the dashboard, scrolled with the arrow keys."""
    walker: Any = urwid.SimpleFocusListWalker(
        [urwid.AttrMap(TextLine(line), "text", "text") for line in lines]
    )
    box = urwid.AttrMap(urwid.LineBox(urwid.ListBox(walker), title=title), "title")
    return urwid.Overlay(box, below, "center", ("relative", 90), "middle", ("relative", 90))


class TextLine(urwid.Text):
    """A line that can be moved to, so that a long text scrolls."""

    _selectable = True

    def keypress(self, size: tuple[int, ...], key: str) -> str:
        """Keys are the list's."""
        return key
