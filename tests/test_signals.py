"""Whatever ends or stops it, under a shell, as the first process or below one: the terminal is as it was."""

import os
import re
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fakes import line
from tests.test_screen import PROGRAM, Terminal, append

pytestmark = pytest.mark.pty

ENDS = [
    (signal.SIGINT, 130),
    (signal.SIGTERM, 143),
    (signal.SIGHUP, 129),
    (signal.SIGQUIT, 131),
]
REAPER = """
import os, signal, sys
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
for name in ("INT", "TERM", "HUP", "QUIT", "TSTP", "CONT", "WINCH", "PIPE"):
    number = getattr(signal, "SIG" + name)
    signal.signal(number, lambda number, _: os.kill(child, number))
while (ended := os.wait())[0] != child:
    pass
sys.exit(os.waitstatus_to_exitcode(ended[1]))
"""
"""The least that an init does; tini is taken where there is one."""
FIRST = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]
WAYS = {
    "by itself": [],
    "the first process": FIRST,
    "below an init": [*FIRST, *(["tini", "--"] if shutil.which("tini") else [sys.executable, "-c", REAPER])],
}
MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
SHOWN = {b"25"}
"""Modes of a terminal that are set when nothing runs on it: the cursor is shown."""


def works(command: list[str]) -> bool:
    found = shutil.which(command[0]) is not None
    return found and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How the program is started."""
    command = WAYS[request.param]
    if command and not works(FIRST):
        pytest.skip("a process namespace cannot be made here")
    monkeypatch.setattr("tests.test_screen.PROGRAM", [*command, *PROGRAM])
    return request.param


def started(log: Path, *arguments: str, **env: str) -> tuple[Terminal, list[object]]:
    terminal = Terminal(str(log), *arguments, **env)
    before = termios.tcgetattr(terminal.child.child_fd)
    terminal.wait_for("OK ")
    return terminal, before


PROMPT = 5
"""Seconds in which it ends, also on a busy machine: `docker stop` would kill it after 10."""


def outermost(terminal: Terminal, way: str) -> int:
    """Who is sent a signal: the first process of the namespace, if there is one."""
    if way == "by itself":
        return terminal.child.pid
    (inner,) = Path(f"/proc/{terminal.child.pid}/task/{terminal.child.pid}/children").read_text().split()
    return int(inner)


def ended(terminal: Terminal, before: list[object]) -> int:
    begun = time.monotonic()
    code = terminal.end()
    assert time.monotonic() - begun < PROMPT
    assert termios.tcgetattr(terminal.child.child_fd) == before
    modes = {name: state for names, state in MODE.findall(terminal.raw) for name in names.split(b";")}
    assert {name for name, state in modes.items() if state == b"h"} == SHOWN
    return code


@pytest.mark.parametrize(("number", "code"), ENDS)
def test_a_signal_ends_it_and_the_terminal_is_as_it_was(
    log: Path, way: str, number: signal.Signals, code: int
) -> None:
    terminal, before = started(log)
    os.kill(outermost(terminal, way), number)
    assert ended(terminal, before) == code


def test_other_signals_do_no_harm(log: Path, way: str) -> None:
    """No shell would bring it back, so that it is not stopped either."""
    terminal, before = started(log, "--interval", "1")
    pid = outermost(terminal, way)
    for number in (signal.SIGPIPE, signal.SIGTSTP, signal.SIGCONT, *[signal.SIGWINCH] * 100):
        os.kill(pid, number)
    for number in range(100):
        terminal.resize(1 + number * 7 % 200, 1 + number * 3 % 60)
        terminal.read(0.001)
    terminal.resize(120, 40)
    terminal.child.send("w")  # two minutes, that it stays to be seen
    append(log, line(int(time.time()), "/still/here"))
    terminal.wait_for("/still")
    terminal.child.send("q")
    assert ended(terminal, before) == 0


def test_a_shell_stops_it_and_brings_it_back(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_screen.PROGRAM", ["bash", "--norc", "--noprofile", "--noediting", "-i"])
    terminal = Terminal(PS1="ready> ")
    terminal.wait_for("ready>")
    before = termios.tcgetattr(terminal.child.child_fd)
    terminal.child.sendline(f"{' '.join(PROGRAM)} {log} --interval 1")
    terminal.wait_for("OK ")
    terminal.child.sendcontrol("z")
    terminal.wait_for("Stopped")
    assert termios.tcgetattr(terminal.child.child_fd) == before
    append(log, line(int(time.time()), "/meanwhile/x"))
    terminal.child.sendline("fg")
    terminal.wait_for("/meanwhile")
    terminal.child.send("q")
    terminal.wait_for("ready>")
    terminal.child.sendline("exit $?")
    assert ended(terminal, before) == 0


@pytest.mark.parametrize("size", [(0, 0), (1, 1)])
def test_a_start_without_room(log: Path, size: tuple[int, int]) -> None:
    columns, rows = size
    terminal = Terminal(str(log), columns=columns, rows=rows)
    before = termios.tcgetattr(terminal.child.child_fd)
    end = time.monotonic() + 1
    while time.monotonic() < end:
        assert terminal.read(0.1)
    terminal.resize(120, 40)
    terminal.wait_for("OK ")
    terminal.child.send("q")
    assert ended(terminal, before) == 0


def test_an_unknown_terminal_that_answers_nothing(log: Path) -> None:
    terminal, before = started(log, TERM="nobody-knows-it")
    assert not re.search(rb"\x1b\[[>=?]?[0-9;]*[cn]|\x1b\][0-9;]+;\?", terminal.raw), (
        "it asks, and waits for an answer"
    )
    terminal.child.send("q")
    assert ended(terminal, before) == 0


TEXT = ["--plain {log}", "--json --from-start {log}", "collect --name one {log}"]


@pytest.fixture
def background(log: Path, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts what has no screen, and waits until it has said something."""
    begun: list[subprocess.Popen[bytes]] = []

    def start(words: str, *before: str) -> subprocess.Popen[bytes]:
        command = [*before, *PROGRAM, *words.format(log=log).split(), "--interval", "1"]
        environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
        begun.append(subprocess.Popen(command, stdout=subprocess.PIPE, env=environment))
        assert begun[-1].stdout is not None
        begun[-1].stdout.readline()
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("words", TEXT)
@pytest.mark.parametrize(("number", "code"), ENDS)
def test_without_a_screen_too(
    background: Callable[..., subprocess.Popen[bytes]], words: str, number: signal.Signals, code: int
) -> None:
    process = background(words)
    process.send_signal(number)
    assert process.wait(1) == code


@pytest.mark.parametrize("words", TEXT[::2])
def test_a_hang_up_that_was_ignored_stays_ignored(
    background: Callable[..., subprocess.Popen[bytes]], words: str
) -> None:
    process = background(words, "nohup")
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.3)
    process.terminate()
    assert process.wait(1) == 143
