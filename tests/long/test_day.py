"""A few hours of the day in virtual time; the whole of it is run by command (docs/reliability.md)."""

from pathlib import Path

from tests.long.day import run


def test_hours_go_by_and_nothing_grows(tmp_path: Path) -> None:
    day = run(tmp_path, hours=3, rate=2, every=5, keep=200_000)
    assert day.hits == day.lines > 20_000
    assert day.crossings >= 6
    first, *_, last = day.hours
    assert last.descriptors == first.descriptors
    assert last.resident - first.resident < 2**20
    assert last.tick < 3 * first.tick + 0.001
