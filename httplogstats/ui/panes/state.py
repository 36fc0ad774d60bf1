"""The state line: is it normal now? In words, in colour, and as a gauge up to the limit."""

from httplogstats import words
from httplogstats.snapshot import AlertView, Following, Snapshot
from httplogstats.ui.glyphs import bar
from httplogstats.ui.panes.notice import over
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, Piece, as_long_as_fits, pad, width_of

_LOST = (Following.WAITING, Following.DENIED, Following.FAILING)

GAUGE = (12, 48)
"""Columns of the gauge, at least and at most; what is over is for the history of the alert."""


NARROW = 40
"""Columns below which how many others fire is only a number."""


def worst_first(snapshot: Snapshot) -> list[AlertView]:
    """Rules that fire before those that do not, those nobody has acknowledged first; else as they are."""
    return sorted(
        (snapshot.alert, *snapshot.rules), key=lambda view: 2 if not view.firing else int(view.acknowledged)
    )


class State(Pane):
    """A line for each rule, the worst first; where there is one line only, it is the last to go."""

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """The alert, or how far away it is."""
        alerts = worst_first(snapshot)
        shown, hidden = alerts[: max(1, height)], alerts[max(1, height) :]
        more = sum(alert.firing for alert in hidden)
        return [self._line(snapshot, alert, width, more if alert is shown[-1] else 0) for alert in shown]

    def _line(self, snapshot: Snapshot, alert: AlertView, width: int, more: int) -> Line:
        if alert.firing:
            return self._firing(snapshot, alert, width, more)
        return self._calm(snapshot, width) if alert is snapshot.alert else self._quiet(alert, width)

    def _firing(self, snapshot: Snapshot, alert: AlertView, width: int, more: int) -> Line:
        """`more` is how many others fire for which there is no line."""
        since = alert.since if alert.since is not None else snapshot.now
        when = words.when(since, _clock(snapshot), self.manner.zone)
        built_in = alert is snapshot.alert
        name = "ALERT" if built_in else alert.rule
        noted = " noted" if alert.acknowledged else ""
        value = words.reading(alert.reading, alert.unit) if not built_in else f"{_rate(alert)} req/s"
        parts = [f" {self.glyphs.fired} {name}{noted} {value}", f" over {words.duration(alert.window)}"]
        parts += [f", since {when}", f" ({words.duration(max(0, _clock(snapshot) - since))})"]
        others = (f"+{more} firing ", f"+{more} ") if more else ()
        kept = 2 + len(others[width < NARROW]) if others else 0
        left = as_long_as_fits([[("alert", part)] for part in parts], width - kept)
        if not left:  # its name at least, but never a part of a number
            left = [("alert", pad(f" {self.glyphs.fired} {name}", width))]
        limit = _limit(alert)
        first = f"+{more} firing   " if more else ""
        rights = (f"{first}{limit}   alerts {alert.alerts} ", f"{first}{limit} ", *others, "")
        right = next((text for text in rights if width_of(left) + 2 + len(text) <= width), "")
        return [*left, ("alert", " " * (width - width_of(left) - len(right)) + right)]

    def _quiet(self, alert: AlertView, width: int) -> Line:
        """A rule of the configuration file that does not fire."""
        value = self.glyphs.none if alert.reading is None else words.reading(alert.reading, alert.unit)
        parts = [f"  {alert.rule}", f"  {value}", f" over {words.duration(alert.window)}"]
        parts += [f"   {_limit(alert)}", f"   alerts {alert.alerts}"]
        pieces: list[list[Piece]] = [[("ok", " OK ")], *([("quiet", part)] for part in parts)]
        return as_long_as_fits(pieces, width)

    def _calm(self, snapshot: Snapshot, width: int) -> Line:
        alert = snapshot.alert
        chip = _chip(snapshot)
        rate = self.glyphs.none if chip[0] != "ok" and not snapshot.account.hits else _rate(alert)
        now = "at the end " if over(snapshot) else "now "
        now = now if snapshot.moment is not None else ""
        left: Line = as_long_as_fits([[chip], [("text", f"  {now}{rate} req/s")]], width)
        limit = f" limit {words.decimal(alert.limit)}/s"
        width -= 1
        room = width - width_of(left) - len(limit)
        left += as_long_as_fits([[("quiet", f" over {words.duration(alert.window)}")]], room)
        room = width - width_of(left) - len(limit) - 3
        history = self._history(alert, _clock(snapshot))
        gauge = min(GAUGE[1], max(min(room, GAUGE[0] * 2), room - width_of(history)))
        if gauge >= GAUGE[0]:
            part = float(alert.value / (alert.limit * alert.window))
            left += [("text", "  "), ("gauge", bar(part, gauge, self.glyphs)), ("quiet", self.glyphs.side)]
        left += as_long_as_fits([[("quiet", limit)]], width - width_of(left))
        return [*left, *as_long_as_fits([[piece] for piece in history], width - width_of(left))]

    def _history(self, alert: AlertView, now: int) -> Line:
        line: Line = [("quiet", f"   alerts {alert.alerts}")]
        if alert.last is not None and not alert.last.fired:
            last = words.when(alert.last.time, now, self.manner.zone)
            line.append(("quiet", f" {self.glyphs.dot} last recovered {last}"))
        return line


def _clock(snapshot: Snapshot) -> int:
    """What time it is in the log: in a replay, the end of the slot last closed."""
    return snapshot.newest if snapshot.clock == "replay" else snapshot.now


def _chip(snapshot: Snapshot) -> Piece:
    """All is well only if something can be known."""
    if snapshot.clock == "stale":
        return ("warning", " STALE ")
    if snapshot.sources and all(source.following in _LOST for source in snapshot.sources):
        return ("warning", " NO INPUT ")
    if snapshot.account.malformed and not snapshot.account.hits:
        return ("warning", " NO DATA ")
    return ("ok", " OK ")


def _limit(alert: AlertView) -> str:
    if alert.unit == "req/s" and alert.above:
        return f"limit {words.decimal(alert.limit)}/s"
    if alert.measure == "no_traffic":
        return "silence"
    side = "above" if alert.above else "below"
    return f"{side} {words.reading(alert.limit, alert.unit)}"


def _rate(alert: AlertView) -> str:
    return words.rate(alert.value, alert.window)
