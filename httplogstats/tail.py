"""Follows one log by its name, through every rotation. Parses nothing, reads no clock.

Rules:
- The old descriptor is read to its end after a rename, and kept for `LINGER` seconds after its last growth:
  its writer may go on. While nothing new stands under the name it is kept for good.
- A file that was cut under its writer is recognised by its bytes, not by its size; what was not read of it is
  taken from the copy beside it, and its half line goes on where the writer goes on.
- Rotated siblings that appeared since the last look, and are neither held nor copies of what is held, are
  generations that came and went between two polls: they are read first.
- Nothing that the world does raises: it becomes the state, and is tried again at the next poll.

An idle poll is two system calls: stat of the name, fstat of the descriptor.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator

from httplogstats.block import LINE_LIMIT, Block
from httplogstats.generation import CutError, Generation
from httplogstats.lines import Cutter
from httplogstats.rotated import is_compressed, rotated
from httplogstats.snapshot import Following, SourceState
from httplogstats.system import Status, System, close_quietly
from httplogstats.trouble import in_words

LINGER = 60.0
"""Seconds that a renamed file stays open after its last growth."""

MOST_HELD = 8
"""Renamed files held open at most; the oldest is let go."""

CHUNK = 256 * 1024
"""Bytes of one read, and about those of one block."""

STEP = 64 * 1024
FARTHEST = 64 * 1024 * 1024
"""Bytes that priming goes back at first, and at most (semantics T4)."""


class FileTail:
    """A source that follows one path. With `follow` off it ends where the file ends."""

    def __init__(
        self, path: str, *, from_start: bool = False, follow: bool = True, system: System | None = None
    ) -> None:
        self.at_end = False
        self.finished = False
        self._path = path
        self._follow = follow
        self._system = system or System()
        self._held: list[Generation] = []  # oldest first; the last one is the present one
        self._known: set[tuple[int, int]] = set()  # siblings that were there before
        self._following = Following.WAITING
        self._detail = ""
        self._rotations = 0
        self._begun = False  # whether a file has ever been opened
        try:
            status = self._system.stat(path)
            self._open(status, 0.0)
            if not from_start:
                self._held[-1].place(status.st_size)
        except OSError as error:
            self._trouble(error)

    @property
    def waiting(self) -> int:
        """Bytes known to be unread."""
        return sum(generation.unread for generation in self._held)

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        """Blocks from before start, as far back as `old_enough` wants (T4); polls go on where they end."""
        if not self._held or not self._held[-1].offset:
            return
        try:
            yield from self._read_back(self._held[-1], old_enough)
        except OSError as error:
            self._trouble(error)

    def poll(self, now: float, limit: int) -> list[Block]:
        """The lines that came, at most about `limit` bytes of them; `now` is monotonic seconds."""
        blocks: list[Block] = []
        try:
            self._look(now)
        except OSError as error:
            self._trouble(error)
        else:
            self._following, self._detail = Following.FOLLOWING, ""
        try:
            self._read(now, limit, blocks)
        except OSError as error:
            self._trouble(error)
            self.at_end = True
        if self.at_end and not self._follow:
            self._finish(blocks)
        return blocks

    def state(self) -> SourceState:
        """What is being done, for people."""
        present = self._held[-1] if self._held else None
        return SourceState(
            self._path,
            Following.ENDED if self.finished else self._following,
            self._detail,
            self._rotations,
            present.offset if present else 0,
            present.size if present else None,
        )

    def fileno(self) -> int | None:
        """Regular files cannot be waited for."""
        return None

    def close(self) -> None:
        """Let go of all files."""
        for generation in self._held:
            generation.close()
        self._held.clear()

    def _look(self, now: float) -> None:
        """See what stands under the name; a new file begins a generation."""
        status = self._system.stat(self._path)
        if self._held and self._held[-1].key == (status.st_dev, status.st_ino):
            return
        rotation = self._begun
        missed = self._missed(now) if rotation else []
        self._open(status, now)
        self._held[-1:-1] = missed
        if rotation:
            self._rotations += 1 + len(missed)
        for generation in self._held[:-MOST_HELD]:
            generation.grown = now - LINGER

    def _open(self, status: Status, now: float) -> None:
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        self._held.append(self._generation(self._path, now))
        self._begun = True
        self._following, self._detail = Following.FOLLOWING, ""
        self._note_siblings()

    def _generation(self, path: str, now: float) -> Generation:
        fd = self._system.open(path)
        try:
            return Generation(self._system, fd, self._system.fstat(fd), now)
        except OSError:
            close_quietly(self._system.close, fd)
            raise

    def _siblings(self) -> list[str]:
        folder, name = os.path.split(os.path.realpath(self._path))
        return [os.path.join(folder, other) for other in rotated(name, self._system.names(folder))]

    def _note_siblings(self) -> None:
        for path in self._siblings():
            try:
                status = self._system.stat(path)
            except OSError:
                continue
            self._known.add((status.st_dev, status.st_ino))

    def _missed(self, now: float) -> list[Generation]:
        """Generations that came and went since the last poll, oldest first."""
        held = {generation.key for generation in self._held}
        found = []
        for path in self._siblings():
            if is_compressed(path):
                continue
            try:
                status = self._system.stat(path)
                if (status.st_dev, status.st_ino) in self._known | held:
                    continue
                generation = self._generation(path, now)
            except OSError:
                continue
            if any(generation.begins_like(other) for other in self._held):
                generation.close()
            else:
                found.append(generation)
        return found

    def _read(self, now: float, limit: int, blocks: list[Block]) -> None:
        self.at_end = True
        for generation in list(self._held):
            try:
                limit -= self._read_one(generation, now, limit, blocks)
            except CutError:
                self._cut(generation, now, blocks)
                self.at_end = False
                return
            if limit <= 0:
                self.at_end = False
                return
            self._retire(generation, now, blocks)

    def _read_one(self, generation: Generation, now: float, limit: int, blocks: list[Block]) -> int:
        """Read at most `limit` bytes of one file; their number."""
        if not generation.look():
            return 0
        generation.check()
        read = 0
        while read < limit:
            before = generation.offset
            data = generation.read(min(CHUNK, limit - read))
            if generation.offset == before:
                break
            read += generation.offset - before
            generation.grown = now
            if data and (block := generation.cutter.feed(data)):
                blocks.append(block)
        return read

    def _retire(self, generation: Generation, now: float, blocks: list[Block]) -> None:
        """Let go of a file that has been read to its end and will not grow any more."""
        place = self._held.index(generation)
        if place == len(self._held) - 1:
            return
        if generation.copy:
            self._held[place + 1].cutter = generation.cutter
        elif now - generation.grown < LINGER:
            return
        elif block := generation.cutter.finish():
            blocks.append(block)
        self._held.remove(generation)
        generation.close()

    def _cut(self, generation: Generation, now: float, blocks: list[Block]) -> None:
        """The file was truncated: its unread rest is in a copy, if there is one."""
        copy = self._copy_of(generation, now)
        if copy is not None:
            copy.take_over(generation)
            copy.copy = True
            self._held.insert(self._held.index(generation), copy)
        elif block := generation.cutter.finish():
            blocks.append(block)
        generation.cutter = Cutter()
        generation.restart()
        self._rotations += 1
        self._note_siblings()

    def _copy_of(self, generation: Generation, now: float) -> Generation | None:
        for path in reversed(self._siblings()):
            if is_compressed(path):
                continue
            try:
                copy = self._generation(path, now)
            except OSError:
                continue
            if copy.key != generation.key and copy.continues(generation):
                return copy
            copy.close()
        return None

    def _read_back(self, generation: Generation, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        end = generation.offset
        position = self._far_enough(generation.fd, end, old_enough)
        cutter = Cutter()
        if position:  # the line that is cut here began before the window
            position += self._system.pread(generation.fd, LINE_LIMIT, position).find(b"\n") + 1
        while position < end:
            data = self._system.pread(generation.fd, min(CHUNK, end - position), position)
            if not data:
                break
            position += len(data)
            if block := cutter.feed(data):
                yield block
        generation.cutter = cutter

    def _far_enough(self, fd: int, end: int, old_enough: Callable[[bytes], bool]) -> int:
        step = STEP
        while step < min(end, FARTHEST):
            head = self._system.pread(fd, 4096, end - step)
            lines = head[head.find(b"\n") + 1 : head.rfind(b"\n") + 1]
            if old_enough(lines):
                return end - step
            step *= 2
        return max(0, end - FARTHEST)

    def _finish(self, blocks: list[Block]) -> None:
        for generation in self._held:
            if block := generation.cutter.finish():
                blocks.append(block)
        self.finished = True

    def _trouble(self, error: OSError) -> None:
        self._following, self._detail = in_words(error, self._path, self._begun)
