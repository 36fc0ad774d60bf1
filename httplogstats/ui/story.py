"""An alert told at length: its figures, what changed most, the time around it, lines of the log."""

from fractions import Fraction
from itertools import groupby

from httplogstats import words
from httplogstats.evidence import Change, Evidence
from httplogstats.snapshot import AlertEvent
from httplogstats.ui.glyphs import level
from httplogstats.ui.overlay import WIDEST
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.text import Line, decimal, middle, pad

BARS = 3
"""Rows of the timeline."""

_FIGURES = 24  # columns for change and share
_HEADINGS = {
    "section": "sections",
    "client": "clients",
    "path": "paths",
    "status": "statuses",
    "agent": "agents",
}


def event_lines(event: AlertEvent, manner: Manner, width: int) -> list[Line]:
    """All that is known of an alert, in `width` columns."""
    width = min(width, WIDEST)
    style = "quiet" if event.note else "fired" if event.fired else "recovered"
    lines: list[Line] = [[(style, event.message)]]
    if event.note:
        return lines
    lines += [[], *_facts(event, manner)]
    if event.evidence is None:
        return [*lines, [], [("quiet", "Nothing more was kept of it.")]]
    for part in (_windows, _timeline, _changes, _samples):
        lines += part(event.evidence, manner, width)
    return lines


def _facts(event: AlertEvent, manner: Manner) -> list[Line]:
    value, limit = words.reading(event.reading, event.unit), words.reading(event.limit, event.unit)
    if event.measure == "rate":
        limit = f"{decimal(event.limit)} requests/s, which is {decimal(event.limit * event.window)} hits"
    facts = [("value", value), ("limit", limit), ("window", words.duration(event.window))]
    if event.measure != "rate":
        facts.append(("hits", words.count(event.value)))
    if not event.fired:
        facts.append(("lasted", ("at most " if event.latest else "") + words.duration(event.duration)))
        facts.append(("peak", words.reading(event.peak, event.unit)))
        if event.unit == "req/s":
            facts.append(("in excess", f"{words.count(round(event.over))} requests over the limit"))
        if event.latest:
            facts.append(("recovered", "then at the latest: nobody watched, and the lines are gone"))
    if event.before_start:
        facts.append(("kept", "from before this program was started"))
    return [[("quiet", f"{name:11}"), ("text", text)] for name, text in facts]


def _windows(evidence: Evidence, manner: Manner, width: int) -> list[Line]:
    """The window that decided, and the one before it."""
    seconds = evidence.end - evidence.start
    partly = evidence.seen > evidence.start - seconds
    lines: list[Line] = [[], [("title", f"{'':11}{'NOW':>10}{'BEFORE':>10}{'CHANGE':>12}")]]
    names = ("requests", "bytes", "4xx", "5xx")
    for at, (name, now, before) in enumerate(zip(names, evidence.now, evidence.before, strict=True)):
        form = words.size if at == 1 else words.count
        change = _per_second(Fraction(now - before, seconds), "bytes" if at == 1 else "")
        lines.append([("quiet", f"{name:11}"), ("text", f"{form(now):>10}{form(before):>10}{change:>12}")])
    times = [words.time_of_day(second, manner.zone) for second in (evidence.start, evidence.end)]
    text = f"{times[0]}{manner.glyphs.to}{times[1]} against as long before"
    lines.append([("quiet", text + (", which is known in part" if partly else ""))])
    return lines


def _timeline(evidence: Evidence, manner: Manner, width: int) -> list[Line]:
    """Hits before it was decided, as bars."""
    hits = evidence.timeline[-max(1, width) :]
    most = max([*hits, 1])
    begin = evidence.end - len(hits) * evidence.step
    rate = words.rate(max([*hits, 0]), evidence.step)
    lines: list[Line] = [
        [],
        [("title", "BEFORE THAT"), ("quiet", f"  {evidence.step} s a column, {rate}/s at most")],
    ]
    for row in reversed(range(BARS)):
        lines.append([("bar", "".join(level(count / most, row, BARS, manner.glyphs) for count in hits))])
    ends = [words.time_of_day(second, manner.zone) for second in (begin, evidence.end)]
    gap = len(hits) - len(ends[0]) - len(ends[1])
    lines.append([("axis", ends[0] + " " * gap + ends[1] if gap > 0 else ends[0])])
    return lines


def _changes(evidence: Evidence, manner: Manner, width: int) -> list[Line]:
    """What changed most, by kind."""
    spans = [max(1, end - start) for start, end in (evidence.rows, evidence.rows_before)]
    whole = Fraction(evidence.total, spans[0]) - Fraction(evidence.total_before, spans[1])
    if not evidence.changes:
        return []
    word = "ROSE" if whole >= 0 else "FELL"
    start, end = (words.time_of_day(second, manner.zone) for second in evidence.rows)
    head = f"  {evidence.of}, {start}{manner.glyphs.to}{end} by whole intervals"
    lines: list[Line] = [[], [("title", f"WHAT {word} MOST"), *([("quiet", head)] if width >= 60 else [])]]
    for kind, group in groupby(evidence.changes, key=lambda change: change.kind):
        share = f"of the {'rise' if whole >= 0 else 'fall'}"
        named = pad(_HEADINGS.get(kind, kind), max(8, width - _FIGURES))
        lines.append([("quiet", f"{named}{'':10}{share:>14}")])
        lines += [_change(change, spans, whole, evidence.of, width) for change in group]
    return lines


def _change(change: Change, spans: list[int], whole: Fraction, of: str, width: int) -> Line:
    difference = Fraction(change.now, spans[0]) - Fraction(change.before, spans[1])
    share = f"{float(100 * difference / whole):.0f} %" if whole and difference / whole > 0 else ""
    room = max(8, width - _FIGURES)
    text = pad("  " + middle(change.key, room - 3), room)
    return [("text", text), ("text", f"{_per_second(difference, of):>12}"), ("quiet", f"{share:>12}")]


def _samples(evidence: Evidence, manner: Manner, width: int) -> list[Line]:
    """Lines of the greatest contributor."""
    if not evidence.samples:
        return []
    head: Line = [("title", "LINES"), ("quiet", f"  the newest of {evidence.contributor}")]
    return [[], head, *([("client", line)] for line in evidence.samples)]


def _per_second(difference: Fraction, of: str) -> str:
    sign = "+" if difference >= 0 else "-"
    size = abs(difference)
    if of == "bytes":
        return f"{sign}{words.size(round(size))}/s"
    return f"{sign}{words.rate(size.numerator, size.denominator)}/s"
