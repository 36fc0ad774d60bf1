"""Follows one log by its name, through every rotation. Parses nothing, reads no clock.

Rules:
- Every poll asks what stands under the name; a new file there begins a generation (chain.py reads them).
- While nothing stands there the last file is read on: its writer still has it.
- Nothing that the world does raises: it becomes the state, and is tried again at the next poll.

An idle poll is two system calls: stat of the name, fstat of the descriptor (one more for each renamed file
that is still held; every 5 s three more where the file is itself a mount point).
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress

from httplogstats.block import LINE_LIMIT, Block
from httplogstats.chain import PATIENCE, Chain
from httplogstats.generation import Generation
from httplogstats.lines import BYTE_ORDER_MARK
from httplogstats.mounts import ADVICE, MOUNTINFO, Mount
from httplogstats.rewind import begin_at_end, lines_before
from httplogstats.siblings import Siblings, opened
from httplogstats.snapshot import Following, SourceState
from httplogstats.system import System
from httplogstats.trouble import GONE, in_words, unfit


class FileTail:
    """A source that follows one path. With `follow` off it ends where the file ends.

    `from_start` reads what is already there, `with_rotated` its rotated siblings before it, oldest first. A
    compressed file does not grow: it is not followed.
    """

    seekable = True

    def __init__(
        self,
        path: str,
        *,
        from_start: bool = False,
        follow: bool = True,
        with_rotated: bool = False,
        system: System | None = None,
        mountinfo: str = MOUNTINFO,
    ) -> None:
        self.finished = False
        self._path = path
        self._follow = follow
        self._from_end = follow and not from_start
        self._begun = False  # whether a file has ever been opened
        self._system = system or System()
        self._siblings = Siblings(self._system, path)
        self._chain = Chain(self._siblings)
        self._mount = Mount(self._system, path, mountinfo)
        self._following = Following.WAITING
        self._detail = ""
        self._reason: tuple[int | None, bool] | None = None
        self._renames = 0
        self._folder_date = 0  # when it was last looked into, while nothing stood under the name
        self._learn(with_rotated)
        self._note(self._look(0.0))
        if self._chain.present is not None:
            self._chain.present.searched = True

    @property
    def at_end(self) -> bool:
        """The last poll reached the end of what there is, or could read nothing."""
        return self._chain.at_end

    @property
    def past(self) -> bool:
        """Whether it holds only what was written before: then its stamps alone decide (semantics T5)."""
        return not self._follow

    @property
    def waiting(self) -> int:
        """Bytes known to be unread."""
        return self._chain.unread

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        """Blocks from before start, as far back as `old_enough` wants (T4); polls go on where they end."""
        present = self._chain.present
        if present is None or not present.offset:
            return
        try:
            yield from lines_before(self._system, present, old_enough)
        except OSError as error:
            self._note(error)

    def head(self) -> bytes:
        """How the present log begins."""
        present = self._chain.present
        try:
            return b"" if present is None else present.beginning(LINE_LIMIT).removeprefix(BYTE_ORDER_MARK)
        except OSError:  # a poll will say so
            return b""

    def poll(self, now: float, limit: int) -> list[Block]:
        """The lines that came, at most about `limit` bytes of them; `now` is monotonic seconds."""
        if self.finished:
            return []
        refused = self._look(now) if self._follow else None
        blocks = self._chain.read(now, limit)
        self._note(refused or self._chain.error)
        if self._reason is None:
            self._detail = ADVICE if self._mount.renamed(now) else self._chain.damage
        if not self._follow and self._is_read():
            blocks += self._chain.finish()
            self.finished = True
        return blocks

    def state(self) -> SourceState:
        """What is being done, for people."""
        held = self._chain.held
        reading = next((one for one in held if one.unread), self._chain.present)
        offset, size = reading.progress if reading else (0, None)
        following = Following.ENDED if self.finished else self._following
        rotations = self._renames + self._chain.cuts + self._chain.missed
        return SourceState(self._path, following, self._detail, rotations, offset, size)

    def holds(self, key: tuple[int, int]) -> bool:
        """Whether the file with this device and inode is being read here."""
        return self._chain.find(key) is not None

    def close(self) -> None:
        """Let go of all files."""
        self._chain.close()

    def _learn(self, with_rotated: bool) -> None:
        """See what rotated siblings are there already; if that fails, it is done at the first rotation."""
        try:
            if with_rotated:
                self._chain.held += self._siblings.open_all()
            self._siblings.learn()
        except OSError as error:
            self._note(error)

    def _look(self, now: float) -> OSError | None:
        """See what stands under the name; a new file begins a generation."""
        present = self._chain.present
        try:
            status = self._system.stat(self._path)
            self._chain.standing = present is not None and present.key == (status.st_dev, status.st_ino)
            if not self._chain.standing:
                self._turn_to(status, now)
            elif present is not None and present.failures:
                self._reopen(present, now)
        except OSError as error:
            if error.errno in GONE:
                self._lose(now)
            return error
        return None

    def _lose(self, now: float) -> None:
        """Nothing stands under the name; what was made and renamed since the last poll is beside it."""
        self._from_end = self._from_end and self._begun  # what comes now is new from its start
        self._chain.standing = False
        present = self._chain.present
        with suppress(OSError):
            date = self._system.stat(os.path.dirname(self._path) or ".").st_mtime_ns
            if present is not None and date != self._folder_date:
                self._chain.probe(now)
                self._chain.search(present, now)
                self._folder_date = date

    def _turn_to(self, status: os.stat_result, now: float) -> None:
        """Open what stands under the name now."""
        held = self._chain.find((status.st_dev, status.st_ino))
        if held is not None:  # renamed back
            self._chain.promote(held)
            return
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(status.st_mode):
            raise OSError(unfit(status.st_mode))
        if self._begun:
            self._chain.probe(now)
        generation = opened(self._system, self._path, now)
        if self._chain.find(generation.key) is not None:  # renamed back since the stat
            generation.close()
            return
        try:
            if self._from_end and not self._begun:
                begin_at_end(self._system, generation)
        except OSError:
            generation.close()
            raise
        present = self._chain.present
        if self._begun and present is not None:
            with suppress(OSError):  # it is done again when its first bytes have been read
                self._chain.search(present, now, [generation])
                generation.searched = True
        self._chain.held.append(generation)
        self._renames += self._begun
        self._begun = True
        self._mount.begin(now)

    def _reopen(self, present: Generation, now: float) -> None:
        """The descriptor failed (a network mount that came back): try another one of the same file."""
        again = opened(self._system, self._path, now)
        if again.key == present.key:
            present.reopened(again.fd)
        else:
            again.close()

    def _is_read(self) -> bool:
        """Whether a file that is not followed has been read, as far as it can be."""
        failing = self._chain.error is not None
        present = self._chain.present
        given_up = failing and present is not None and present.failures >= PATIENCE
        return self.at_end and (given_up or not (failing or self._chain.unread))

    def _note(self, error: OSError | None) -> None:
        """Keep what is said of the input up to date; words are only looked for when the reason changes."""
        reason = (error.errno, self._begun) if error else None
        if error is None:
            self._following, self._detail = Following.FOLLOWING, ""
        elif reason != self._reason:
            self._following, self._detail = in_words(error, self._system, self._path, self._begun)
        self._reason = reason
