"""The alert by the cases of docs/semantics.md §4: a sliding sum and the state machine over it."""

import random
from fractions import Fraction

import pytest

from httplogstats.alerts.machine import Alert
from httplogstats.alerts.rule import high_traffic
from httplogstats.alerts.watch import Watch
from httplogstats.tally import Tally

FIRE, RECOVER = True, False
Crossing = tuple[bool, int, int]


def every(rate: int, start: int, end: int) -> dict[int, int]:
    """`rate` hits in each second of `[start, end)`."""
    return dict.fromkeys(range(start, end), rate)


def tally(hits: dict[int, int]) -> Tally:
    counted = Tally()
    counted.seconds = {second: [number, 0, 0, 0] for second, number in hits.items()}
    return counted


def watch(limit: str = "10", window: int = 120) -> Watch:
    return Watch(high_traffic(Fraction(limit), window), 10, str)


def crossings(
    hits: dict[int, int], horizon: int, limit: str = "10", window: int = 120, steps: int = 1
) -> list[Crossing]:
    """Fired or recovered, date and S of each event, decided in `steps` goes."""
    watching = watch(limit, window)
    watching.begin(min(hits))
    watching.add({0: tally(hits)})
    events = [event for step in range(1, steps + 1) for event in watching.decide(horizon * step // steps)]
    return [(event.fired, event.time, event.value) for event in events]


CASES = {
    "1 ten a second": (every(10, 0, 3600), 3600, []),
    "2 one more in second 119": (every(10, 0, 119) | {119: 11}, 120, [(FIRE, 120, 1201)]),
    "3 eleven from an empty start": (every(11, 0, 200), 200, [(FIRE, 110, 1210)]),
    "4 eleven, then one": (
        every(11, 0, 300) | every(1, 300, 900), 900, [(FIRE, 110, 1210), (RECOVER, 313, 1190)],
    ),
    "5 then exactly ten": (every(11, 0, 200) | every(10, 200, 3600), 3600, [(FIRE, 110, 1210)]),
    "6 one second of nine": (
        every(11, 0, 200) | every(10, 200, 1000) | every(9, 1000, 1001) | every(10, 1001, 3600), 3600,
        [(FIRE, 110, 1210), (RECOVER, 1001, 1199)],
    ),
    "7 a burst, then silence": ({50: 1201}, 3600, [(FIRE, 51, 1201), (RECOVER, 171, 0)]),
    "8 the limit in one second": ({50: 1200}, 3600, []),
    "9 inside the window": ({0: 600, 119: 601}, 3600, [(FIRE, 120, 1201), (RECOVER, 121, 601)]),
    "9 outside the window": ({0: 600, 120: 601}, 3600, []),
    "10 no average over time elapsed": (every(40, 1000, 1010), 1010, []),
    "11 silence recovers": (every(11, 0, 110), 3600, [(FIRE, 110, 1210), (RECOVER, 121, 1199)]),
    "12 the input ends while firing": (every(11, 0, 115), 115, [(FIRE, 110, 1210)]),
    "13 a gap of an hour": (
        every(11, 0, 130) | {3730: 1}, 3731, [(FIRE, 110, 1210), (RECOVER, 141, 1199)],
    ),
    "19 every full window holds the limit": (
        {s: 12 if s % 120 < 60 else 8 for s in range(3600)}, 3600, [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("hits", "horizon", "expected"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("steps", [1, 7, 600])
def test_case(hits: dict[int, int], horizon: int, expected: list[Crossing], steps: int) -> None:
    assert crossings(hits, horizon, steps=steps) == expected


def test_case_18_limits_are_exact() -> None:
    assert crossings({0: 84}, 10, limit="0.7") == []
    assert crossings({0: 85}, 10, limit="0.7") == [(FIRE, 1, 85)]


def test_case_20_twenty_of_each_in_strict_turns() -> None:
    hits = {s: 14 if s % 180 < 90 else 6 for s in range(3600)}
    events = crossings(hits, 3600)
    assert [fired for fired, _, _ in events] == [FIRE, RECOVER] * 20


def test_years_of_silence_are_decided_at_once() -> None:
    assert crossings({0: 1201}, 10**10) == [(FIRE, 1, 1201), (RECOVER, 121, 0)]


def test_a_late_hit_counts_from_the_first_undecided_second_on() -> None:
    watching = watch("1", 10)
    watching.begin(100)
    watching.add({100: tally({100: 10})})
    events = watching.decide(105)
    late = Tally()
    late.overdue = {
        (105, 98): [1, 0, 0, 0],
        (105, 95): [50, 0, 0, 0],
    }  # second 95 has left the window of second 105
    watching.add({100: late})
    events += watching.decide(200)
    assert [(event.fired, event.time, event.value) for event in events] == [
        (FIRE, 106, 11),
        (RECOVER, 111, 0),
    ]


def test_messages_and_what_an_event_says() -> None:
    alert = Alert(high_traffic(Fraction(10), 120), lambda second: f"<{second}>")
    alert.before = 51
    for second, hits in ((50, 1201), (60, 5000), (170, 0)):
        alert.change(second, hits, (hits, 120))
        event = alert.until(second + 1)
        if second == 50:
            fired = event
    recovered = event
    assert fired is not None
    assert recovered is not None
    assert fired.message == "High traffic generated an alert - hits = 1201, triggered at <51>"
    assert recovered.message == "High traffic recovered - hits = 0, recovered at <171>"
    assert (fired.before_start, recovered.before_start) == (True, False)
    assert (recovered.duration, recovered.peak) == (120, Fraction(5000, 120))
    # 10 seconds at 1/120 over the limit, 110 at 5000/120 - 10
    assert recovered.over == Fraction(10, 120) + 110 * (Fraction(5000, 120) - 10)


@pytest.mark.parametrize("seed", range(40))
def test_against_a_slow_recount(seed: int) -> None:
    pick = random.Random(seed)
    window, limit = pick.randint(1, 30), Fraction(pick.randint(1, 30), pick.randint(1, 4))
    hits = {s: pick.choice([0, 0, 1, 3, 20]) for s in range(200)}
    expected, firing = [], False
    for second in range(300):
        value = sum(hits.get(s, 0) for s in range(second + 1 - window, second + 1))
        if (value > limit * window and not firing) or (value < limit * window and firing):
            firing = not firing
            expected.append((firing, second + 1, value))
    assert crossings(hits, 300, str(limit), window, steps=pick.randint(1, 50)) == expected
