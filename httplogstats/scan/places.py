"""Puts the lines of a block into slots by a `Placing`; the rule is `exact.place`. Counts no figures."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from operator import sub
from typing import Any, cast

from httplogstats.clock import Placing, slot_of
from httplogstats.filters import Filter, Test
from httplogstats.packed import size_of
from httplogstats.scan import Scanned
from httplogstats.scan.columns import Columns, method_of, status_of
from httplogstats.table import KEY_LIMIT


def placed(lines: Columns, placing: Placing, scanned: Scanned) -> Columns:
    """The lines with their seconds, slots and horizons; those that belong nowhere are skipped."""
    distinct = set(lines.seconds)
    if not all(_is_believed(second, placing) for second in distinct):
        lines = _believed(lines, placing, scanned)
        distinct = set(lines.seconds)
    if not distinct:
        return lines
    seconds, known = cast(Sequence[int], lines.seconds), cast(set[int], distinct)
    scanned.greatest = max(placing.greatest, *known)
    if _on_time(seconds, min(known), scanned.greatest, placing):
        slots = {second: slot_of(second, placing.interval) for second in known}
        starts = set(slots.values())
        one = len(starts) == 1
        lines.starts = [*starts] * len(seconds) if one else list(map(slots.__getitem__, seconds))
    else:
        lines.starts, lines.horizons = _place_each(seconds, placing)
    return lines


def passing(lines: Columns, where: Filter, scanned: Scanned) -> Columns:
    """The lines that pass a filter."""
    for test in where:
        if not lines.seconds:
            break
        good = _passing(lines, test)
        if not all(good):
            lines, before = lines.only(good), len(good)
            scanned.filtered += before - len(lines.seconds)
    return lines


def by_slot(lines: Columns) -> Iterator[tuple[int, Columns]]:
    """The lines of each slot, in the order in which the slots come up."""
    first = lines.starts[0]
    if lines.starts.count(first) == len(lines.starts):
        yield first, lines
        return
    starts = list(dict.fromkeys(lines.starts))
    if lines.starts == sorted(lines.starts):
        begin = 0
        for start in starts:
            end = bisect_right(lines.starts, start, begin)
            yield start, lines.between(begin, end)
            begin = end
        return
    indexes: dict[int, list[int]] = defaultdict(list)
    for index, start in enumerate(lines.starts):
        indexes[start].append(index)
    for start, numbers in indexes.items():
        yield start, lines.at(numbers)


def _is_believed(second: int | None, placing: Placing) -> bool:
    return second is not None and placing.earliest <= second <= placing.latest


def _believed(lines: Columns, placing: Placing, scanned: Scanned) -> Columns:
    """Lines whose stamp is missing or not believed belong to the arrival; without one they are skipped."""
    good = [_is_believed(second, placing) for second in lines.seconds]
    if placing.arrival is None:
        scanned.skipped += len(good) - sum(good)
        return lines.only(good)
    arrival = placing.arrival
    lines.arrived = [not ok for ok in good]
    lines.seconds = [second if ok else arrival for second, ok in zip(lines.seconds, good, strict=True)]
    return lines


def _on_time(seconds: Sequence[int], least: int, most: int, placing: Placing) -> bool:
    """Whether no line lies before its horizon; `least` is the least second, `most` the greatest so far."""
    if least < placing.decided:
        return False
    if placing.slack is None or most - least <= placing.slack:
        return True
    greatest = islice(accumulate(seconds, max, initial=placing.greatest), 1, None)
    lag: int = max(map(sub, greatest, seconds))
    return lag <= placing.slack


def _place_each(seconds: Sequence[int], placing: Placing) -> tuple[list[int], list[int]]:
    """Slot and horizon of each line."""
    horizon, greatest, interval = placing.decided, placing.greatest, placing.interval
    starts, horizons = [], []
    for second in seconds:
        if placing.slack is not None:
            greatest = max(greatest, second)
            horizon = max(placing.decided, greatest - placing.slack)
        start = slot_of(second, interval)
        starts.append(slot_of(horizon, interval) if start + interval <= horizon else start)
        horizons.append(horizon)
    return starts, horizons


_COLUMN = {
    "client": "clients", "method": "methods", "section": "sections", "path": "paths", "status": "statuses",
    "bytes": "figures", "referrer": "referrers", "agent": "agents", "host": "hosts", "cache": "caches",
    "latency": "latencies",
}  # fmt: skip


def _passing(lines: Columns, test: Test) -> list[bool]:
    """Which lines pass one test; each distinct value is asked once."""
    column = getattr(lines, _COLUMN[test.field])
    if not column:
        return [test.passes(None)] * len(lines.seconds)
    meaning = _MEANINGS.get(test.field, _text)
    known = {value: test.passes(meaning(value)) for value in set(column)}
    return list(map(known.__getitem__, column))


def _text(value: Any) -> bytes | int | None:
    return (value[:KEY_LIMIT] or None) if isinstance(value, bytes) else value


_MEANINGS: dict[str, Callable[[Any], bytes | int | None]] = {
    "method": method_of, "status": status_of, "bytes": size_of,
}  # fmt: skip
