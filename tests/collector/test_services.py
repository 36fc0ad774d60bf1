"""Collector and screen as two processes, on a real terminal and real sockets."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from httplogstats.collector.child import Child
from tests.fakes import line
from tests.test_screen import PROGRAM, Terminal, append

pytestmark = pytest.mark.pty
PATIENCE = 15.0


class Collector:
    """`httplogstats collect`, with what it says."""

    def __init__(self, stack: ExitStack, runtime: Path, *arguments: str) -> None:
        self.process = stack.enter_context(
            subprocess.Popen(
                [*PROGRAM, "collect", *arguments],
                env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        stack.callback(self.process.kill)

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir()
    return folder


def soon(holds: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def children_of(pid: int) -> list[int]:
    return [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def attach(runtime: Path, *arguments: str) -> Terminal:
    return Terminal("attach", *arguments, XDG_RUNTIME_DIR=str(runtime))


def test_screens_attach_leave_and_find_it_again(stack: ExitStack, runtime: Path, log: Path) -> None:
    collector = Collector(stack, runtime, str(log), "--name", "web", "--interval", "1")
    assert collector.said().endswith("to look on: httplogstats attach web\n")
    assert stat.S_IMODE((runtime / "httplogstats").stat().st_mode) == 0o700
    assert stat.S_IMODE((runtime / "httplogstats" / "web.socket").stat().st_mode) == 0o600
    first, second = attach(runtime), attach(runtime, "web")
    first.wait_for("OK ")
    second.wait_for("OK ")
    first.child.send("q")
    assert first.end() == 0
    append(log, line(int(time.time()), "/still/there"))
    second.wait_for("/still")
    collector.process.kill()
    second.wait_for("the collector has ended")
    Collector(stack, runtime, str(log), "--name", "web", "--interval", "1")
    second.wait_without("the collector has ended")
    append(log, line(int(time.time()), "/back/again"))
    second.wait_for("/back")
    second.child.send("q")
    assert second.end() == 0


def test_what_was_alerted_is_not_alerted_again_by_the_next_one(
    stack: ExitStack, runtime: Path, log: Path
) -> None:
    arguments = (str(log), "--alert-window", "2", "--threshold", "10")
    collector = Collector(stack, runtime, *arguments)
    collector.said()
    screen = attach(runtime)
    screen.wait_for("OK ")
    append(log, line(int(time.time())) * 100)
    assert "High traffic generated an alert - hits = 10" in collector.said()
    collector.process.kill()
    screen.wait_for("the collector has ended")
    again = Collector(stack, runtime, *arguments)
    again.said()
    assert "High traffic recovered" in again.said()
    screen.wait_for("High traffic recovered")
    assert screen.text.count("High traffic generated an alert") == 1
    screen.child.send("q")
    assert screen.end() == 0


def test_a_name_is_taken_once_and_given_back(stack: ExitStack, runtime: Path, log: Path) -> None:
    first = Collector(stack, runtime, str(log))
    first.said()
    second = Collector(stack, runtime, str(log))
    assert second.process.wait(PATIENCE) == 2
    assert second.process.stderr is not None
    assert "a collector called access.log runs already" in second.process.stderr.read()
    first.process.send_signal(signal.SIGTERM)
    begun = time.monotonic()
    assert first.process.wait(PATIENCE) == 143
    assert time.monotonic() - begun < PATIENCE / 2
    assert "to look on" in Collector(stack, runtime, str(log)).said()


def test_several_are_listed(stack: ExitStack, runtime: Path, log: Path) -> None:
    for name in ("one", "two"):
        Collector(stack, runtime, str(log), "--name", name, "--no-history").said()
    screen = attach(runtime)
    assert screen.read(5)
    assert b"attach to one of one, two" in screen.raw
    screen = attach(runtime, "three")
    assert screen.read(5)
    assert b"no collector called 'three' runs; there is one, two" in screen.raw


def test_none_is_said(runtime: Path) -> None:
    screen = attach(runtime)
    assert screen.read(5)
    assert b"no collector of yours runs" in screen.raw


def test_a_folder_that_others_can_enter_is_not_used(stack: ExitStack, runtime: Path, log: Path) -> None:
    (runtime / "httplogstats").mkdir(mode=0o755)
    collector = Collector(stack, runtime, str(log))
    assert collector.process.wait(PATIENCE) == 2
    assert collector.process.stderr is not None
    assert "is no private folder of yours" in collector.process.stderr.read()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_another_user_is_refused(stack: ExitStack, runtime: Path, log: Path) -> None:
    Collector(stack, runtime, str(log), "--name", "web").said()
    for folder in (*reversed(runtime.parents), runtime, runtime / "httplogstats"):
        if str(folder).startswith("/tmp/") and folder != Path("/tmp"):
            folder.chmod(0o755)
    path = runtime / "httplogstats" / "web.socket"
    path.chmod(0o666)  # as if the modes had not kept them out
    code = (
        "import os, socket; os.setuid(65534); s = socket.socket(socket.AF_UNIX);"
        f"s.connect({str(path)!r}); print(len(s.recv(1)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (found.stdout, found.stderr) == ("0\n", "")


@pytest.fixture
def isolated(log: Path) -> tuple[Terminal, int]:
    screen = Terminal("--isolate", "--interval", "1", str(log))
    screen.wait_for("OK ")
    (child,) = children_of(screen.child.pid)
    return screen, child


def test_an_isolated_collector_ends_with_its_screen(isolated: tuple[Terminal, int]) -> None:
    screen, child = isolated
    screen.child.send("q")
    assert screen.end() == 0
    assert gone(child)


def test_an_isolated_collector_ends_when_its_screen_is_killed(isolated: tuple[Terminal, int]) -> None:
    screen, child = isolated
    screen.child.kill(signal.SIGKILL)
    assert soon(lambda: gone(child), 1.0)


def test_a_killed_isolated_collector_is_said_and_replaced(isolated: tuple[Terminal, int], log: Path) -> None:
    screen, child = isolated
    os.kill(child, signal.SIGKILL)
    screen.wait_for("the collector has ended")
    screen.wait_without("the collector has ended")
    append(log, line(int(time.time()), "/replaced/x"))
    screen.wait_for("/replaced")
    screen.child.send("q")
    assert screen.end() == 0


def test_a_stop_of_the_screen_is_no_stop_of_the_counting(isolated: tuple[Terminal, int]) -> None:
    screen, child = isolated
    screen.child.kill(signal.SIGSTOP)
    assert Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] in "SR"
    assert os.getsid(child) != os.getsid(screen.child.pid)
    screen.child.kill(signal.SIGCONT)
    screen.child.send("q")
    assert screen.end() == 0


def test_a_stopped_collector_leaves_the_screen_answering(isolated: tuple[Terminal, int]) -> None:
    screen, child = isolated
    os.kill(child, signal.SIGSTOP)
    screen.child.send("?")
    screen.wait_for("pause the display")
    screen.child.send("\x1b")
    screen.wait_for("the collector does not answer")
    os.kill(child, signal.SIGCONT)
    screen.wait_without("the collector does not answer")
    screen.child.send("q")
    assert screen.end() == 0


def test_what_an_isolated_collector_cannot_do_is_said() -> None:
    with closing(Child(["--threshold", "many"], log_on_input=False)) as child:
        with child.connect() as connection:
            assert connection.recv(1) == b""
        assert child.complaint().startswith("argument --threshold: 'many' is wrong")
