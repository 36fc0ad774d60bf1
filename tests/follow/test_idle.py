"""What it costs to look at inputs on which nothing happens: system calls, counted where they are made."""

import errno
import os
from pathlib import Path

import pytest

from httplogstats import patterns
from httplogstats.patterns import RESCAN, PatternTail
from httplogstats.streams import fifo
from httplogstats.system import System
from httplogstats.tail import FileTail
from tests.follow.polling import Reader, append

CALLS = ("stat", "fstat", "open", "close", "pread", "read", "data", "names")
POLLS = 40


class Counting(System):
    """Notes the name of each call."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __getattribute__(self, name: str) -> object:
        if name in CALLS:
            self.calls.append(name)
        return super().__getattribute__(name)


class Denying(Counting):
    """Root may open all."""

    def open(self, path: str) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")


def calls(reader: Reader, system: Counting) -> dict[str, int]:
    """How often each call is made in a poll, on the average."""
    for _ in range(4):
        reader.poll()
    system.calls.clear()
    for _ in range(POLLS):
        reader.poll()
    assert reader.tail.at_end
    return {name: system.calls.count(name) // POLLS for name in CALLS if name in system.calls}


@pytest.fixture
def system() -> Counting:
    return Counting()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log"
    path.write_bytes(b"1\n")
    return path


def test_a_file_costs_two_calls_a_poll(log: Path, system: Counting) -> None:
    assert calls(Reader(FileTail(str(log), system=system)), system) == {"stat": 1, "fstat": 1}


def test_a_renamed_file_that_is_still_held_costs_one_more(log: Path, system: Counting) -> None:
    reader = Reader(FileTail(str(log), system=system))
    log.rename(f"{log}.1")
    log.write_bytes(b"2\n")
    assert calls(reader, system) == {"stat": 1, "fstat": 2}


def test_siblings_are_not_looked_for_again_at_every_piece_of_a_backlog(log: Path, system: Counting) -> None:
    reader = Reader(FileTail(str(log), system=system))
    append(log, b"backlog\n" * 100)
    log.rename(f"{log}.1")
    log.touch()
    reader.poll(limit=80)
    system.calls.clear()
    reader.poll(limit=80)
    assert not reader.tail.at_end
    assert "names" not in system.calls


def test_a_log_that_is_not_there_costs_two_calls(tmp_path: Path, system: Counting) -> None:
    assert calls(Reader(FileTail(str(tmp_path / "access.log"), system=system)), system) == {"stat": 2}


def test_a_log_that_is_gone_costs_three_calls(log: Path, system: Counting) -> None:
    reader = Reader(FileTail(str(log), system=system))
    log.unlink()
    assert calls(reader, system) == {"stat": 2, "fstat": 1}


def test_a_log_that_may_not_be_read_costs_two_calls(log: Path) -> None:
    """The reason is put into words once."""
    system = Denying()
    assert calls(Reader(FileTail(str(log), system=system)), system) == {"stat": 1, "open": 1}


def test_a_fifo_is_only_read_when_there_is_something(tmp_path: Path, system: Counting) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    reader = Reader(fifo(str(path), True, system))
    with path.open("wb"):
        assert calls(reader, system) == {}


def test_a_pattern_looks_for_matches_every_two_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    monkeypatch.setattr(patterns, "matches", lambda pattern: looks.append(pattern) or [])
    reader = Reader(PatternTail(str(tmp_path / "*.log"), [], []))
    for _ in range(POLLS):
        reader.poll(seconds=0.25)
    assert len(looks) == POLLS * 0.25 / RESCAN
