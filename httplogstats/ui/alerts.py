"""The alerts pane: all events, following their end until somebody scrolls; decides nothing."""

from typing import Any

import urwid

from httplogstats import words
from httplogstats.snapshot import AlertEvent, Snapshot
from httplogstats.ui.lines import ascii_only
from httplogstats.ui.panes import Touched, touched

_FOCUS = {None: "focus", "text": "focus", "error": "focus", "quiet": "focus", "ok": "focus"}


class AlertItem(urwid.Text):
    """One event; can be selected."""

    _selectable = True

    def __init__(self, event: AlertEvent, plain: bool) -> None:
        self.event = event
        super().__init__(event_markup(event, plain), wrap="space")

    def keypress(self, size: tuple[int, ...], key: str) -> str:
        """Keys are the dashboard's."""
        return key


class Alerts(urwid.WidgetWrap[Any]):
    """All events, the newest last."""

    def __init__(self, plain: bool, tell: Touched) -> None:
        self._plain = plain
        self._tell = tell
        self._focused = False
        self._moved = False
        self._size = (0, 0)
        self._heading = urwid.Text("", wrap="clip")
        self._walker: Any = urwid.SimpleFocusListWalker([], follow_end=True)
        self._list = urwid.ListBox(self._walker)
        self._frame: Any = urwid.Frame(self._list, header=self._heading)
        super().__init__(self._frame)
        self._set_heading()

    def show(self, snapshot: Snapshot) -> None:
        """`snapshot.events` are all events; new ones are added."""
        for event in snapshot.events[len(self._walker) :]:
            self._walker.append(urwid.AttrMap(AlertItem(event, self._plain), None, _FOCUS))
        self._set_heading()

    def render(self, size: Any, focus: bool = False) -> urwid.Canvas:
        """urwid's drawing; below five rows the newest alert needs the heading's row."""
        self._size = size
        self._frame.header = None if size[1] < 5 else self._heading
        return super().render(size, focus and self._focused and self._moved)

    def resized(self) -> None:
        """Forget what was drawn for another size."""
        self._invalidate()

    def set_focused(self, focused: bool) -> None:
        """Show by the heading whether the keys go here."""
        self._focused = focused
        self._moved = False
        self._set_heading()
        self._invalidate()

    def move(self, key: str) -> None:
        """Scroll by urwid's name of a key; from then on the selected event is marked."""
        if self._size[1] > 0 and len(self._walker):
            self._moved = True
            self._frame.keypress(self._size, key)
            self._invalidate()

    def mouse_event(self, size: Any, event: str, button: int, col: int, row: int, focus: bool) -> bool:
        """A click focuses and selects, the wheel scrolls."""
        done = touched(self._tell, event, button)
        if done and button == 1 and len(self._walker):
            self._frame.mouse_event(size, event, button, col, row, True)
            self._moved = True
            self._invalidate()
        return done

    def selected(self) -> AlertEvent | None:
        """The event in focus."""
        widget: Any = self._list.focus
        return widget.original_widget.event if widget is not None else None

    def _set_heading(self) -> None:
        number = len(self._walker)
        text = f"  {words.count(number)} so far, newest last, all kept" if number else "  none so far"
        heading = [("text", " "), ("focus" if self._focused else "title", "ALERTS"), ("quiet", text)]
        plain, runs = urwid.util.decompose_tagmarkup(heading)
        if (plain, runs) != self._heading.get_text():
            self._heading.set_text(heading)


def event_markup(event: AlertEvent, plain: bool) -> list[Any]:
    """Mark, message and what the message does not say."""
    mark = " ▲ " if event.fired else " ▼ "
    more = f"  {words.rate(event.value, event.window)}/s"
    if not event.fired:
        peak = words.rate(event.peak, event.window)
        more = f"  after {words.duration(event.duration)}, peak {peak}/s"
    if event.before_start:
        more += " (before start)"
    style = "error" if event.fired else "ok"
    return [(style, ascii_only(mark) if plain else mark), ("text", event.message), ("quiet", more)]


def event_text(event: AlertEvent) -> list[str]:
    """What is known of an event, for reading."""
    rate = words.rate(event.value, event.window)
    lines = [event.message, "", f"{event.value} hits in {words.duration(event.window)}: {rate} req/s"]
    if not event.fired:
        peak = words.rate(event.peak, event.window)
        lines.append(f"it lasted {words.duration(event.duration)}, with a peak of {peak} req/s")
    if event.before_start:
        lines.append("found in the log when the program started")
    return [*lines, "", "Esc closes this."]
