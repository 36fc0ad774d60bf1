"""The system calls by which logs are read, one method each, so that tests can stand in between."""

import fcntl
import os
from collections.abc import Callable

Status = os.stat_result

FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class System:
    """The real calls; every one may raise OSError."""

    def stat(self, path: str) -> Status:
        """What the name leads to, symbolic links followed."""
        return os.stat(path)

    def fstat(self, fd: int) -> Status:
        """What the open file is now."""
        return os.fstat(fd)

    def open(self, path: str) -> int:
        """Open for reading; never blocks, not even on a FIFO without a writer."""
        return os.open(path, FLAGS)

    def close(self, fd: int) -> None:
        """Let go of an open file."""
        os.close(fd)

    def pread(self, fd: int, count: int, offset: int) -> bytes:
        """At most `count` bytes at `offset`."""
        return os.pread(fd, count, offset)

    def read(self, fd: int, count: int) -> bytes:
        """The next bytes, at most `count`; raises BlockingIOError where a pipe has none now."""
        return os.read(fd, count)

    def widen(self, fd: int, room: int) -> None:
        """Let a pipe hold so many bytes, where the system can; raises OSError for what is no pipe."""
        if hasattr(fcntl, "F_SETPIPE_SZ"):  # Linux
            fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, room)

    def data(self, fd: int, offset: int) -> int:
        """Where the next bytes that are no hole begin; OSError where the system cannot tell."""
        return os.lseek(fd, offset, os.SEEK_DATA)

    def names(self, folder: str) -> list[str]:
        """The names in a folder, in no order."""
        return os.listdir(folder)


def close_quietly(close: Callable[[int], None], fd: int) -> None:
    """Close `fd`; an error on closing a file that was only read says nothing of use."""
    try:
        close(fd)
    except OSError:
        return
