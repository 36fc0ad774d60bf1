"""Follows what cannot be sought: standard input and FIFOs. Parses nothing."""

import os
import select
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress

from httplogstats.block import Block
from httplogstats.lines import Cutter
from httplogstats.snapshot import Following, SourceState
from httplogstats.system import System, close_quietly

CHUNK = 64 * 1024
"""Bytes that are read at a time, and that a pipe holds unless it can be made larger."""

ROOM = 1024 * 1024
"""Bytes that a pipe should hold, so that its writer seldom waits for us; Linux grants everybody as much."""

FLOWING = CHUNK // 2
"""After a poll that brought so many bytes the writer has probably waited for us, and goes on at once."""

LINGER = 0.005
"""Seconds to wait for such a writer: else it would wait for our next look."""


class StreamTail:
    """A source that reads a descriptor and waits for no line, but where `wait` is asked to.

    With `ends` it ends with its writer; a FIFO is kept for the next one, and a half line with it. What is
    `past` is not followed.
    """

    seekable = False

    def __init__(
        self, name: str, fd: int, *, ends: bool, past: bool = False, system: System | None = None
    ) -> None:
        self.at_end = False
        self.finished = False
        self.past = past
        self.waiting = 0
        self._flows = False
        self._name = name
        self._fd = fd
        self._ends = ends
        self._system = system or System()
        self._cutter = Cutter()
        self._read_bytes = 0
        self._detail = ""
        self._poll = select.poll()
        self._poll.register(fd, select.POLLIN)
        with suppress(OSError):  # it is no pipe, or the system grants less
            self._system.widen(fd, ROOM)

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        """Nothing was written before start that could still be read."""
        return iter(())

    def head(self) -> bytes:
        """It cannot be looked at twice."""
        return b""

    def poll(self, now: float, limit: int) -> list[Block]:
        """The lines that came, at most about `limit` bytes of them."""
        blocks: list[Block] = []
        self.at_end, begun = self.finished, self._read_bytes
        if self._flows:
            self.wait(LINGER)
        while limit > 0 and not self.at_end:
            try:
                data = self._system.read(self._fd, min(CHUNK, limit)) if self._poll.poll(0) else None
                self._detail = ""
            except (BlockingIOError, InterruptedError):
                data = None
            except OSError as error:
                self._detail = error.strerror or str(error)
                data = b"" if self._ends else None
            limit -= len(data or b"")
            if block := self._take(data):
                blocks.append(block)
        self._flows = self._read_bytes - begun >= FLOWING
        self.at_end &= self.finished or not self._flows
        return blocks

    def wait(self, seconds: float | None = None) -> bool:
        """Until there is something to read, or it has ended; False if neither comes in so many seconds."""
        return bool(self._poll.poll(None if seconds is None else 1000 * seconds))

    def state(self) -> SourceState:
        """What is being done, for people."""
        following = Following.FAILING if self._detail else Following.FOLLOWING
        if self.finished:
            following = Following.ENDED
        return SourceState(self._name, following, self._detail, offset=self._read_bytes)

    def close(self) -> None:
        """Let go of it; standard input is not ours to close."""
        if self._fd:
            close_quietly(self._system.close, self._fd)
        self._fd = 0

    def _take(self, data: bytes | None) -> Block | None:
        """None where nothing is there now, empty where the last writer has gone."""
        if data:
            self._read_bytes += len(data)
            return self._cutter.feed(data)
        self.at_end = True
        if data is None or not self._ends:
            return None
        self.finished = True
        return self._cutter.finish()


def standard_input(follow: bool) -> StreamTail:
    """The log comes through a pipe; it ends when the writer does."""
    return StreamTail("standard input", 0, ends=True, past=not follow)


def fifo(path: str, follow: bool, system: System | None = None) -> StreamTail:
    """A named pipe; opening it waits for no writer. Raises OSError."""
    system = system or System()
    ends = not follow or path.startswith(("/dev/fd/", "/proc/"))
    return StreamTail(path, system.open(path), ends=ends, past=not follow, system=system)


def is_fifo(path: str) -> bool:
    """Whether the name leads to a named pipe."""
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except OSError:
        return False
