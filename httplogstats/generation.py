"""One file of a log, held open and read forward. Knows nothing of names: which file comes next is tail.py's.

A log has generations: each rotation begins a new one. What was read of this one is recognised by its head
(256 bytes from where its text begins) and its mark (the last 64 bytes before the offset); when either is no
longer there, the file was cut under its writer, whatever its size says. The mark is read in the same call as
the data behind it, and the head after them, so no cut can fall between the check and the reading.
"""

from httplogstats.lines import Cutter
from httplogstats.system import Status, System, close_quietly

HEAD = 256
MARK = 64
STRIDE = 64 * 1024


Piece = tuple[bytes, int]
"""Bytes, and where among them those begin that are meant: to cut them off would be to copy all."""


class CutError(Exception):
    """The bytes that were read are no longer in the file: it was truncated."""


class Generation:
    """An open regular file at an offset. Every method may raise OSError.

    `grown` is the monotonic second when it last gave bytes. `copy` says that it is a copy made before a cut:
    it will not grow, and its half line continues in the file that was cut. `searched` says that the siblings
    have been looked through since it was opened.
    """

    def __init__(self, system: System, fd: int, status: Status, now: float) -> None:
        self._system = system
        self.fd = fd
        self.key = (status.st_dev, status.st_ino)
        self.offset = 0
        self.start = 0  # where the text begins, behind NULs
        self.head = b""
        self.mark = b""
        self.cutter = Cutter()
        self.grown = now
        self.copy = False
        self.searched = False
        self.failures = 0
        self._blank = True  # nothing but NULs so far
        self._settled = False
        self.size = status.st_size
        self.mtime = status.st_mtime_ns

    @property
    def unread(self) -> int:
        """Bytes behind the offset when last looked at."""
        return max(0, self.size - self.offset)

    @property
    def progress(self) -> tuple[int, int]:
        """Bytes read of the file, and its size."""
        return self.offset, self.size

    def look(self) -> bool:
        """Ask for size and date; whether there is reason to read.

        After a change the file is read once more than needed: a cut and a rewrite to the very same size
        within the same tick of the file system's clock is seen too.
        """
        status = self._system.fstat(self.fd)
        if (status.st_size, status.st_mtime_ns) != (self.size, self.mtime):
            self.size, self.mtime = status.st_size, status.st_mtime_ns
            self._settled = False
            return True
        settled, self._settled = self._settled, True
        return self.unread > 0 or not settled

    def check(self) -> int:
        """Raise `CutError` if the file is too short, or no longer begins as it was read; else its date."""
        status = self._system.fstat(self.fd)
        if status.st_size < self.offset or not self._begins_as_read():
            raise CutError
        return status.st_mtime_ns

    def doubt(self) -> None:
        """Look into it again at the next poll, whatever its size and date say."""
        self._settled = False

    def read(self, count: int) -> Piece:
        """The next bytes, none at the end; raises `CutError` if they do not continue what was read."""
        if self.size < self.offset:
            raise CutError
        back = len(self.mark)
        data = self._system.pread(self.fd, back + count, self.offset - back)
        if data[:back] != self.mark:
            if len(data) < back:
                return b"", 0  # a short read, or a cut just now: the next look will tell
            raise CutError
        if not self._begins_as_read():
            raise CutError
        return data, self._take(data, back)

    def place(self, offset: int) -> None:
        """Go to `offset`, remembering what stands before it."""
        self.start = self._begin_of_text()
        self.head = self._all(max(0, min(HEAD, offset - self.start)), self.start)
        self.mark = self._all(min(MARK, offset), max(0, offset - MARK))
        self.offset = offset
        self.searched = True
        self._blank = not self.head

    def first(self) -> bytes:
        """How the text begins now, at most `HEAD` bytes."""
        return self.beginning(HEAD)

    def beginning(self, count: int) -> bytes:
        """As many bytes of how the text begins now."""
        return self._all(count, self._begin_of_text())

    def continues(self, other: "Generation") -> bool:
        """Whether this file holds what was read of `other`, so that `other` can be read on here."""
        if not other.head:
            return False
        return self._has(other.head, other.start) and self._has(other.mark, other.offset - len(other.mark))

    def copies(self, other: "Generation", first: bytes) -> bool:
        """Whether this file, which begins with `first`, is a copy of `other` as that is or was."""
        if self.continues(other):
            return other.agrees(first, self.size)
        return self.size <= other.size and other.first().startswith(first)

    def agrees(self, first: bytes, size: int) -> bool:
        """Whether a copy of it may begin with `first`: little of it may have been read, so look farther.

        A copy is not longer than the file, unless that was cut since; then nothing is known of how it began.
        """
        text = self.first()
        if not text.startswith(self.head):
            return True
        return size <= self._system.fstat(self.fd).st_size and text.startswith(first)

    def take_over(self, other: "Generation") -> None:
        """Go on where `other` was, with its half line."""
        self.offset, self.start, self.head, self.mark = other.offset, other.start, other.head, other.mark
        self.cutter = other.cutter
        self.copy = True
        self._blank = other._blank

    def restart(self) -> None:
        """The file was cut: read it from its start, as a new generation with the same descriptor."""
        self.offset = self.start = 0
        self.head = self.mark = b""
        self._blank = True
        self._settled = False

    def reopened(self, fd: int) -> None:
        """The same file through another descriptor, where the old one no longer works."""
        close_quietly(self._system.close, self.fd)
        self.fd = fd

    def close(self) -> None:
        """Let go of it."""
        close_quietly(self._system.close, self.fd)

    def _begins_as_read(self) -> bool:
        return not self.head or self._has(self.head, self.start)

    def _has(self, expected: bytes, offset: int) -> bool:
        return self._all(len(expected), offset) == expected

    def _all(self, count: int, offset: int) -> bytes:
        """`count` bytes at `offset`, fewer only where the file ends: one call may bring less."""
        data = self._system.pread(self.fd, count, offset)
        while data and len(data) < count:
            more = self._system.pread(self.fd, count - len(data), offset + len(data))
            if not more:
                break
            data += more
        return data

    def _take(self, data: bytes, begin: int = 0) -> int:
        """Go behind `data`, of which `begin` is at the offset; where there is text in it."""
        self.offset += len(data) - begin
        self.mark = (self.mark + data[max(begin, len(data) - MARK) :])[-MARK:]
        if self._blank and begin < len(data):
            text = data[begin:].lstrip(b"\0")
            begin = len(data) - len(text)
            self._blank = not text
            self.start = self.offset - len(text)
            if self._blank:  # the writer went on at its old offset after the file was cut
                self.offset = self._data_from(self.offset)
        if len(self.head) < HEAD:
            self.head += data[begin : begin + HEAD - len(self.head)]
        return begin

    def _begin_of_text(self) -> int:
        """Where the first byte stands that is not NUL."""
        offset = 0
        while data := self._system.pread(self.fd, STRIDE if offset else HEAD, offset):
            text = data.lstrip(b"\0")
            if text:
                return offset + len(data) - len(text)
            offset = self._data_from(offset + len(data))
        return offset

    def _data_from(self, offset: int) -> int:
        """Where the next data begin; `offset` itself where the file system knows of no holes."""
        try:
            return self._system.data(self.fd, offset)
        except OSError:
            return offset
