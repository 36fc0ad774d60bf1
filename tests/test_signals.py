"""Whatever ends or stops the program, and whatever terminal it has, the terminal is as it was."""

import os
import shutil
import signal
import subprocess
import termios
import time
from pathlib import Path

import pytest

from tests.fakes import line
from tests.test_screen import PROGRAM, Terminal

pytestmark = pytest.mark.pty

ENDS = [
    (signal.SIGINT, 130),
    (signal.SIGTERM, 143),
    (signal.SIGHUP, 129),
    (signal.SIGQUIT, 131),
]
FIRST = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]


def works(command: list[str]) -> bool:
    found = shutil.which(command[0]) is not None
    return found and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log"
    now = int(time.time())
    path.write_bytes(b"".join(line(second) * 2 for second in range(now - 140, now)))
    return path


def started(log: Path, *arguments: str, **env: str) -> tuple[Terminal, list[object]]:
    terminal = Terminal(str(log), *arguments, **env)
    before = termios.tcgetattr(terminal.child.child_fd)
    terminal.wait_for("OK ")
    return terminal, before


def ended(terminal: Terminal, before: list[object]) -> int:
    begun = time.monotonic()
    code = terminal.end()
    assert time.monotonic() - begun < 2
    assert termios.tcgetattr(terminal.child.child_fd) == before
    return code


@pytest.mark.parametrize(("number", "code"), ENDS)
def test_a_signal_ends_it_and_the_terminal_is_as_it_was(log: Path, number: signal.Signals, code: int) -> None:
    terminal, before = started(log)
    terminal.child.kill(number)
    assert ended(terminal, before) == code


@pytest.mark.parametrize(("number", "code"), ENDS[:3])
def test_as_the_first_process_too(
    log: Path, number: signal.Signals, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not works(FIRST):
        pytest.skip("a process namespace cannot be made here")
    monkeypatch.setattr("tests.test_screen.PROGRAM", [*FIRST, *PROGRAM])
    terminal, before = started(log)
    (inner,) = Path(f"/proc/{terminal.child.pid}/task/{terminal.child.pid}/children").read_text().split()
    os.kill(int(inner), number)
    assert ended(terminal, before) == code


def test_a_hundred_changes_of_size_do_no_harm(log: Path) -> None:
    terminal, before = started(log)
    for number in range(100):
        terminal.resize(1 + number * 7 % 200, 1 + number * 3 % 60)
        terminal.read(0.001)
    terminal.resize(120, 40)
    terminal.wait_for("OK ")
    terminal.child.send("q")
    assert ended(terminal, before) == 0


@pytest.mark.parametrize("size", [(0, 0), (1, 1)])
def test_a_start_without_room(log: Path, size: tuple[int, int]) -> None:
    terminal = Terminal(str(log), columns=max(1, size[0]), rows=max(1, size[1]))
    terminal.child.setwinsize(size[1], size[0])
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        assert terminal.read(0.1)
    terminal.resize(120, 40)
    terminal.wait_for("OK ")
    terminal.child.send("q")
    assert terminal.end() == 0


def test_an_unknown_terminal(log: Path) -> None:
    terminal, before = started(log, TERM="nobody-knows-it")
    terminal.child.send("q")
    assert ended(terminal, before) == 0
