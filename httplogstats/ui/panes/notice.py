"""What keeps figures from being here, or from being right, said loudly: never an empty dashboard."""

from datetime import UTC
from typing import NamedTuple

from httplogstats import words
from httplogstats.clock import AHEAD
from httplogstats.safe import clip
from httplogstats.snapshot import Following, Snapshot, SourceState, Span
from httplogstats.ui.glyphs import bar
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, drawable, pad, wrapped

_LOST = (Following.WAITING, Following.DENIED, Following.FAILING)

_AGAIN = "It is tried again several times a second."

QUIET = 600
"""Seconds without a request from which on it is said: no figure and no bar tells any more when it began."""

QUOTED = 300
"""Columns of a line that was not understood, quoted in the headline."""


class Trouble(NamedTuple):
    """A headline, and sentences that explain it; `part` is how much of a replay is done, 0 to 1.

    `hint` goes on with the headline where there is room for all of it.
    """

    headline: str
    more: tuple[str, ...] = ()
    part: float | None = None
    keeps_figures: bool = False  # whether it says nothing of why there might be no figures
    hint: str = ""


def troubles(snapshot: Snapshot, zone: words.Zone = UTC) -> list[Trouble]:
    """What has to be said, the worst first; nothing when all is well. Times are in `zone`.

    A log that is missing beside others is not all that there is to say.
    """
    lost = _lost(snapshot)
    if lost is not None and not lost.keeps_figures:
        return [lost]
    return [found for found in (lost, _other(snapshot, zone)) if found is not None]


def _lost(snapshot: Snapshot) -> Trouble | None:
    """The first log that cannot be read."""
    others = any(source.following not in _LOST and source.matches != 0 for source in snapshot.sources)
    for source in snapshot.sources:
        if source.following in _LOST:
            reason = f" - {drawable(source.detail)}" if source.detail else ""
            text = f"{drawable(source.name)}: {source.following.value}{reason}"
            return Trouble(text, (_AGAIN,), keeps_figures=others)
    return None


def _other(snapshot: Snapshot, zone: words.Zone) -> Trouble | None:
    """The worst of what may be wrong with logs that can be read."""
    if snapshot.trouble:
        return Trouble(drawable(snapshot.trouble), keeps_figures=True)
    account = snapshot.account
    if account.malformed and not account.hits:
        return _not_understood(snapshot)
    if snapshot.clock == "replay" and not ended(snapshot):
        return _progress(snapshot)
    for source in snapshot.sources:
        if source.detail and source.following not in _LOST:
            return Trouble(f"{drawable(source.name)}: {drawable(source.detail)}")
    if ended(snapshot):
        dated = snapshot.clock == "arrival"  # a log of another day came through a pipe
        hint = "; they count as of now, --no-follow goes by their dates" if dated else ""
        return Trouble(f"The input has ended: {words.counted(account.read, 'line')} read", hint=hint)
    return _silence(snapshot, zone)


def silent(snapshot: Snapshot) -> tuple[SourceState, ...]:
    """The logs that have become silent while others have not, the one that was so first before the others."""
    if snapshot.clock != "live":
        return ()
    last = {
        source: snapshot.started if source.latest is None else source.latest
        for source in snapshot.sources
        if source.following is Following.FOLLOWING and not source.detail and source.matches is None
    }
    quiet = sorted((source for source in last if snapshot.now - last[source] >= QUIET), key=last.__getitem__)
    return tuple(quiet) if len(quiet) < len(last) else ()


def ended(snapshot: Snapshot) -> bool:
    """Whether all there is has been read."""
    return bool(snapshot.sources) and all(one.following is Following.ENDED for one in snapshot.sources)


def over(snapshot: Snapshot) -> bool:
    """Whether time stands still: at the end of a log that was replayed."""
    return snapshot.clock == "replay" and ended(snapshot)


def empty(snapshot: Snapshot) -> bool:
    """Whether there is nothing to show but the troubles."""
    return not snapshot.account.hits and not all(found.keeps_figures for found in troubles(snapshot))


def _silence(snapshot: Snapshot, zone: words.Zone) -> Trouble | None:
    """Zeros may mean a site without visitors, a log that is written no more, or the log of another day."""
    latest, now = snapshot.latest, snapshot.now
    if latest is None or snapshot.clock != "live" or (snapshot.account.hits and now - latest < QUIET):
        return None
    newest, hint = words.date_time(latest, zone), ""
    if latest > now + AHEAD:
        text = f"The newest request is dated {newest}, ahead of this clock"
    else:
        text = f"No request for {words.duration(now - latest)}, since {newest}"
        if not snapshot.account.hits:
            text += "; --from-start reads it"
        elif snapshot.window.span is not Span.START:
            text += "; w leads to since start"
            hint = ", --no-follow shows it as it was" if latest < snapshot.started else ""
    return Trouble(text, keeps_figures=True, hint=hint)


def _not_understood(snapshot: Snapshot) -> Trouble:
    number, kept = snapshot.account.malformed, snapshot.malformed
    text = f"0 of {words.counted(number, 'line')} understood (m shows them)"
    if kept:
        name = "first" if number <= len(kept) else "such as"
        text += f"; {name}: {clip(kept[0].text, QUOTED)}"
    return Trouble(text, ("No known format fits: httplogstats check FILE says where it stops.",))


def _progress(snapshot: Snapshot) -> Trouble:
    done = sum(source.offset for source in snapshot.sources)
    whole = sum(source.size or 0 for source in snapshot.sources)
    read, speed = snapshot.account.read, snapshot.lines_per_second
    text = f"Reading from the start: {words.size(done)}"
    if whole:
        text += f" of {words.size(whole)}, {words.share(min(done, whole), whole)} %"
    if speed:  # it is not known in the first second
        text += f", {words.count(speed)} lines/s"
    if speed and read and done and whole > done:
        # the lines still to come are taken to be as long as those that were read
        text += f", {words.duration(round((whole - done) * read / done / speed))} left"
    return Trouble(text, part=min(done, whole) / whole if whole else None)


class Banner(Pane):
    """The troubles, a line each, over figures that are there."""

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """As many as there is room for."""
        return [self._line(found, width) for found in troubles(snapshot, self.manner.zone)[:height]]

    def _line(self, found: Trouble, width: int) -> Line:
        """Headline and what fits of the rest."""
        text = " " + found.headline
        text += found.hint if len(text + found.hint) <= width else ""
        if found.part is not None and width - len(text) >= 12:
            room = width - len(text) - 3
            return [("warning", text + "  "), ("gauge", bar(found.part, room, self.glyphs)), ("warning", " ")]
        return [("warning", pad(text, width))]


class Notice(Pane):
    """The troubles in place of all figures."""

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """In the upper third of its place: where one looks first."""
        block: list[Line] = []
        for found in troubles(snapshot):
            block += [*([[]] if block else []), *self._told(found, width)]
        if len(block) > height:
            block = [line for line in block if line]
        return [*([[]] * max(0, (height - len(block)) // 3)), *block]

    def _told(self, found: Trouble, width: int) -> list[Line]:
        room = max(1, width - 4)
        block: list[Line] = [[("warning", pad(f"  {text}", width))] for text in wrapped(found.headline, room)]
        if found.part is not None:
            block += [[], [("text", "  "), ("gauge", bar(found.part, room, self.glyphs))]]
        for sentence in found.more:
            block += [[], *([("text", f"  {text}")] for text in wrapped(sentence, room))] if sentence else []
        return block
