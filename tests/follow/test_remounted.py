"""A descriptor that no longer works: the log is opened again under its name."""

import errno
import os
from pathlib import Path

from httplogstats.chain import PATIENCE
from httplogstats.system import Status, System
from tests.follow.polling import Follow, append, descriptors, settled


class Remounted(System):
    """Descriptors from before a network mount came back no longer work; a log may be replaced just then."""

    def __init__(self) -> None:
        self._stale: set[int] = set()
        self.replaced: Path | None = None

    def remount(self) -> None:
        self._stale = {int(number) for number in os.listdir("/proc/self/fd")}

    def fstat(self, fd: int) -> Status:
        if fd in self._stale:
            raise OSError(errno.ESTALE, "Stale file handle")
        return super().fstat(fd)

    def open(self, path: str) -> int:
        if self.replaced is not None:
            self.replaced.rename(f"{self.replaced}.1")
            self.replaced.write_bytes(b"new\n")
            self.replaced = None
        fd = super().open(path)
        self._stale.discard(fd)
        return fd


def test_a_log_is_opened_again_where_its_descriptor_no_longer_works(log: Path, follow: Follow) -> None:
    system, before = Remounted(), descriptors()
    reader = follow(log, system=system)
    system.remount()
    append(log, b"3\n")
    assert settled(reader) == [b"3"]
    assert descriptors() == before + 1


def test_a_log_that_is_replaced_while_it_is_opened_again_is_read_once(log: Path, follow: Follow) -> None:
    system, before = Remounted(), descriptors()
    reader = follow(log, system=system)
    system.remount()
    reader.poll()
    system.replaced = log
    for _ in range(PATIENCE):
        reader.poll()
    assert reader.lines == [b"new"]
    assert descriptors() == before + 1
