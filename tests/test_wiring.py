"""What is put together for a report counts what a report prints, and no more."""

from pathlib import Path

import pytest

from httplogstats.config import Config
from httplogstats.formats.common import COMBINED
from httplogstats.monitor import Decided
from httplogstats.tally import REPORTED, TABLES, Tally
from httplogstats.wiring import wire


def counted(tmp_path: Path, screens: bool, told: tuple[str, ...] = ()) -> Tally:
    """The slot of a log with one line that fails."""
    log = tmp_path / "access.log"
    log.write_bytes(COMBINED.example.replace(b" 200 ", b" 404 ") + b"\n")
    closed: list[Decided] = []
    config = Config(no_follow=True, no_history=True, on_alert=told)
    feed, _ = wire(config, (str(log),), lambda _: closed.append, screens)
    while feed.tick() or not feed.finished:
        pass
    feed.finish()
    feed.close()
    (slot,) = [slot for decided in closed for slot in decided.slots]
    return slot[1]


@pytest.mark.parametrize(("screens", "told"), [(True, ()), (False, ("true",))])
def test_whoever_may_be_asked_more_counts_all(tmp_path: Path, screens: bool, told: tuple[str, ...]) -> None:
    tally = counted(tmp_path, screens, told)
    assert [name for name in TABLES if len(getattr(tally.opened(), name))] == list(TABLES[:-1])


def test_a_report_counts_what_it_prints(tmp_path: Path) -> None:
    tally = counted(tmp_path, False)
    assert [name for name in TABLES if len(getattr(tally.opened(), name))] == list(REPORTED)
