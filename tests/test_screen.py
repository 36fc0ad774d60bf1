"""The whole program on a pseudo-terminal, as a person uses it: what stands there, and how it ends."""

import os
import sys
import time
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.fakes import line

pytestmark = pytest.mark.pty
PROGRAM = [sys.executable, "-m", "httplogstats"]
PATIENCE = 20.0


class Terminal:
    """A program on a terminal, and what stands on it."""

    def __init__(self, *arguments: str, columns: int = 120, rows: int = 40, **env: str) -> None:
        self.screen = pyte.Screen(max(1, columns), max(1, rows))
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **env}
        self.child = pexpect.spawn(
            PROGRAM[0], [*PROGRAM[1:], *arguments], dimensions=(rows, columns), env=environment, timeout=None
        )

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def read(self, seconds: float) -> bool:
        """Take what comes for a while; False at the end."""
        try:
            data = self.child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(data)
        return True

    def wait_for(self, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.text:
            assert time.monotonic() < end, f"no {text!r} on:\n{self.text}"
            assert self.read(0.1), f"ended, and no {text!r} in:\n{self.raw[-2000:].decode(errors='replace')}"

    def wait_without(self, text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text in self.text:
            assert time.monotonic() < end, f"still {text!r} on:\n{self.text}"
            assert self.read(0.1)

    def end(self) -> int:
        """The exit code, once the program has ended and left the terminal as it was."""
        end = time.monotonic() + PATIENCE
        while self.read(0.1):
            assert time.monotonic() < end
        self.child.wait()
        assert b"\x1b[?1049l" in self.raw
        assert self.raw.rfind(b"\x1b[?25h") > self.raw.rfind(b"\x1b[?25l")
        return self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)


def append(log: Path, data: bytes) -> None:
    with log.open("ab") as file:
        file.write(data)


def test_it_starts_with_figures_and_quits(log: Path) -> None:
    terminal = Terminal(str(log))
    terminal.wait_for("SECTIONS")
    terminal.wait_for("/pages ")
    terminal.wait_for("OK ")
    terminal.child.send("q")
    assert terminal.end() == 0


def test_an_alert_fires_and_recovers_and_both_stay(log: Path) -> None:
    terminal = Terminal(str(log), "--alert-window", "3", "--threshold", "10")
    terminal.wait_for("OK ")
    now = int(time.time())
    append(log, line(now) * 100)
    terminal.wait_for("▲ ALERT")
    terminal.wait_for("High traffic generated an alert - hits = 10")
    terminal.wait_for("High traffic recovered - hits = ")
    assert "High traffic generated" in terminal.text
    terminal.child.send("q")
    assert terminal.end() == 0


def test_the_log_rotates(log: Path) -> None:
    terminal = Terminal(str(log), "--interval", "1")
    terminal.wait_for("SECTIONS")
    log.rename(f"{log}.1")
    append(log, line(int(time.time()), "/after/rotation"))
    terminal.wait_for("/after")
    terminal.child.send("q")
    assert terminal.end() == 0


@pytest.mark.parametrize(("key", "code"), [("c", 130), ("\\", 131)])
def test_keys_that_are_signals(log: Path, key: str, code: int) -> None:
    terminal = Terminal(str(log))
    terminal.wait_for("SECTIONS")
    terminal.child.sendcontrol(key)
    assert terminal.end() == code


def test_sizes(log: Path) -> None:
    terminal = Terminal(str(log))
    terminal.wait_for("SECTIONS")
    for columns, rows in ((20, 5), (1, 1), (40, 10), (200, 60), (80, 24)):
        terminal.resize(columns, rows)
        terminal.read(0.3)
    terminal.wait_for("SECTIONS")
    terminal.child.send("q")
    assert terminal.end() == 0


def test_keys_open_and_close_what_they_say(log: Path) -> None:
    terminal = Terminal(str(log), "--interval", "1")
    terminal.wait_for("SECTIONS")
    terminal.child.send("?")
    terminal.wait_for("pause the display")
    terminal.child.send("\x1b")
    terminal.wait_without("pause the display")
    terminal.child.send("w")
    terminal.wait_for("Last 2 min")
    terminal.child.send("p")
    terminal.wait_for("PAUSED")
    terminal.child.send("ptm")
    terminal.wait_for("Every line was understood")
    terminal.child.send("qq")  # the help, then the program
    assert terminal.end() == 0


def test_hostile_bytes_do_not_reach_the_terminal(log: Path) -> None:
    hostile = line(int(time.time()), "/\x1b]0;pwned\x07/\x9b31m\u202e") + b"\x1b[2J\x1bPrubbish\x1b\\\n"
    terminal = Terminal(str(log), "--interval", "1")
    terminal.wait_for("SECTIONS")
    append(log, hostile * 20)
    terminal.wait_for("\\x1b]0;pwned")
    terminal.child.send("m")
    terminal.wait_for("x1bPrubbish")
    terminal.child.send("qq")  # what is open, then the program
    assert terminal.end() == 0
    assert b"\x1b]0;" not in terminal.raw
    assert b"\x1bP" not in terminal.raw
    assert "\u202e".encode() not in terminal.raw


def test_no_color_writes_no_colours(log: Path) -> None:
    terminal = Terminal(str(log), NO_COLOR="1")
    terminal.wait_for("SECTIONS")
    terminal.child.send("q")
    assert terminal.end() == 0
    assert b"38;5;" not in terminal.raw
    assert b"38;2;" not in terminal.raw


def test_a_dumb_terminal_gets_text(log: Path) -> None:
    child = pexpect.spawn(
        PROGRAM[0], [*PROGRAM[1:], str(log)], env={**os.environ, "TERM": "dumb"}, timeout=PATIENCE
    )
    child.expect("requests")
    child.sendcontrol("c")
    child.expect("read [0-9]+ lines")
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 130


def test_a_file_that_is_no_log_is_said_loudly(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_text("rubbish\n" * 5)
    terminal = Terminal(str(path))
    terminal.wait_for("0 of 5 lines understood (m shows them); first: rubbish")
    terminal.child.send("q")
    assert terminal.end() == 0


def test_a_missing_log_is_waited_for(tmp_path: Path) -> None:
    terminal = Terminal(str(tmp_path / "access.log"), "--interval", "1")
    terminal.wait_for("waiting - no such file yet")
    append(tmp_path / "access.log", line(int(time.time()), "/at/last"))
    terminal.wait_for("/at")
    terminal.child.send("q")
    assert terminal.end() == 0


KILLED_AT = """
import os, signal, sys

class Killer:
    def find_spec(self, name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), signal.{name})

sys.meta_path.insert(0, Killer())
from httplogstats.__main__ import main
raise SystemExit(main())
"""


@pytest.mark.parametrize(
    "module", ["httplogstats.cli", "httplogstats.wiring", "httplogstats.ui.app", "urwid"]
)
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGINT", 130), ("SIGHUP", 129)])
def test_a_signal_in_the_midst_of_starting_ends_it_in_order(
    log: Path, module: str, name: str, code: int
) -> None:
    script = KILLED_AT.format(module=module, name=name)
    arguments, environment = (
        ["-c", script, str(log), "--no-history"],
        {**os.environ, "TERM": "xterm-256color"},
    )
    child = pexpect.spawn(sys.executable, arguments, timeout=PATIENCE, env=environment)
    said = child.read()
    child.close()
    assert (child.exitstatus, child.signalstatus) == (code, None)
    assert b"Traceback" not in said
    assert b"\x1b[?1049h" not in said
