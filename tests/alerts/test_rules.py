"""Rules of every measure: by tables, and against a slow recount that looks at every second by itself."""

import random
from fractions import Fraction

import pytest

from httplogstats.alerts.measures import MEASURES, MeasureError
from httplogstats.alerts.rule import Rule, no_traffic
from httplogstats.alerts.watch import Watch
from httplogstats.filters import parse_filter
from httplogstats.monitor import Rules
from httplogstats.snapshot import AlertEvent
from httplogstats.table import Figures
from httplogstats.tally import Tally
from tests.fakes import Bench, line

NOW = 1_800_000_000
FIRE, RECOVER = True, False
Crossing = tuple[bool, int]


def watched(rule: Rule, figures: dict[int, Figures], horizon: int, steps: int = 1) -> list[AlertEvent]:
    watch = Watch(rule, 10, str)
    watch.begin(0)
    tally = Tally()
    tally.seconds = figures
    watch.add({0: tally})
    return [
        event for step in range(1, steps + 1) for event in watch.decide(horizon * step // steps)
    ]  # fmt: skip


def dates(events: list[AlertEvent]) -> list[Crossing]:
    return [(event.fired, event.time) for event in events]


def rule(measure: str, limit: str, **settings: object) -> Rule:
    return Rule("R", MEASURES[measure], Fraction(limit), **settings)  # type: ignore[arg-type]


EVERY = {second: [10, 1000, 0, 0] for second in range(200)}

TABLE: dict[str, tuple[Rule, dict[int, Figures], list[Crossing]]] = {
    "errors are a share of what came": (
        rule("error_rate", "10", window=10),
        EVERY | {50: [10, 0, 6, 5]},
        [(FIRE, 51), (RECOVER, 61)],
    ),
    "exactly the limit is nothing": (rule("error_rate", "10", window=10), EVERY | {50: [10, 0, 6, 4]}, []),
    "4xx are not 5xx": (rule("rate_5xx", "5", window=10), EVERY | {50: [10, 0, 9, 0]}, []),
    "few hits are no reason": (
        rule("rate_5xx", "5", window=10, minimum=50), {50: [10, 0, 0, 10]}, [],
    ),
    "bytes": (
        rule("bytes_rate", "1500", window=10), EVERY | {50: [10, 6001, 0, 0]}, [(FIRE, 51), (RECOVER, 61)],
    ),
    "a hold that is too long": (rule("error_rate", "10", window=10, hold=10), EVERY | {50: [9, 0, 9, 9]}, []),
    "a hold that is just met": (
        rule("error_rate", "10", window=10, hold=9), EVERY | {50: [9, 0, 9, 9]}, [(FIRE, 60), (RECOVER, 61)],
    ),
    "a recovery limit of its own": (
        rule("rate", "10", window=10, recover=Fraction(5)),
        {s: [11 if s < 50 else 6 if s < 100 else 4, 0, 0, 0] for s in range(200)},
        [(FIRE, 10), (RECOVER, 106)],
    ),
    "below, once a window has been seen": (
        rule("rate", "5", window=10, above=False), {s: [4, 0, 0, 0] for s in range(30)}, [(FIRE, 10)],
    ),
    "silence from the start": (no_traffic("R", 60), {}, [(FIRE, 60)]),
    "silence, and the next hit": (
        no_traffic("R", 60), {5: [1, 0, 0, 0], 100: [1, 0, 0, 0]}, [(FIRE, 66), (RECOVER, 101), (FIRE, 161)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "figures", "expected"), TABLE.values(), ids=TABLE)
@pytest.mark.parametrize("steps", [1, 7, 200])
def test_table(rule: Rule, figures: dict[int, Figures], expected: list[Crossing], steps: int) -> None:
    assert dates(watched(rule, figures, 200, steps)) == expected


Slow = tuple[bool, int, Fraction, int, Fraction, Fraction]
"""Fired or recovered, when, the reading, hits, the peak, and the area over the limit."""


def slow(rule: Rule, figures: dict[int, Figures], horizon: int) -> list[Slow]:
    """The rules once more, second by second, sharing nothing with the program but the measures' names."""
    found: list[Slow] = []
    firing, bad, peak, area = False, 0, Fraction(0), Fraction(0)
    for second in range(horizon):
        rows = [figures[s] for s in range(second - rule.window + 1, second + 1) if s in figures]
        hits, size, four, five = (sum(row[place] for row in rows) for place in range(4))
        value = {
            "rate": Fraction(hits, rule.window),
            "bytes_rate": Fraction(size, rule.window),
            "error_rate": Fraction(100 * (four + five), hits) if hits else None,
            "rate_5xx": Fraction(100 * five, hits) if hits else None,
            "no_traffic": Fraction(hits),
        }[rule.measure.name]
        known = value is not None and hits >= rule.minimum
        back = rule.limit if rule.recover is None else rule.recover
        sign = 1 if rule.above else -1
        over = known and value is not None and sign * value > sign * rule.limit
        under = not known or value is None or sign * value < sign * back
        whole = second >= rule.window - 1
        early = rule.above and rule.measure.name in ("rate", "bytes_rate")
        bad = bad + 1 if over and (whole or early) and not firing else 0
        if firing:
            peak = max(peak, value) if known and value is not None and rule.above else peak
            if under and whole:
                firing = False
                found.append((False, second + 1, value or Fraction(0), hits, peak, area))
        elif bad > rule.hold:
            firing, bad = True, 0
            peak, area = value or Fraction(0), Fraction(0)
            found.append((True, second + 1, peak, hits, peak, area))
        if firing and value is not None:
            area += max(Fraction(0), sign * (value - rule.limit))
    return found


def at_random(pick: random.Random) -> Rule:
    window, hold = pick.randint(1, 15), pick.choice([0, 0, 1, 4, 12])
    name = pick.choice(["rate", "bytes_rate", "error_rate", "rate_5xx", "no_traffic"])
    if name == "no_traffic":
        return no_traffic("R", window, hold=hold)
    limit, above = Fraction(pick.randint(1, 40), pick.randint(1, 3)), pick.random() < 0.7
    recover = pick.choice([None, limit / 2 if above else limit * 2])
    return Rule("R", MEASURES[name], limit, window, above, recover, hold, pick.choice([0, 0, 5]))


@pytest.mark.parametrize("seed", range(300))
def test_against_a_slow_recount(seed: int) -> None:
    pick = random.Random(seed)
    rule, figures, level = at_random(pick), {}, 0
    for second in range(160):
        level = pick.choice([0, 0, 1, 3, 20]) if pick.random() < 0.2 else level
        hits = pick.randint(0, level)
        failed = pick.randint(0, hits)
        if hits:
            figures[second] = [hits, pick.randint(0, 30), failed, pick.randint(0, hits - failed)]
    expected = slow(rule, figures, 200)
    events = watched(rule, figures, 200, pick.randint(1, 50))
    assert [(event.fired, event.time, event.reading, event.value) for event in events] == [
        e[:4] for e in expected
    ], rule
    assert [event.over for event in events] == [area for *_, area in expected]
    if rule.above:
        assert [event.peak for event in events] == [peak for *_, peak, _ in expected]


def test_a_condition_counts_only_what_passes() -> None:
    api = Rule("API", MEASURES["rate"], Fraction(1), 10, where=parse_filter("section = /api"))
    bench = Bench(NOW, rules=Rules(10, 120, Fraction(100), (api,)))
    for second in range(NOW, NOW + 30):
        bench.tick(
            second, line(second, "/x/y") * 5 + line(second, "/api/z") * (2 if second < NOW + 15 else 0)
        )
    assert [(event.rule, event.fired, event.time) for event in bench.events] == [
        ("API", FIRE, NOW + 6),
        ("API", RECOVER, NOW + 21),
    ]
    fired = bench.events[0]
    assert fired.where == "section = /api"
    assert fired.evidence is not None
    assert all("GET /api/z" in sample for sample in fired.evidence.samples)
    assert len(fired.evidence.samples) == 10


def test_clients_go_by_slots() -> None:
    crowd = Rule("Crowd", MEASURES["clients"], Fraction(3), 20)
    bench = Bench(NOW, rules=Rules(10, 120, Fraction(100), (crowd,)))
    for second in range(NOW, NOW + 60):
        who = [b"1.1.1.%d" % number for number in range(4 if second == NOW + 13 else 2)]
        bench.tick(second, b"".join(line(second).replace(b"10.0.0.1", name) for name in who))
    assert [(event.fired, event.time, event.reading, event.value) for event in bench.events] == [
        (FIRE, NOW + 20, 4, 42),
        (RECOVER, NOW + 40, 2, 40),
    ]


def test_the_95th_percentile() -> None:
    slots = {0: Tally(), 10: Tally()}
    slots[0].hits, slots[0].latency = 100, {50: 94, 60: 6}
    slots[10].hits, slots[10].latency = 900, {50: 900}
    watch = Watch(rule("p95", "55", window=20), 10, str)
    watch.begin(-100)
    watch.add(slots)
    assert dates(watch.decide(100)) == [(FIRE, 10), (RECOVER, 20)]


def test_malformed_lines_count_when_they_are_read() -> None:
    bad = Rule("Bad", MEASURES["malformed"], Fraction(2), 10)
    bench = Bench(NOW, rules=Rules(10, 120, Fraction(100), (bad,)))
    bench.tick(NOW, line(NOW))
    bench.tick(NOW + 5, b"what\nis\nthis\n")
    for second in range(NOW + 5, NOW + 30):
        bench.tick(second)
    (fired, recovered) = bench.events
    assert (fired.reading, fired.unit, recovered.time - fired.time) == (3, "lines", 10)
    assert "malformed = 3 lines" in fired.message


@pytest.mark.parametrize(
    ("measure", "text", "limit"),
    [
        ("rate", "0.7", "0.7"), ("error_rate", "5%", "5"), ("error_rate", "2.5 %", "2.5"),
        ("bytes_rate", "2MB", "2000000"), ("bytes_rate", "7B/s", "7"), ("bytes_rate", "7", "7"),
        ("bytes_rate", "1.5 kB/s", "1500"), ("p95", "7us", "7"), ("p95", "500ms", "500000"),
        ("p95", "1.5s", "1500000"), ("clients", "500", "500"),
    ],
)  # fmt: skip
def test_limits_are_written_in_the_units_of_the_measure(measure: str, text: str, limit: str) -> None:
    assert MEASURES[measure].limit(text) == Fraction(limit)


@pytest.mark.parametrize(
    ("measure", "text"), [("rate", "5%"), ("p95", "500"), ("rate", "-1"), ("clients", "")]
)
def test_limits_that_cannot_be(measure: str, text: str) -> None:
    with pytest.raises(MeasureError, match="wants"):
        MEASURES[measure].limit(text)


def test_what_has_too_few_hits_recovers_in_other_words() -> None:
    few = rule("rate_5xx", "10", window=20, minimum=5)
    said = [few.describe(False, hits, Fraction(75), "12:00:00") for hits in (4, 5)]
    assert said == [
        "R recovered - fewer than 5 hits, recovered at 12:00:00",
        "R recovered - rate 5xx = 75.0 %, recovered at 12:00:00",
    ]
