"""The program as a container runs it: nothing to write to, no network, no rights, no home, little memory."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from httplogstats import __file__ as package
from tests.fakes import line
from tests.test_screen import Terminal, append

pytestmark = pytest.mark.pty
NOBODY = 65534
MEMORY = 64 * 1024
"""KiB that the program may take for itself."""

UNABLE = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs"]
UNNAMED = [*UNABLE, f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
ALONE = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
READ_ONLY = """
while read -r _ place _; do
  case $place in /proc*|/sys*|/dev*) ;; *) mount -o remount,ro,bind "$place" 2>/dev/null ;; esac
done </proc/self/mounts
if touch "$1/touched" 2>/dev/null; then echo "it can be written to"; exit 99; fi
ulimit -d "$2"; shift 2
exec "$@"
"""


def works(command: list[str]) -> bool:
    command = [*command, "env", sys.executable, "-c", "import urwid"]
    found = subprocess.run(command, capture_output=True, check=False)
    return found.returncode == 0


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log"
    now = int(time.time())
    path.write_bytes(b"".join(line(second) * 2 for second in range(now - 140, now)))
    for folder in (tmp_path, *tmp_path.parents):  # nobody has to come here
        if folder.stat().st_mode & 0o001:
            break
        folder.chmod(0o711)
    return path


@pytest.fixture
def contained(log: Path) -> list[str]:
    """What a command stands behind."""
    if not all(map(shutil.which, ("unshare", "setpriv"))) or not works([*ALONE, *UNABLE]):
        pytest.skip("namespaces cannot be made here")
    environment = [f"PYTHONPATH={Path(package).parent.parent}", "PYTHONDONTWRITEBYTECODE=1", "LANG=C.UTF-8"]
    return [
        *ALONE,
        *("sh", "-c", READ_ONLY, "sh", str(log.parent), str(MEMORY)),
        *(UNNAMED if works(UNNAMED) else UNABLE),
        *("env", "-i", "PATH=/usr/bin:/bin", "TERM=xterm-256color", *environment),
        *(sys.executable, "-m", "httplogstats"),
    ]


def test_the_screen(log: Path, contained: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_screen.PROGRAM", contained)
    terminal = Terminal(str(log), "--interval", "1")
    terminal.wait_for("OK ")
    assert "alerts are not kept on disk: there is no HOME" in terminal.text
    append(log, line(int(time.time()), "/from/outside"))
    terminal.wait_for("/from")
    (first,) = Path(f"/proc/{terminal.child.pid}/task/{terminal.child.pid}/children").read_text().split()
    rights = dict(text.split(":\t") for text in Path(f"/proc/{first}/status").read_text().splitlines())
    assert int(rights["CapEff"], 16) == int(rights["CapBnd"], 16) == 0
    begun = time.monotonic()
    os.kill(int(first), signal.SIGTERM)
    assert terminal.end() == 143
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--demo --plain", "--demo has no place for its log: No usable temporary directory"),
        ("collect {log}", "cannot listen in /tmp/httplogstats-"),
        ("collect --demo", "--demo has no place for its log: No usable temporary directory"),
        ("generate --out {log}.2", "cannot write {log}.2: Read-only file system"),
    ],
)
def test_what_cannot_be_done_there_is_said_in_a_line(
    log: Path, contained: list[str], words: str, said: str
) -> None:
    command = [*contained, *words.format(log=log).split()]
    found = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith(f"httplogstats: {said.format(log=log)}")
    assert found.stderr.count("\n") == 1


def test_text_and_a_history_that_cannot_be_kept(log: Path, contained: list[str]) -> None:
    command = [*contained, "--no-follow", str(log), "--history", f"{log}.jsonl"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert found.returncode == 0
    assert found.stderr == (
        f"httplogstats: alerts cannot be kept on disk: {log}.jsonl: Read-only file system\n"
    )
    assert "read 280 lines = 280 hits" in found.stdout
