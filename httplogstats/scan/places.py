"""Puts the lines of a block into slots by a `Placing` (semantics T2, T4, T5, T6). Counts no figures.

A line placed at second x sees the horizon h: ``decided``, or with ``slack`` the greatest second placed so
far (x included) less the slack, if that is later. If x >= h the hit is added to ``seconds[x]``, else to
``overdue[(h, x)]``. If the slot of x ends at or before h the hit is late and counted in the slot of h,
else in the slot of x. Lines are taken in their order, so it does not matter how a log was cut into blocks.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, islice
from operator import sub

from httplogstats.clock import Placing, slot_of
from httplogstats.scan import Scanned
from httplogstats.scan.columns import Columns
from httplogstats.tally import Tally


def believed(lines: Columns, placing: Placing, scanned: Scanned) -> Columns:
    """Lines whose stamp is not believed belong to the arrival, or are skipped where there is none."""
    seconds = lines.seconds
    if not seconds or (placing.earliest <= min(seconds) and max(seconds) <= placing.latest):
        return lines
    good = [placing.earliest <= second <= placing.latest for second in seconds]
    others = len(seconds) - sum(good)
    if placing.arrival is None:
        scanned.skipped = others
        return lines.only(good)
    scanned.arrivals = others
    arrival = placing.arrival
    lines.seconds = [second if ok else arrival for second, ok in zip(seconds, good, strict=True)]
    return lines


def place(seconds: Sequence[int], placing: Placing, slots: dict[int, Tally]) -> list[int]:
    """The slot of each line; the counts by second, overdue and late are added to the slots' tallies."""
    if _on_time(seconds, placing):
        for second, hits in Counter(seconds).items():
            tally = _slot(slots, slot_of(second, placing.interval))
            tally.seconds[second] = tally.seconds.get(second, 0) + hits
        interval = placing.interval
        return [second - second % interval for second in seconds]
    return _place_each(seconds, placing, slots)


def _on_time(seconds: Sequence[int], placing: Placing) -> bool:
    """Whether no line lies before its horizon."""
    if min(seconds) < placing.decided:
        return False
    if placing.slack is None:
        return True
    greatest = islice(accumulate(seconds, max, initial=placing.greatest), 1, None)
    lag: int = max(map(sub, greatest, seconds))
    return lag <= placing.slack


def _place_each(seconds: Sequence[int], placing: Placing, slots: dict[int, Tally]) -> list[int]:
    horizon, greatest, interval = placing.decided, placing.greatest, placing.interval
    starts = []
    for second in seconds:
        if placing.slack is not None:
            greatest = max(greatest, second)
            horizon = max(placing.decided, greatest - placing.slack)
        start = slot_of(second, interval)
        late = start + interval <= horizon
        if late:
            start = slot_of(horizon, interval)
        tally = _slot(slots, start)
        tally.late += late
        if second >= horizon:
            tally.seconds[second] = tally.seconds.get(second, 0) + 1
        else:
            key = (horizon, second)
            tally.overdue[key] = tally.overdue.get(key, 0) + 1
        starts.append(start)
    return starts


def _slot(slots: dict[int, Tally], start: int) -> Tally:
    if start not in slots:
        slots[start] = Tally()
    return slots[start]
