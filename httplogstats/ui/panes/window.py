"""The interval that the figures below are for, exactly, and its sums."""

from httplogstats import words
from httplogstats.clock import SLACK
from httplogstats.snapshot import Snapshot, Span, WindowView
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, Piece, as_long_as_fits, between, those_that_fit, width_of

ERRORS = 3
"""Sums up to that of the errors, whose number goes before their share does."""


RATE = 1
"""Which of the sums is the rate; it is the last to go."""


class Window(Pane):
    """One line, or two where there is room."""

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """Name and bounds; then the sums."""
        name: Line = [("title", f" {span_name(snapshot)}")]
        wait = max(0, snapshot.next_close + 1 - snapshot.now)
        view = snapshot.window
        if view.end == view.start:
            none, first = f"   {self.glyphs.none} no data yet", f", first figures in {wait} s"
            if snapshot.clock == "replay":  # the dates of its lines decide
                first = f", first figures when lines come that are {SLACK} s younger"
            return [
                [*name, *as_long_as_fits([[("quiet", none)], [("quiet", first)]], width - width_of(name))]
            ]
        bounds: Line = [("quiet", "   " + f" {self.glyphs.to} ".join(self._bounds(view)))]
        following: Line = [] if snapshot.clock == "replay" else [("quiet", f"next in {wait} s ")]
        if snapshot.moment is not None:
            ago = words.duration(max(0, snapshot.newest - snapshot.moment))
            following = [("quiet", f"{ago} before the newest ")]
        if height >= 2:
            sums = as_long_as_fits(self._sums(snapshot, "   "), width)
            return [between([*name, *bounds], following, width), sums]
        figures = self._sums(snapshot, "  ")
        head = [*name, *self._fitting(view, width - width_of(name), width_of(figures[RATE]))]
        room = width - width_of(head)
        if sum(map(width_of, figures[:ERRORS])) > room:
            figures = self._sums(snapshot, "  ", briefly=True)
        if width_of([*figures[0], *figures[RATE]]) > room:
            del figures[0]
        return [[*head, *those_that_fit(figures, room)]]

    def _fitting(self, view: WindowView, room: int, rate: int) -> Line:
        """The bounds beside the rate, which says most: closer, only the one that says more, or none."""
        (start, end), to = self._bounds(view), self.glyphs.to
        one = f"{start}{to}" if view.span is Span.START else f"{to}{end}"
        texts = (f"   {start} {to} {end}", f"  {start}{to}{end}", f"  {one}")
        return next(([("quiet", text)] for text in texts if len(text) + rate <= room), [])

    def _bounds(self, view: WindowView) -> tuple[str, str]:
        written = words.date_time if view.end - view.start >= words.DAY else words.time_of_day
        return written(view.start, self.manner.zone), written(view.end, self.manner.zone)

    def _sums(self, snapshot: Snapshot, gap: str, briefly: bool = False) -> list[list[Piece]]:
        view = snapshot.window
        seconds, errors = view.end - view.start, view.client_errors + view.server_errors
        many = "" if view.clients_exact else self.glyphs.at_least
        share = f"{words.share(errors, view.hits)} % errors" if view.hits else "no errors"
        style = "server" if view.server_errors else "client" if errors else "text"
        sums: list[list[Piece]] = [
            [("text", gap + words.counted(view.hits, "request"))],
            [("text", f"{gap}{words.rate(view.hits, seconds)}/s")],
            [(style, gap + share + (f" ({words.count(errors)})" if errors and not briefly else ""))],
            [("text", gap + many + words.counted(view.clients_seen, "client"))],
        ]
        if "bytes" in snapshot.fields:
            size, speed = words.size(view.size), words.size(view.size // seconds)
            sums.insert(ERRORS, [("text", gap + size), ("quiet", f"  {speed}/s")])
        if view.latency is not None:
            times = (("p50", view.latency.p50), ("p95", view.latency.p95), ("p99", view.latency.p99))
            sums.append([("text", gap + "  ".join(f"{name} {words.latency(time)}" for name, time in times))])
        if view.late:
            sums.append([("quiet", f"{gap}{words.count(view.late)} late")])
        return sums


def span_name(snapshot: Snapshot) -> str:
    """The window in words."""
    span, back = snapshot.window.span, snapshot.moment is not None
    if span is Span.START:
        return "All that is kept" if back else "Since start"
    length = words.duration(snapshot.interval if span is Span.SLOT else span.value)
    return f"{length}, looking back" if back else f"Last {length}"
