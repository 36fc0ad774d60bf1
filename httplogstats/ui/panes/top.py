"""The first line: which program reads which log, how well, and what time it is."""

import os

from httplogstats import words
from httplogstats.snapshot import Snapshot
from httplogstats.ui.panes.notice import ended, over, silent
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, as_long_as_fits, between, drawable, middle, width_of


class Header(Pane):
    """`paused` is the moment that the display is held at; None while it follows."""

    paused: int | None = None
    firing = False

    def pause(self, moment: int | None, firing: bool) -> None:
        """Say that the display is held at `moment`, and whether an alert is firing now."""
        self.paused, self.firing = moment, firing
        self.refresh()

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """One line."""
        if self.paused is not None:
            return [self._held(snapshot, "PAUSED", self.paused, "p goes on", width)]
        if snapshot.moment is not None:
            self.firing = snapshot.alert.firing
            way_out = "End returns to the end" if over(snapshot) else "End returns to now"
            return [self._held(snapshot, "LOOKING BACK", snapshot.moment, way_out, width)]
        right = self._clock(snapshot, width)
        log, silence = _input(snapshot), _silence(snapshot)
        facts = silence + self._facts(snapshot)
        short: Line = [("top", " ")]
        tries: list[tuple[Line, Line]] = [
            ([("top.name", " httplogstats   ")], facts),
            (short, facts),
            (short, silence),
            (short, []),
        ]
        for before, after in tries:
            room = max(0, width - width_of([*before, *after, *right]) - 2)
            if room >= min(len(log), 40):
                break
        return [between([*before, ("top", middle(log, room)), *after], right, width, "top")]

    def _clock(self, snapshot: Snapshot, width: int) -> Line:
        now = words.time_of_day(snapshot.now, self.manner.zone)
        kind = "ended" if ended(snapshot) else snapshot.clock
        kind = "clock: arrival" if kind == "arrival" else kind
        line: Line = [("top.quiet", f"{kind}  "), ("top", f"{now} ")]
        if width >= 100:
            line.append(("top.quiet", f"  up {words.duration(snapshot.now - snapshot.started)} "))
        return line

    def _facts(self, snapshot: Snapshot) -> Line:
        account, dot = snapshot.account, f" {self.glyphs.dot} "
        rotations = sum(source.rotations for source in snapshot.sources)
        unit = f" ({snapshot.unit})" if snapshot.unit else ""
        facts = [snapshot.layout + unit] if snapshot.layout else []
        if account.hits + account.malformed:
            facts.append(f"{parsed(account.hits, account.malformed)} % parsed")
        if rotations:
            facts.append(f"rotated {rotations}{self.glyphs.times}")
        return [("top.quiet", "   " + dot.join(facts))] if facts else []

    def _held(self, snapshot: Snapshot, what: str, moment: int, way_out: str, width: int) -> Line:
        at = words.time_of_day(moment, self.manner.zone)
        parts: list[Line] = [[("warning", f" {what}")], [("warning", f" at {at}")]]
        if self.firing:
            when = "at the end" if over(snapshot) else "now"
            parts.append([("warning", f"  {self.glyphs.fired} ALERT {when}")])
        goes_on = "the input has ended" if ended(snapshot) else "counting goes on meanwhile"
        parts += [[("warning", f"  {way_out}")], [("warning", f" {self.glyphs.dot} {goes_on}")]]
        line = as_long_as_fits(parts, width)
        return [*line, ("warning", " " * (width - width_of(line)))]


def parsed(hits: int, malformed: int) -> str:
    """The share of lines understood, in percent; 100 only if it was all of them."""
    share = words.share(hits, hits + malformed)
    return "100" if not malformed else min(share, "99.9", key=float)


def _silence(snapshot: Snapshot) -> Line:
    """Which of several logs says nothing any more, as far as one can be named."""
    quiet = silent(snapshot)
    if not quiet:
        return []
    first = quiet[0]
    name = os.path.basename(first.name)
    if sum(os.path.basename(source.name) == name for source in snapshot.sources) > 1:
        name = first.name
    since = "" if first.latest is None else f" for {words.duration(snapshot.now - first.latest)}"
    more = f", {len(quiet) - 1} more" if len(quiet) > 1 else ""
    return [("top", "   "), ("warning", f" {drawable(name)} silent{since}{more} ")]


def _input(snapshot: Snapshot) -> str:
    """The log; of several how many. A pattern whose matches are logs of their own is none."""
    logs = [source for source in snapshot.sources if source.matches != 0]
    if len(logs) == 1:
        return drawable(logs[0].name)
    number = sum(1 if source.matches is None else source.matches for source in logs)
    return f"{number} logs" if logs else "no log"
