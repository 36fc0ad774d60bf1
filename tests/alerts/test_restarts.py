"""A run goes on from the journal of the one before: what fired recovers once, and stays on the page (A9)."""

from pathlib import Path

import pytest

from httplogstats.history import Journal, load
from tests.fakes import Bench, line

NOW = 1_800_000_000
FIRE, RECOVER = True, False


def run(path: str, start: int, until: int, rate: dict[int, int], before: bytes = b"") -> Bench:
    """A run of the program, with the journal, killed at `until`."""
    known = load(path)
    bench = Bench(start, before, known=known, tellers=[Journal(path, known)])
    for second in range(start, until):
        bench.tick(second, line(second) * rate.get(second, 0))
    return bench


def written(rate: dict[int, int], until: int) -> bytes:
    """What stands in the log at a moment."""
    return b"".join(line(second) * hits for second, hits in sorted(rate.items()) if second < until)


@pytest.mark.parametrize("stop", [113, 150, 311, 313, 316])
@pytest.mark.parametrize("away", [1, 1000])
def test_case_21_one_fire_and_one_recover_in_all(stop: int, away: int, tmp_path: Path) -> None:
    """Eleven a second for 300 s, then one a second: FIRE 110, RECOVER 313, whenever the program is away."""
    path = str(tmp_path / "j.jsonl")
    rate = {NOW + s: 11 if s < 300 else 1 for s in range(2000)}
    run(path, NOW, NOW + stop, rate)
    back = NOW + stop + away
    run(path, back, back + 400, rate, written(rate, back))
    events = load(path)
    assert [(event.fired, event.time - NOW, event.value) for event in events] == [
        (FIRE, 110, 1210), (RECOVER, 313, 1190),
    ]  # fmt: skip
    assert not any(event.latest for event in events)


def test_a_log_rotated_while_we_were_away_recovers_at_the_latest(tmp_path: Path) -> None:
    path = str(tmp_path / "j.jsonl")
    rate = {NOW + s: 11 for s in range(3000)}
    run(path, NOW, NOW + 200, rate)
    fresh = {NOW + s: 11 for s in range(380, 3000)}
    run(path, NOW + 400, NOW + 700, rate, written(fresh, NOW + 400))
    assert [event.fired for event in load(path)] == [FIRE]
    calm = {NOW + s: 1 for s in range(780, 3000)}
    run(path, NOW + 800, NOW + 1000, calm, written(calm, NOW + 800))
    _, recovered = load(path)
    assert (recovered.fired, recovered.latest, recovered.time) == (RECOVER, True, NOW + 900)


def test_events_of_earlier_runs_stay_on_the_page(tmp_path: Path) -> None:
    path = str(tmp_path / "j.jsonl")
    rate = {NOW + s: 11 if s < 300 else 1 for s in range(2000)}
    run(path, NOW, NOW + 400, rate)
    bench = run(path, NOW + 420, NOW + 430, rate, written(rate, NOW + 420))
    assert [event.time - NOW for event in bench.monitor.alerting.events] == [110, 313]
    assert bench.monitor.alerting.built_in.view().alerts == 1
    assert bench.events == []
