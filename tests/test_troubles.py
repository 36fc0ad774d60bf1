"""What goes wrong is said on standard error, once for each change: where text goes, and by a collector."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from httplogstats.history import RETRY, Journal
from httplogstats.troubles import Troubles
from tests.collector.test_services import Collector
from tests.fakes import Bench, line
from tests.test_screen import PROGRAM, append

NOW = 1_800_000_000


class Told:
    """Somebody who is told of crossings, with the trouble that a test gives it."""

    def __init__(self, well: str) -> None:
        self.trouble = ""
        self.well = well

    def tell(self, *_: object) -> None:
        pass

    def work(self, _: float) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    return lambda: [text.removeprefix("httplogstats: ") for text in capsys.readouterr().err.splitlines()]


def test_each_change_of_a_trouble_is_said_once(said: Callable[[], list[str]]) -> None:
    first, second = Told("kept again"), Told("")
    bench = Bench(NOW, tellers=[first, second])
    troubles = Troubles(bench.local, bench.monitor)
    first.trouble, second.trouble = "not kept: a\x1b; 1 waiting", "no HOME"
    for idle in (False, True):
        troubles.say(0.0, idle)
    assert said() == ["not kept: a\\x1b; 1 waiting", "no HOME"]
    first.trouble, second.trouble = "not kept: a\x1b; 2 waiting", ""
    troubles.say(1.0, True)
    assert said() == []
    first.trouble = "not kept: b"
    troubles.say(2.0, True)
    first.trouble = ""
    troubles.say(3.0, True)
    assert said() == ["not kept: b", "kept again"]


def test_lines_that_nobody_understands_are_said_when_all_are_read(said: Callable[[], list[str]]) -> None:
    bench = Bench(NOW)
    troubles = Troubles(bench.local, bench.monitor)
    bench.tick(NOW, b"rubbish\n")
    troubles.say(0.0, False)
    assert said() == []
    for _ in range(2):
        troubles.say(0.0, True)
    assert [text.partition(";")[0] for text in said()] == ["0 of 1 lines understood"]


def test_a_journal_that_is_wanted_is_looked_at_before_it_is_needed(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "a" / "b" / "j.jsonl"), wanted=True)
    journal.work(0.0)
    assert journal.trouble == ""
    journal = Journal("/proc/none/j.jsonl", wanted=True)
    journal.work(0.0)
    assert journal.trouble == "alerts cannot be kept on disk: /proc/none/j.jsonl: No such file or directory"
    journal.path = str(tmp_path / "j.jsonl")
    journal.work(RETRY)
    assert journal.trouble == ""


@pytest.mark.pty
def test_a_history_that_cannot_be_written_is_said_also_of_a_finished_log(tmp_path: Path) -> None:
    log, kept = tmp_path / "access.log", tmp_path / "kept.jsonl"
    log.write_bytes(b"".join(line(second) * 20 for second in range(NOW, NOW + 130)))
    command = [*PROGRAM, "--no-follow", str(log), "--history"]
    failed = subprocess.run([*command, "/proc/none/j.jsonl"], capture_output=True, text=True, check=True)
    assert failed.stderr.count("\n") <= 2
    assert "on disk: /proc/none/j.jsonl" in failed.stderr
    assert subprocess.run([*command, str(kept)], capture_output=True, text=True, check=True).stderr == ""
    assert kept.read_text().count("\n") == 1


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.mark.pty
def test_a_collector_says_what_it_cannot_do_and_when_it_can_again(stack: ExitStack, tmp_path: Path) -> None:
    log, hook = tmp_path / "access.log", tmp_path / "hook"
    hook.write_text("#!/bin/sh\nexit 3\n")
    hook.chmod(0o755)
    collector = Collector(
        stack,
        tmp_path,
        str(log),
        "--alert-window",
        "1",
        "--threshold",
        "5",
        "--on-alert",
        str(hook),
        "--history",
        "/proc/none/j",
    )
    assert collector.process.stderr is not None
    collector.said()
    heard = {collector.process.stderr.readline() for _ in range(2)}
    assert heard == {
        "httplogstats: alerts cannot be kept on disk: /proc/none/j: No such file or directory\n",
        f"httplogstats: {log}: no such file yet\n",
    }
    log.write_bytes(b"")
    assert collector.process.stderr.readline() == f"httplogstats: {log}: read again\n"
    append(log, line(int(time.time())) * 50)
    heard = {collector.process.stderr.readline() for _ in range(2)}
    assert f"httplogstats: --on-alert {hook} failed with exit code 3\n" in heard
    hook.write_text("#!/bin/sh\n")
    append(log, line(int(time.time())) * 50)
    assert collector.process.stderr.readline() == f"httplogstats: --on-alert {hook} works again\n"
