"""An alert told at length: its figures, what changed most, the time around it, lines of the log."""

from fractions import Fraction
from itertools import groupby

from httplogstats import words
from httplogstats.evidence import Change, Evidence
from httplogstats.snapshot import AlertEvent
from httplogstats.ui.glyphs import upright
from httplogstats.ui.overlay import WIDEST
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.text import Line, middle, pad

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
    if event.evidence is not None:
        lines += _summary(event.evidence, manner, width)
    lines += [[], *_facts(event, manner)]
    if event.evidence is None:
        return [*lines, [], [("quiet", "Nothing more was kept of it: of a rule that fires, once a minute.")]]
    for part in (_windows, _timeline, _changes, _samples):
        lines += part(event.evidence, manner, width)
    return lines


def _facts(event: AlertEvent, manner: Manner) -> list[Line]:
    value, limit = words.reading(event.reading, event.unit), words.reading(event.limit, event.unit)
    if event.measure == "rate":
        hits = words.decimal(event.limit * event.window)
        limit = f"{words.decimal(event.limit)} requests/s, which is {hits} hits"
    facts = [("value", value), ("limit", limit), ("window", words.duration(event.window))]
    if event.where:
        facts.append(("of hits", f"{event.where}; what follows is of all traffic"))
    if event.measure != "rate":
        facts.append(("hits", words.count(event.value)))
    if not event.fired:
        facts.append(("lasted", ("at most " if event.latest else "") + words.duration(event.duration)))
        if event.measure != "no_traffic":
            facts.append(("peak", words.reading(event.peak, event.unit)))
        if event.unit == "req/s":
            facts.append(("in excess", f"{words.counted(round(event.over), 'request')} over the limit"))
        if event.latest:
            facts.append(("recovered", "then at the latest: nobody watched, and the lines are gone"))
    if event.before_start:
        facts.append(("when", "before this program was started"))
    return [[("quiet", f"{name:9}  "), ("text", text)] for name, text in facts]


def _summary(evidence: Evidence, manner: Manner, width: int) -> list[Line]:
    """What contributed most, in a sentence; who is one of very many did not."""
    firsts = {change.kind: change for change in reversed(evidence.changes)}
    spans, whole = _rates(evidence)
    parts = []
    for change in [firsts[kind] for kind in ("section", "client") if kind in firsts]:
        difference = _difference(change, spans)
        if abs(difference) * 100 < abs(whole):
            continue
        share = _share(difference, whole)
        share = f", {share} of the {_way(evidence, whole)}" if share else ""
        parts.append(f"{change.kind} {middle(change.key, 40)} {_speed(evidence, difference)}{share}")
    return [[("text", "; ".join(parts))]] if parts else []


def _windows(evidence: Evidence, manner: Manner, width: int) -> list[Line]:
    """The window that decided, and the one before it."""
    seconds = evidence.end - evidence.start
    known = _compared(evidence)
    wide = width >= 43
    head = f"{'':9}{'NOW':>10}{'BEFORE':>10}" + (f"{'CHANGE':>12}" if wide else "")
    lines: list[Line] = [[], [("title", head)]]
    names = ("requests", "bytes", "4xx", "5xx")
    for at, (name, now, before) in enumerate(zip(names, evidence.now, evidence.before, strict=True)):
        form = words.size if at == 1 else words.count
        earlier = form(before) if known else manner.glyphs.none
        change = _per_second(Fraction(now - before, seconds), "bytes" if at == 1 else "") if known else ""
        text = f"{form(now):>10}{earlier:>10}" + (f"{change:>12}" if wide else "")
        lines.append([("quiet", f"{name:9}"), ("text", text)])
    times = [words.time_of_day(second, manner.zone) for second in (evidence.start, evidence.end)]
    text = f"{times[0]}{manner.glyphs.to}{times[1]} against as long before"
    partly = known and evidence.seen > evidence.start - seconds
    text += ", which is not known" if not known else ", which is known in part" if partly else ""
    lines.append([("quiet", text)])
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
    bars = [upright(count / most, BARS, manner.glyphs) for count in hits]
    lines += [[("bar", "".join(bar[row] for bar in bars))] for row in reversed(range(BARS))]
    ends = [words.time_of_day(second, manner.zone) for second in (begin, evidence.end)]
    gap = len(hits) - len(ends[0]) - len(ends[1])
    lines.append([("axis", ends[0] + " " * gap + ends[1] if gap > 0 else ends[0])])
    return lines


def _changes(evidence: Evidence, manner: Manner, width: int) -> list[Line]:
    """What changed most, by kind."""
    if not evidence.changes:
        return []
    spans, whole = _rates(evidence)
    start, end = (words.time_of_day(second, manner.zone) for second in evidence.rows)
    head = f"  {evidence.of}, {start}{manner.glyphs.to}{end} by whole intervals"
    title = "WHAT ROSE MOST" if whole >= 0 else "WHAT FELL MOST"
    title = title if _compared(evidence) else "WHAT CAME MOST"
    lines: list[Line] = [[], [("title", title), *([("quiet", head)] if width >= 60 else [])]]
    for kind, group in groupby(evidence.changes, key=lambda change: change.kind):
        named = pad(_HEADINGS.get(kind, kind), max(8, width - _FIGURES))
        lines.append([("quiet", f"{named}{f'of the {_way(evidence, whole)}':>24}")])
        for change in group:
            difference = _difference(change, spans)
            room = max(8, width - _FIGURES)
            figures = f"{_speed(evidence, difference):>12}"
            text = pad("  " + middle(change.key, room - 3), room)
            lines.append([("text", text + figures), ("quiet", f"{_share(difference, whole):>12}")])
    return lines


def _rates(evidence: Evidence) -> tuple[tuple[int, int], Fraction]:
    """Seconds of the rows now and before, and by how much the whole changed per second."""
    now, before = (max(1, end - start) for start, end in (evidence.rows, evidence.rows_before))
    return (now, before), Fraction(evidence.total, now) - Fraction(evidence.total_before, before)


def _difference(change: Change, spans: tuple[int, int]) -> Fraction:
    return Fraction(change.now, spans[0]) - Fraction(change.before, spans[1])


def _share(difference: Fraction, whole: Fraction) -> str:
    return f"{float(100 * difference / whole):.0f} %" if whole and difference / whole > 0 else ""


def _way(evidence: Evidence, whole: Fraction) -> str:
    if not _compared(evidence):
        return evidence.of
    return "rise" if whole >= 0 else "fall"


def _compared(evidence: Evidence) -> bool:
    """Whether anything is known of the time before; without it nothing can have risen."""
    return evidence.seen < evidence.start


def _speed(evidence: Evidence, difference: Fraction) -> str:
    text = _per_second(difference, evidence.of)
    return text if _compared(evidence) else text.removeprefix("+")


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
