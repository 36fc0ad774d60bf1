"""The dashboard as one widget: panes in the arrangement of its size, the focus, what is opened over them."""

from typing import Any

import urwid

from httplogstats.filters import Filter
from httplogstats.snapshot import AlertEvent, Snapshot
from httplogstats.ui.details import details
from httplogstats.ui.keys import Where
from httplogstats.ui.layout import Node, Side, arrange
from httplogstats.ui.overlay import HELP_WIDEST, WIDEST, Overlay, Told, help_lines, malformed_lines
from httplogstats.ui.panes import notice
from httplogstats.ui.panes.alerts import Alerts
from httplogstats.ui.panes.chips import Chips
from httplogstats.ui.panes.footer import Footer
from httplogstats.ui.panes.notice import Banner, Notice
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.panes.requests import Requests
from httplogstats.ui.panes.state import State
from httplogstats.ui.panes.status import Status
from httplogstats.ui.panes.table import Table
from httplogstats.ui.panes.tables import all_tables
from httplogstats.ui.panes.top import Header
from httplogstats.ui.panes.totals import Totals
from httplogstats.ui.panes.window import Window
from httplogstats.ui.prompt import Prompt
from httplogstats.ui.spark import Timeline

ORDER = (
    "sections", "status", "methods", "paths", "clients", "failing", "latency", "families", "referrers",
    "hosts", "alerts",
)  # fmt: skip
"""The panes that take the focus, in the order of Tab."""

SAID_BY = {"latency": "latency", "families": "agent", "referrers": "referrer", "hosts": "host"}
"""Panes of what only some formats say, and the field that says it."""


class Dashboard(urwid.WidgetWrap[Any]):
    """All panes. `focused` names the pane that has the focus; with `zoomed` it has the whole screen."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self.header = Header(manner)
        self.alerts = Alerts(manner)
        self.tables = all_tables(manner)
        self.status = Status(manner)
        self.requests = Requests(manner)
        self._footer = Footer(manner)
        self.prompt = Prompt()
        self.chips = Chips(manner, self.prompt)
        self.panes: dict[str, Any] = {
            **self.tables, "header": self.header, "state": State(manner), "banner": Banner(manner),
            "chips": self.chips, "notice": Notice(manner), "timeline": Timeline(manner),
            "window": Window(manner), "status": self.status, "totals": Totals(manner),
            "lines": self.requests, "alerts": self.alerts, "footer": self._footer,
        }  # fmt: skip
        self.focused = "alerts"
        self.zoomed = False
        self._said = False  # whether something has to be read in the last line
        self._left = "alerts"  # what had the focus before a visit
        self._snapshot: Snapshot | None = None
        self._overlay: Overlay | None = None
        self._arranged: tuple[Any, ...] = ()
        self._paths: dict[str, list[int]] = {}
        super().__init__(urwid.SolidFill(" "))

    @property
    def table(self) -> Table | None:
        """The table that has the focus."""
        return self.tables.get(self.focused)

    @property
    def whole(self) -> tuple[str, ...]:
        """The fields of which all rows are wanted: of tables that show all or are sorted anew."""
        shown = [(name, table) for name, table in self.tables.items() if name in self._paths]
        zoomed = self.table if self.zoomed else None
        return tuple(table.spec.field for _, table in shown if table.needs_all or table is zoomed)

    @property
    def where(self) -> Where:
        """Which part of the key table holds."""
        if self._overlay is not None and (self.focused != "alerts" or self.prompt.open):
            return Where.LISTS
        if self.prompt.open:
            return Where.TYPING
        return {"alerts": Where.ALERTS, "lines": Where.LINES}.get(self.focused, Where.TABLES)

    def tests(self) -> Filter:
        """What the selected row counts; empty where none is selected."""
        table = self.table
        return self.status.tests() if self.focused == "status" else table.tests() if table is not None else ()

    @property
    def alert(self) -> AlertEvent | None:
        """The selected alert, where the alerts have the focus."""
        return self.alerts.event() if self.focused == "alerts" else None

    def show(self, snapshot: Snapshot) -> None:
        """Draw a moment; `snapshot.events` are all events."""
        self._snapshot = snapshot
        for pane in self.panes.values():
            pane.show(snapshot)
        self._rearrange()

    def hold(self, moment: int | None, firing: bool) -> None:
        """Say that the display is held at `moment`, and whether an alert fires now, in a line of its own."""
        self.header.pause(moment, firing)
        self._rearrange()

    def render(self, size: Any, focus: bool = False) -> urwid.Canvas:
        """urwid's drawing; a new size makes a new arrangement."""
        if self._arranged != self._wanted(size):
            self._arrange(size)
        below = super().render(size, focus)
        if self._overlay is None or size[0] < 1 or size[1] < 1:
            return below
        width, height = self._overlay.wanted(*size)
        left, top = (size[0] - width) // 2, (size[1] - height) // 2
        return urwid.CanvasOverlay(self._overlay.render((width, height), True), below, left, top)

    def move(self, action: str) -> None:
        """Move in what is open, else in the pane that has the focus."""
        (self._overlay or self.panes[self.focused]).move(action)

    def next(self, step: int) -> None:
        """Focus another pane; one that has no place is given one."""
        order = self._order()
        at = order.index(self.focused) if self.focused in order else -1
        self._focus(order[(at + step) % len(order)])

    def zoom(self) -> None:
        """Give the focused pane the whole screen, or take it back."""
        self.zoomed = not self.zoomed
        self._focus(self.focused if self.zoomed or self.focused in ORDER else self._left)

    def visit(self, name: str) -> None:
        """Show a pane on the whole screen; where it is shown already, return to where one was."""
        if self.focused == name:
            self.zoomed = False
            self._focus(self._left)
        else:
            self._left = self.focused if self.focused in ORDER else self._left
            self.zoomed = True
            self.requests.release()
            self._focus(name)

    def say(self, text: str) -> None:
        """A sentence in the last line, until the next key; for it there is always such a line."""
        self._said = bool(text)
        self._footer.say(text)
        self._rearrange()

    def hint(self, *parts: str) -> None:
        """The parts of a sentence that fit in the last line, where there is one, until the next key."""
        self._footer.say(*parts)

    def keypress(self, size: Any, key: str) -> str:
        """Keys come through the key table."""
        return key

    def mouse_event(self, size: Any, event: str, button: int, col: int, row: int, focus: bool) -> bool:
        """What is open takes the mouse; else a click moves the focus."""
        if self._overlay is not None:
            return bool(self._overlay.mouse_event(size, event, button, col, row, focus))
        taken = bool(super().mouse_event(size, event, button, col, row, focus))
        path = self._w.base_widget.get_focus_path() if self._paths else []
        self._focus(next((name for name, place in self._paths.items() if place == path), self.focused))
        return taken

    def type(self, begin: bool = True) -> None:
        """Open the line in which a filter is typed, or close it."""
        self.close()
        if begin:
            self.prompt.start()
        else:
            self.prompt.open = False
        self.typed()

    def typed(self) -> None:
        """The line has changed."""
        self.chips.refresh()
        self._footer.focused(self.where)
        self._invalidate()

    def open_help(self) -> None:
        """The keys that hold where one is."""
        where = self.where
        self._open("Keys", lambda width: help_lines(self._manner.glyphs, where, width), HELP_WIDEST)

    def open_malformed(self) -> None:
        """Lines that were not understood."""
        if self._snapshot is not None:
            self._open("Malformed lines", malformed_lines(self._snapshot))

    def open_details(self) -> None:
        """What is selected."""
        if self._snapshot is None or self._overlay is not None:
            return
        status = self.status.row() if self.focused == "status" else None
        request = self.requests.view() if self.focused == "lines" else None
        found = details(self._snapshot, self._manner, self.table, status, self.alert, request)
        if found is not None:
            self._open(*found)
        elif self.focused == "lines":
            self.say("Select a request first: the arrow up does")
        else:
            self.say("Select something first: the arrow keys do")

    @property
    def opened(self) -> bool:
        """Whether something lies over the panes."""
        return self._overlay is not None

    def close(self) -> bool:
        """Take away what is open; whether there was anything."""
        was_open, self._overlay = self._overlay is not None, None
        if not was_open and self.zoomed:
            self.zoom()
            return True
        self._invalidate()
        return was_open

    def _open(self, title: str, lines: Told, widest: int = WIDEST) -> None:
        self._overlay = Overlay(title, lines, self._manner.glyphs, widest)
        self._invalidate()

    def _order(self) -> list[str]:
        """The panes that there is something for."""
        fields = self._snapshot.fields if self._snapshot is not None else ()
        return [name for name in ORDER if SAID_BY.get(name) is None or SAID_BY[name] in fields]

    def _wanted(self, size: Any) -> tuple[Any, ...]:
        """What the arrangement depends on: size, focus, what there is to show or to warn of."""
        shown = self._snapshot
        if shown is None:
            return size, 0, False, 0, "", False, (), 1, False, False
        empty, warnings = notice.empty(shown), len(notice.troubles(shown))
        chips = self.chips.wanted(size[0])
        extras = tuple(name for name in self._order() if name in SAID_BY)
        return (
            size,
            0 if empty else warnings,
            empty,
            chips,
            self.focused,
            self.zoomed,
            extras,
            1 + len(shown.rules),
            self._said,
            self.header.paused is not None,
        )

    def _rearrange(self) -> None:
        """Draw all anew where the arrangement is to be another one."""
        if self._arranged and self._arranged != self._wanted(self._arranged[0]):
            self._invalidate()

    def _arrange(self, size: Any) -> None:
        self._arranged = self._wanted(size)
        urwid.CanvasCache.clear()  # panes only keep what is drawn at their present size up to date
        _, banner, empty, chips, guest, zoom, extras, rules, said, held = self._arranged
        there = {"banner": banner, "notice": empty, "chips": chips, "guest": guest, "zoom": zoom}
        node = arrange(*size, **there, extras=extras, rules=rules, said=said, held=held)
        self._paths = {}
        self._w = self._built(node, []) if node.parts else urwid.SolidFill(" ")
        if self.focused in self._paths:
            self._w.base_widget.set_focus_path(self._paths[self.focused])

    def _focus(self, name: str) -> None:
        self.focused = name
        if name in self._paths:
            self._w.base_widget.set_focus_path(self._paths[name])
        self._footer.focused(self.where)
        self._invalidate()

    def _built(self, node: Node, path: list[int]) -> Any:
        if isinstance(node, str):
            return self._leaf(node, path)
        parts: Any = [
            ("given", extent, self._built(part, [*path, at])) for at, (extent, part) in enumerate(node.parts)
        ]
        return urwid.Columns(parts) if isinstance(node, Side) else urwid.Pile(parts)

    def _leaf(self, name: str, path: list[int]) -> Any:
        if name == "gap":
            return urwid.AttrMap(urwid.SolidFill(" "), "text")
        if name == "rule":
            line = urwid.SolidFill(self._manner.glyphs.side)
            return urwid.AttrMap(urwid.Padding(line, left=1, right=1), "rule")
        if self.panes[name].selectable():
            self._paths[name] = path
        return self.panes[name]
