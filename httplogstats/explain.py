"""From the slots and seconds that are kept to `Evidence`: what changed most when an alert was decided.

Reads no clock and no log; sample lines are asked of who keeps them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from httplogstats.clock import NEVER, slot_of
from httplogstats.evidence import Change, Evidence, Sums
from httplogstats.filters import Kind, Test, describe
from httplogstats.ring import KEPT_SECONDS, Stretch
from httplogstats.safe import clip, raw, safe
from httplogstats.snapshot import AlertEvent
from httplogstats.table import Figures, add_figures
from httplogstats.tally import Tally
from httplogstats.windows import Windows

KINDS = {"section": "sections", "client": "clients", "path": "paths", "agent": "agents"}
"""Kinds of changes, and the tables that know them; statuses are counted beside."""

MOST = 5
"""Changes of each kind that are kept."""

LOOKED_AT = 200
"""Rows of a slot, the greatest, among which the greatest changes are looked for."""

COLUMNS = 60
"""Columns of the timeline, at most."""

SAMPLES = 10
KEY_LIMIT = 120
SAMPLE_LIMIT = 240

Lines = Callable[[tuple[str, ...], int, int], Sequence[str]]
"""The newest lines that pass some tests before a moment, at most so many; fit to be drawn."""

_COUNTED: Mapping[str, tuple[str, tuple[int, ...]]] = {
    "bytes_rate": ("bytes", (1,)), "error_rate": ("errors", (2, 3)), "rate_5xx": ("5xx", (3,)),
}  # fmt: skip
_ONLY = {"errors": "status >= 400", "5xx": "status = 5xx"}


def explain(event: AlertEvent, windows: Windows, lines: Lines) -> AlertEvent:
    """The event with its evidence; of a recovery no changes, but all the time since before it fired."""
    of, places = _COUNTED.get(event.measure, ("requests", (0,)))
    end, start = event.time, event.time - event.window
    begin = start - event.window - (0 if event.fired else event.duration)
    begin = max(begin, end - KEPT_SECONDS, windows.first if windows.first != NEVER else begin)
    step = max(1, -(-(end - begin) // COLUMNS))
    now, earlier = _slots(windows, start, end)
    evidence = Evidence(
        start=start,
        end=end,
        now=_sums(windows, start, end),
        before=_sums(windows, start - event.window, start),
        seen=windows.first,
        of=of,
        rows=(_start(now, start), end),
        rows_before=(_start(earlier, start), _start(now, start)),
        total=sum(_amount(tally, places) for tally in now.tallies),
        total_before=sum(_amount(tally, places) for tally in earlier.tallies),
        changes=(),
        step=step,
        timeline=tuple(
            _sums(windows, column, column + step)[0]
            for column in range(end - (end - begin) // step * step, end, step)
        ),
    )
    if event.fired:
        evidence = evidence._replace(changes=_changes(evidence, now, earlier, places))
        evidence = _sampled(evidence, lines, event.where)
    return event._replace(evidence=evidence)


def _slots(windows: Windows, start: int, end: int) -> tuple[Stretch, Stretch]:
    """The slots that cover the window, and as many before them; the newest may still be open."""
    interval = windows.interval
    last = slot_of(end - 1, interval) + interval
    count = min(-(-(end - start) // interval), KEPT_SECONDS // interval // 2 or 1)
    first = last - count * interval
    return windows.between(first, last), windows.between(first - count * interval, first)


def _start(slots: Stretch, default: int) -> int:
    return slots.start if slots.known else default


def _sums(windows: Windows, start: int, end: int) -> Sums:
    total: Figures = [0, 0, 0, 0]
    for second in range(start, end) if end - start < len(windows.seconds) else windows.seconds:
        if start <= second < end and second in windows.seconds:
            add_figures(total, windows.seconds[second])
    return total[0], total[1], total[2], total[3]


def _amount(tally: Tally, places: Sequence[int]) -> int:
    """What is counted of a whole slot."""
    client = sum(hits for status, hits in tally.statuses.items() if 400 <= status < 500)
    server = sum(hits for status, hits in tally.statuses.items() if 500 <= status < 600)
    figures = (tally.hits, tally.size, client, server)
    return sum(figures[place] for place in places)


def _changes(evidence: Evidence, now: Stretch, earlier: Stretch, places: Sequence[int]) -> tuple[Change, ...]:
    """Of each kind the keys that changed most in the direction in which the whole went."""
    weights = _length(evidence.rows), _length(evidence.rows_before)
    rising = evidence.total * weights[1] >= evidence.total_before * weights[0]
    found: list[Change] = []
    for kind, table in KINDS.items():
        keys = _greatest((now if rising else earlier).tallies, table, places)
        counts, before = (_count(keys, table, slots.tallies, places) for slots in (now, earlier))
        rows = [(safe(key), counts[key], before[key]) for key in keys]
        found += _most(kind, rows, weights, rising)
    if 1 not in places:
        found += _most("status", _statuses(now, earlier, places), weights, rising)
    return tuple(found)


def _statuses(now: Stretch, earlier: Stretch, places: Sequence[int]) -> list[tuple[str, int, int]]:
    counts: dict[int, list[int]] = {}
    for at, slots in enumerate((now, earlier)):
        for tally in slots.tallies:
            for status, hits in tally.statuses.items():
                if _counts(status, places):
                    counts.setdefault(status, [0, 0])[at] += hits
    return [(str(status), now, before) for status, (now, before) in counts.items()]


def _counts(status: int, places: Sequence[int]) -> bool:
    return 0 in places or (2 in places and 400 <= status < 500) or (3 in places and 500 <= status < 600)


def _greatest(tallies: Sequence[Tally], table: str, places: Sequence[int]) -> set[bytes]:
    keys: set[bytes] = set()
    for tally in tallies:
        rows = getattr(tally, table).opened()
        top = rows.failing(LOOKED_AT) if 3 in places else rows.top(LOOKED_AT)
        keys.update(key for key, _ in top)
    return keys


def _count(
    keys: Iterable[bytes], table: str, tallies: Sequence[Tally], places: Sequence[int]
) -> dict[bytes, int]:
    counts = dict.fromkeys(keys, 0)
    for tally in tallies:
        rows = getattr(tally, table).opened()
        for key in counts:
            figures = rows.get(key)
            if figures is not None:
                counts[key] += sum(figures[place] for place in places)
    return counts


def _most(
    kind: str, rows: Iterable[tuple[str, int, int]], weights: tuple[int, int], rising: bool
) -> list[Change]:
    changes = [Change(kind, clip(key, KEY_LIMIT), now, before) for key, now, before in rows]
    sign = 1 if rising else -1
    grown = [(sign * (c.now * weights[1] - c.before * weights[0]), c) for c in changes]
    grown.sort(key=lambda pair: (-pair[0], pair[1].key))
    return [change for growth, change in grown[:MOST] if growth > 0]


def _length(rows: tuple[int, int]) -> int:
    return max(1, rows[1] - rows[0])


def _sampled(evidence: Evidence, lines: Lines, condition: str) -> Evidence:
    """With lines of what contributed most; of two equals, the one that says more."""
    weights = _length(evidence.rows), _length(evidence.rows_before)
    named = [change for change in evidence.changes if change.kind != "status" and change.now]
    if not named:
        return evidence
    order = ("path", "client", "section", "agent")
    best = max(
        named,
        key=lambda c: (c.now * weights[1] - c.before * weights[0], -order.index(c.kind)),
    )
    cut = len(best.key) == KEY_LIMIT and best.key.endswith("~")
    kind = Kind.BEGINS if cut else Kind.IS
    test = describe(Test(best.kind, kind, raw(best.key[:-1] if cut else best.key)))
    where = (test, _ONLY[evidence.of]) if evidence.of in _ONLY else (test,)
    where = (*where, condition) if condition else where
    samples = tuple(clip(text, SAMPLE_LIMIT) for text in lines(where, evidence.end, SAMPLES))
    return evidence._replace(contributor=f"{best.kind} {best.key}", samples=samples)
