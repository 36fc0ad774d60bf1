"""One file of a log, held open and read forward. Knows nothing of names: which file comes next is tail.py's.

A log has generations: each rotation begins a new one. What was read of this one is recognised by its head
(the first 256 bytes) and its mark (the last 64 bytes before the offset); when either is no longer there, the
file was cut under its writer, whatever its size says. The mark is read in the same call as the data behind
it, so no cut can fall between the check and the reading.
"""

from httplogstats.lines import Cutter
from httplogstats.system import Status, System, close_quietly

HEAD = 256
MARK = 64


class CutError(Exception):
    """The bytes that were read are no longer in the file: it was truncated."""


class Generation:
    """An open regular file at an offset. Every method may raise OSError.

    `grown` is the monotonic second when it last gave bytes; `copy` says that it is the copy that was made
    before a cut: it cannot grow, and its half line continues in the file that was cut.
    """

    def __init__(self, system: System, fd: int, status: Status, now: float) -> None:
        self._system = system
        self.fd = fd
        self.key = (status.st_dev, status.st_ino)
        self.offset = 0
        self.head = b""
        self.mark = b""
        self.cutter = Cutter()
        self.grown = now
        self.copy = False
        self.failures = 0
        self._blank = True  # nothing but NULs so far
        self._settled = False
        self._note(status)

    @property
    def unread(self) -> int:
        """Bytes behind the offset when last looked at."""
        return max(0, self.size - self.offset)

    def look(self) -> bool:
        """Ask for size and date; whether there is reason to read.

        After a change the file is read once more than needed: a cut and a rewrite to the very same size
        within the same tick of the file system's clock is seen too.
        """
        status = self._system.fstat(self.fd)
        if (status.st_size, status.st_mtime_ns) != (self.size, self.mtime):
            self._note(status)
            self._settled = False
            return True
        settled, self._settled = self._settled, True
        return self.unread > 0 or not settled

    def check(self) -> None:
        """Raise `CutError` if the file is too short, or begins otherwise than what was read."""
        if self.size < self.offset:
            raise CutError
        if self.head and not self._has(self.head, 0):
            raise CutError

    def read(self, count: int) -> bytes:
        """The next bytes, empty at the end; raises `CutError` if they do not continue what was read."""
        back = len(self.mark)
        data = self._system.pread(self.fd, back + count, self.offset - back)
        if data[:back] != self.mark:
            if len(data) < back and self._system.fstat(self.fd).st_size >= self.offset:
                return b""  # a short read
            raise CutError
        data = data[back:]
        if data:
            self._advance(data)
        if self._blank and data.startswith(b"\0"):
            data = self._after_hole(data)
        self._blank = self._blank and not data
        return data

    def place(self, offset: int) -> None:
        """Go to `offset`, remembering what stands before it."""
        self.head = self._system.pread(self.fd, min(HEAD, offset), 0)
        self.mark = self._system.pread(self.fd, min(MARK, offset), max(0, offset - MARK))
        self.offset = offset
        self._blank = False

    def continues(self, other: "Generation") -> bool:
        """Whether this file holds what was read of `other`: it is a copy of it."""
        if not other.offset or self.size < other.offset:
            return False
        return self._has(other.head, 0) and self._has(other.mark, other.offset - len(other.mark))

    def begins_like(self, other: "Generation") -> bool:
        """Whether both files begin with the same bytes, and these are enough to tell."""
        count = min(HEAD, self.size, other.size)
        mine = self._system.pread(self.fd, count, 0)
        return bool(mine) and mine == self._system.pread(other.fd, count, 0)

    def take_over(self, other: "Generation") -> None:
        """Go on where `other` was, with its half line."""
        self.offset, self.head, self.mark = other.offset, other.head, other.mark
        self.cutter = other.cutter
        self._blank = other._blank

    def restart(self) -> None:
        """The file was cut: read it from its start, as a new generation with the same descriptor."""
        self.offset = 0
        self.head = self.mark = b""
        self._blank = True
        self._settled = False

    def reopened(self, fd: int) -> None:
        """The same file through another descriptor, where the old one no longer works."""
        close_quietly(self._system.close, self.fd)
        self.fd = fd
        self._settled = False

    def close(self) -> None:
        """Let go of it."""
        close_quietly(self._system.close, self.fd)

    def _note(self, status: Status) -> None:
        self.size, self.mtime, self.links = status.st_size, status.st_mtime_ns, status.st_nlink

    def _has(self, expected: bytes, offset: int) -> bool:
        """A short read that agrees as far as it goes is no proof of a change."""
        found = self._system.pread(self.fd, len(expected), offset)
        if len(found) < len(expected) and self._system.fstat(self.fd).st_size >= offset + len(expected):
            return expected.startswith(found)
        return found == expected

    def _advance(self, data: bytes) -> None:
        if len(self.head) < HEAD and len(self.head) == self.offset:
            self.head += data[: HEAD - len(self.head)]
        self.offset += len(data)
        self.mark = (self.mark + data[-MARK:])[-MARK:]

    def _after_hole(self, data: bytes) -> bytes:
        """`data` without the NULs before it; where it is nothing else, the offset skips the hole."""
        data = data.lstrip(b"\0")
        if not data:
            try:
                begin = self._system.data(self.fd, self.offset)
            except OSError:  # no more data, or a file system that knows no holes
                return b""
            if begin > self.offset:
                self.offset = begin
                self.mark = bytes(min(MARK, begin))
        return data
