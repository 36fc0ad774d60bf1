"""The state line: is it normal now? In words, in colour, and as a gauge up to the limit."""

from httplogstats import words
from httplogstats.snapshot import AlertView, Following, Snapshot
from httplogstats.ui.glyphs import bar
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, Piece, as_long_as_fits, decimal, width_of

_LOST = (Following.WAITING, Following.DENIED, Following.FAILING)

GAUGE = (12, 48)
"""Columns of the gauge, at least and at most; what is over is for the history of the alert."""


class State(Pane):
    """One line; the last to go when room is short."""

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """The alert, or how far away it is."""
        return [self._firing(snapshot, width) if snapshot.alert.firing else self._calm(snapshot, width)]

    def _firing(self, snapshot: Snapshot, width: int) -> Line:
        alert = snapshot.alert
        since = alert.since if alert.since is not None else snapshot.now
        when = words.time_of_day(since, self.manner.zone)
        parts = [f" {self.glyphs.fired} ALERT {_rate(alert)} req/s", f" over {words.duration(alert.window)}"]
        parts += [f", since {when}", f" ({words.duration(max(0, _clock(snapshot) - since))})"]
        left = as_long_as_fits([[("alert", part)] for part in parts], width)
        limit = f"limit {decimal(alert.limit)}/s"
        rights = (f"{limit}   alerts {alert.events} ", f"{limit} ", "")
        right = next((text for text in rights if width_of(left) + 2 + len(text) <= width), "")
        return [*left, ("alert", " " * (width - width_of(left) - len(right)) + right)]

    def _calm(self, snapshot: Snapshot, width: int) -> Line:
        alert = snapshot.alert
        chip = _chip(snapshot)
        rate = self.glyphs.none if chip[0] != "ok" and not snapshot.account.hits else _rate(alert)
        left: Line = as_long_as_fits([[chip], [("text", f"  {rate} req/s")]], width)
        limit = f" limit {decimal(alert.limit)}/s"
        width -= 1
        room = width - width_of(left) - len(limit)
        left += as_long_as_fits([[("quiet", f" over {words.duration(alert.window)}")]], room)
        room = width - width_of(left) - len(limit) - 3
        history = self._history(alert)
        gauge = min(GAUGE[1], max(min(room, GAUGE[0] * 2), room - width_of(history)))
        if gauge >= GAUGE[0]:
            part = float(alert.value / (alert.limit * alert.window))
            left += [("text", "  "), ("gauge", bar(part, gauge, self.glyphs)), ("quiet", self.glyphs.side)]
        left += as_long_as_fits([[("quiet", limit)]], width - width_of(left))
        return [*left, *as_long_as_fits([[piece] for piece in history], width - width_of(left))]

    def _history(self, alert: AlertView) -> Line:
        line: Line = [("quiet", f"   alerts {alert.events}")]
        if alert.last is not None and not alert.last.fired:
            last = words.time_of_day(alert.last.time, self.manner.zone)
            line.append(("quiet", f" {self.glyphs.dot} last recovered {last}"))
        return line


def _clock(snapshot: Snapshot) -> int:
    """What time it is in the log: in a replay, the end of the slot last closed."""
    return snapshot.newest if snapshot.clock == "replay" else snapshot.now


def _chip(snapshot: Snapshot) -> Piece:
    """All is well only if something can be known."""
    if snapshot.sources and all(source.following in _LOST for source in snapshot.sources):
        return ("warning", " NO INPUT ")
    if snapshot.account.malformed and not snapshot.account.hits:
        return ("warning", " NO DATA ")
    return ("ok", " OK ")


def _rate(alert: AlertView) -> str:
    return words.rate(alert.value, alert.window)
