"""Whatever standard input, output and error are: closed, nothing, full or broken off; and the exit code."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.test_screen import PROGRAM, Terminal

pytestmark = pytest.mark.pty
UNREADABLE = "0 of 3 lines understood; such as: rubbish"


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "foreign.log"
    path.write_text("rubbish\n" * 3)
    return path


def ran(words: str, redirected: str = "") -> subprocess.CompletedProcess[str]:
    command = f"{' '.join(PROGRAM)} {words} {redirected}"
    return subprocess.run(command, shell=True, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("redirected", ["<&-", "</dev/null", "2>&-"])
@pytest.mark.parametrize("way", ["", "--isolate"])
def test_a_screen_finds_its_keyboard(
    log: Path, redirected: str, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = f"exec {' '.join(PROGRAM)} {way} {log} {redirected}"
    monkeypatch.setattr("tests.test_screen.PROGRAM", ["/bin/sh", "-c", command])
    terminal = Terminal()
    terminal.wait_for("OK ")
    terminal.child.send("q")
    assert terminal.end() == 0


def test_a_screen_that_reads_another_log_refuses_a_pipe(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = f"cat {log} | {' '.join(PROGRAM)}; echo ended with $?; read _"
    monkeypatch.setattr("tests.test_screen.PROGRAM", ["/bin/sh", "-c", command])
    terminal = Terminal()
    terminal.wait_for("ended with 2")
    assert "standard input is a pipe, and no FILE is named: - would read it" in terminal.text


def test_a_terminal_that_is_not_ours_has_no_keyboard(log: Path) -> None:
    ours, its = os.openpty()
    found = subprocess.run(
        [*PROGRAM, str(log)],
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": "xterm"},
        start_new_session=True,
        check=False,
    )
    os.close(ours)
    os.close(its)
    assert found.returncode == 2
    assert b"there is no keyboard: standard input is no terminal; try --plain" in found.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_what_is_closed_is_no_matter_for_text(log: Path, closed: str) -> None:
    found = ran(f"--no-follow {log}", closed)
    assert (found.returncode, found.stderr) == (0, "")
    assert ("read 280 lines" in found.stdout) is (">&-" not in closed.replace("2>&-", ""))


@pytest.mark.parametrize("words", ["--no-follow", "--no-follow --json", "check", "formats", "config"])
def test_a_full_disk_is_said_in_a_line(log: Path, words: str) -> None:
    found = ran(f"{words} {log if words not in ('formats', 'config') else ''}", ">/dev/full")
    assert found.returncode == 2
    assert found.stderr == "httplogstats: cannot write any more: No space left on device\n"


@pytest.mark.parametrize("words", ["--no-follow", "formats"])
def test_nobody_reads(log: Path, words: str) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    command = [*PROGRAM, *words.split(), *([str(log)] if words != "formats" else [])]
    found = subprocess.run(command, stdout=writes, stderr=subprocess.PIPE, check=False)
    os.close(writes)
    assert (found.returncode, found.stderr) == (141, b"")


def test_a_finished_log_of_which_nothing_is_understood(foreign: Path, log: Path) -> None:
    found = ran(f"--no-follow {foreign}")
    assert found.returncode == 1
    assert UNREADABLE in found.stderr
    assert "read 3 lines = 0 hits + 3 malformed" in found.stdout
    assert ran(f"--no-follow --json - <{foreign}").returncode == 1
    assert ran(f"--no-follow {log} {foreign}").returncode == 0
    foreign.write_text("")
    assert ran(f"--no-follow {foreign}").returncode == 0
