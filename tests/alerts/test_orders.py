"""What a user may do to alerts: acknowledge them, and move the limit for this run."""

from fractions import Fraction

import pytest

from httplogstats.snapshot import Order, Request
from httplogstats.ui.commands import stepped
from tests.fakes import Bench, line

NOW = 1_800_000_000


def flow(bench: Bench, rate: int, start: int, end: int) -> None:
    for second in range(start, end):
        bench.tick(second, line(second) * rate)


def test_a_firing_alert_is_acknowledged_once_and_stays() -> None:
    bench = Bench(NOW)
    flow(bench, 11, NOW, NOW + 130)
    request = Request(orders=(Order("one"),))
    assert bench.local.snapshot(request).alert.acknowledged
    snapshot = bench.local.snapshot(request)
    assert snapshot.alert.firing
    fired, note = snapshot.events
    assert (fired.fired, note.note, note.rule) == (True, True, "High traffic")
    assert note.message == f"High traffic acknowledged at {NOW + 129}"
    flow(bench, 0, NOW + 130, NOW + 300)
    flow(bench, 11, NOW + 300, NOW + 430)
    assert bench.local.snapshot(request).alert.firing
    assert not bench.local.snapshot(request).alert.acknowledged


def test_a_limit_moves_for_this_run_and_is_noted() -> None:
    bench = Bench(NOW)
    flow(bench, 9, NOW, NOW + 200)
    request = Request(orders=(Order("a", Fraction(8)),))
    assert bench.local.snapshot(request).alert.limit == 8
    bench.tick(NOW + 202)
    note, fired = bench.local.snapshot(request).events
    assert note.message == f"High traffic limit changed from 10/s to 8/s at {NOW + 199}"
    assert (fired.fired, fired.limit) == (True, 8)
    assert fired.time >= NOW + 199
    again = Request(orders=(Order("a", Fraction(8)), Order("b", Fraction(20))))
    assert bench.local.snapshot(again).alert.limit == 20
    bench.tick(NOW + 204)
    assert [event.fired for event in bench.events if not event.note] == [True, False]
    assert len(bench.local.snapshot(again).events) == 4


@pytest.mark.parametrize(
    ("limit", "up", "down"),
    [
        ("10", "11", "9"),
        ("9", "9.1", "8.9"),
        ("120", "130", "110"),
        ("0.7", "0.71", "0.69"),
        ("0.001", "0.0011", "0.001"),
    ],
)
def test_steps(limit: str, up: str, down: str) -> None:
    assert stepped(Fraction(limit), up=True) == Fraction(up)
    assert stepped(Fraction(limit), up=False) == Fraction(down)
