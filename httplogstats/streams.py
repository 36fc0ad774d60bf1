"""Follows what cannot be sought: standard input and FIFOs. Parses nothing."""

import os
import select
import stat
from collections.abc import Callable, Iterator

from httplogstats.block import Block
from httplogstats.lines import Cutter
from httplogstats.snapshot import Following, SourceState

CHUNK = 64 * 1024
"""A pipe gives no more at a time."""


class StreamTail:
    """A source that reads a descriptor without ever waiting for it.

    Standard input ends with its writer; a FIFO is kept open for the next one, unless `follow` is off.
    """

    def __init__(self, name: str, fd: int, *, ends: bool) -> None:
        self.at_end = False
        self.finished = False
        self.waiting = 0
        self._name = name
        self._fd = fd
        self._ends = ends
        self._cutter = Cutter()
        self._detail = ""

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        """Nothing was written before start that could still be read."""
        return iter(())

    def poll(self, now: float, limit: int) -> list[Block]:
        """The lines that came, at most about `limit` bytes of them."""
        blocks: list[Block] = []
        self.at_end = False
        while limit > 0 and not self.at_end:
            limit -= self._read(blocks)
        return blocks

    def state(self) -> SourceState:
        """What is being done, for people."""
        following = Following.ENDED if self.finished else Following.FOLLOWING
        return SourceState(self._name, following, self._detail)

    def fileno(self) -> int | None:
        """The descriptor to wait for."""
        return self._fd

    def close(self) -> None:
        """Let go of it."""
        if self._fd != 0:
            os.close(self._fd)

    def _read(self, blocks: list[Block]) -> int:
        try:
            if not select.select([self._fd], [], [], 0)[0]:
                self.at_end = True
                return 0
            data = os.read(self._fd, CHUNK)
        except BlockingIOError:
            self.at_end = True
            return 0
        except OSError as error:
            self._detail = error.strerror or str(error)
            data = b""
        block = self._cutter.feed(data) if data else None
        if not data:
            self.at_end = True
            if self._ends:
                self.finished = True
                block = self._cutter.finish()
        if block:
            blocks.append(block)
        return len(data)


def standard_input() -> StreamTail:
    """The log comes through a pipe; it ends when the writer does."""
    return StreamTail("standard input", 0, ends=True)


def fifo(path: str, follow: bool) -> StreamTail:
    """A named pipe; opening it waits for no writer. Raises OSError."""
    return StreamTail(path, os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), ends=not follow)


def is_fifo(path: str) -> bool:
    """Whether the name leads to a named pipe."""
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except OSError:
        return False
