"""What is put together for a report counts what a report prints, and no more."""

from pathlib import Path

import pytest

from httplogstats.config import Config
from httplogstats.formats.common import COMBINED
from httplogstats.monitor import Decided
from httplogstats.tally import REPORTED, TABLES, Tally
from httplogstats.wiring import wire


def counted(tmp_path: Path, screens: bool, history: str = "", told: tuple[str, ...] = ()) -> Tally:
    """The slot of a log with one line that fails."""
    log = tmp_path / "access.log"
    log.write_bytes(COMBINED.example.replace(b" 200 ", b" 404 ") + b"\n")
    closed: list[Decided] = []
    config = Config(no_follow=True, no_history=not history, history=history, on_alert=told)
    feed, _ = wire(config, (str(log),), lambda _: closed.append, screens)
    while feed.tick() or not feed.finished:
        pass
    feed.finish()
    feed.close()
    (slot,) = [slot for decided in closed for slot in decided.slots]
    return slot[1]


@pytest.mark.parametrize(("screens", "history"), [(True, ""), (False, "kept.jsonl")])
def test_whoever_may_be_asked_more_counts_all(tmp_path: Path, screens: bool, history: str) -> None:
    tally = counted(tmp_path, screens, history and str(tmp_path / history))
    assert [name for name in TABLES if len(getattr(tally.opened(), name))] == list(TABLES[:-1])


@pytest.mark.parametrize("told", [(), ("true",)])
def test_a_report_counts_what_it_prints(tmp_path: Path, told: tuple[str, ...]) -> None:
    tally = counted(tmp_path, False, told=told)  # nobody is told of what is past
    assert [name for name in TABLES if len(getattr(tally.opened(), name))] == list(REPORTED)
