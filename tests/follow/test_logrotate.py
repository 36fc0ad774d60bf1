"""The real logrotate, with a reader that polls now and then: not a line is lost or doubled."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from httplogstats.tail import FileTail
from tests.follow.polling import Reader

LOGROTATE = shutil.which("logrotate", path=os.environ.get("PATH", "") + ":/usr/sbin")

pytestmark = pytest.mark.skipif(LOGROTATE is None, reason="logrotate is not installed")

STYLES = {
    "create": "create",
    "create, compressed": "create\n compress\n delaycompress",
    "create, dated": "create\n dateext\n dateformat -%Y%m%d",
    "create, compressed at once": "create\n compress",
    "copytruncate": "copytruncate",
    "copytruncate, compressed at once": "copytruncate\n compress",
    "copytruncate, compressed": "copytruncate\n compress\n delaycompress",
}


@pytest.mark.parametrize("style", STYLES)
def test_every_line_comes_once_and_in_order(tmp_path: Path, style: str) -> None:
    assert LOGROTATE is not None
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o755)
    log, rules, status = folder / "access.log", tmp_path / "rules", tmp_path / "status"
    rules.write_text(f"{log} {{\n size 1\n rotate 9\n {STYLES[style]}\n}}\n")
    rules.chmod(0o600)
    written: list[bytes] = []
    writer = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    tail = FileTail(str(log), from_start=True)
    reader = Reader(tail)

    def write(count: int) -> None:
        for _ in range(count):
            written.append(b"line %d" % len(written))
            os.write(writer, written[-1] + b"\n")

    for _ in range(1 if "dated" in style else 3):  # one rotation a day is all that a date can name
        write(20)
        reader.poll()
        write(20)
        subprocess.run([LOGROTATE, "-f", "-s", str(status), str(rules)], check=True, timeout=20)
        write(3)  # the daemon has not been told yet
        if "copytruncate" not in style:
            os.close(writer)
            writer = os.open(log, os.O_WRONLY | os.O_APPEND)
        write(5)
        reader.poll()
    reader.drain()
    os.close(writer)
    tail.close()
    assert reader.lines == written
