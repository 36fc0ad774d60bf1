"""A log of numbered lines that is written, rotated and read, with an account of its own."""

import os
from pathlib import Path

from httplogstats.chain import LINGER
from httplogstats.tail import FileTail


class Writer:
    """Writes numbered lines to a log, and keeps its own account of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number = 0
        self.written: list[bytes] = []
        self.log = self._open()

    def _open(self) -> int:
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, lines: int = 1) -> None:
        for _ in range(lines):
            line = b"line %06d\n" % self.number
            self.number += 1
            self.written.append(line)
            os.write(self.log, line)

    def half(self) -> None:
        """A line that comes in two writes; the second is `rest`."""
        line = b"line %06d\n" % self.number
        self.number += 1
        self.written.append(line)
        os.write(self.log, line[:6])
        self._rest = line[6:]

    def rest(self) -> None:
        os.write(self.log, self._rest)

    def reopen(self) -> None:
        os.close(self.log)
        self.log = self._open()

    def _make_room(self) -> None:
        for number in range(8, 0, -1):
            older = Path(f"{self.path}.{number}")
            if older.exists():
                older.rename(f"{self.path}.{number + 1}")

    def rename(self) -> None:
        """`logrotate`'s create: siblings move up, the log becomes .1."""
        self._make_room()
        self.path.rename(f"{self.path}.1")

    def copytruncate(self) -> None:
        """`logrotate`'s copytruncate."""
        self._make_room()
        Path(f"{self.path}.1").write_bytes(self.path.read_bytes())
        os.truncate(self.path, 0)


class LogReader:
    """Polls a tail on a clock of its own."""

    def __init__(self, path: Path, **options: bool) -> None:
        self.tail = FileTail(str(path), **{"from_start": True, **options})
        self.now = 100.0
        self.overlong = 0
        self.seen: list[bytes] = []

    def poll(self, limit: int = 1 << 20, seconds: float = 0.25) -> None:
        self.now += seconds
        for block in self.tail.poll(self.now, limit):
            self.seen += block.data.splitlines(keepends=True)
            self.overlong += block.overlong

    def settle(self) -> None:
        for _ in range(5):
            self.poll()
        self.poll(seconds=2 * LINGER)
        self.poll()
