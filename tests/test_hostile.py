"""What a log may hold never reaches the terminal as a control sequence."""

import re
import time
from pathlib import Path

import pytest

from tests.fakes import line
from tests.test_screen import Terminal, append

SEQUENCE = re.compile(
    rb"\x1b(?:\[[?>=!]?[0-9;:]*[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|([PX^_])|([()*+#%].)|([ -~]))"
    rb"|([\x00-\x1a\x1c-\x1f\x7f])"
)
"""CSI by its last byte, OSC, DCS and the like, character sets, other escapes, other control characters."""

ATTACKS = (
    b"\x1b[2J", b"\x1b]0;title\x07", b"\x1bP+q544e\x1b\\", b"\x1b[6n", b"\x1b[?1049l", b"\x1bc", b"\x9b2J",
    b"\xe2\x80\xae", b"\x07", b"\x08\x08", b"\x0e", b"\x05", b"\x7f", b"\x1b[200~",
)  # fmt: skip


CUT_OFF = re.compile(rb"\x1b\[[?>=!]?[0-9;:]*(?=\x1b)")
"""What ^C may have interrupted, once: a terminal gives it up at the next escape."""


def kinds(raw: bytes) -> set[bytes]:
    """The kinds of control sequences in what was written to a terminal."""
    found = set()
    for match in SEQUENCE.finditer(CUT_OFF.sub(b"", raw, count=1)):
        text = match[0]
        found.add(re.sub(rb"[0-9;:]+", b"0", text) if text[:2] == b"\x1b[" else text[:2])
    return found


def written(log: Path, lines: bytes) -> bytes:
    terminal = Terminal(str(log), "--interval", "1")
    terminal.wait_for("SECTIONS")
    append(log, lines * 5)
    terminal.wait_for("/marker")
    for keys in ("m", "\x1b", "w", "l"):
        terminal.child.send(keys)
        terminal.read(0.4)
    terminal.child.sendcontrol("c")
    assert terminal.end() == 130
    return terminal.raw


@pytest.mark.pty
def test_a_hostile_log_writes_no_other_control_sequences_than_a_harmless_one(tmp_path: Path) -> None:
    now = int(time.time())
    harmless, hostile = tmp_path / "a.log", tmp_path / "b.log"
    for log in (harmless, hostile):
        log.write_bytes(b"")
    bad = b"".join(
        line(now, "/marker/PLACE").replace(b"PLACE", attack)
        + attack
        + b"\n"
        + line(now, "/PLACE").replace(b"PLACE", attack)
        for attack in ATTACKS
    )
    good = b"".join(line(now, "/marker/x") + b"rubbish\n" + line(now, "/y") for _ in ATTACKS)
    allowed = kinds(written(harmless, good)) | kinds(written(harmless, good))
    assert len(allowed) > 5
    assert kinds(written(hostile, bad)) - allowed == set()
