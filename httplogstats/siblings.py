"""Finds what rotation made of a log: missed generations, and the copy of a file that was cut. Reads no lines.

A sibling is known once it has been seen, by its inode and its first bytes: inodes are used again, and a
compressed file has another one than what it was made of.
"""

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from httplogstats.archives import ArchiveGeneration, can_read
from httplogstats.generation import Generation
from httplogstats.rotated import is_compressed, rotated
from httplogstats.system import System, close_quietly

FAR = 64 * 1024 * 1024
"""A compressed copy is only read on if the place is at most so many bytes behind its start."""

_PASSING = (errno.ENOENT, errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENXIO)


def opened(system: System, path: str, now: float) -> Generation:
    """The file, open at its start. Raises OSError."""
    fd = system.open(path)
    try:
        status = system.fstat(fd)
        if is_compressed(path):
            return ArchiveGeneration(system, fd, status, now, path)
        return Generation(system, fd, status, now)
    except OSError:
        close_quietly(system.close, fd)
        raise


class Siblings:
    """The rotated files beside one log. Every method but `note` may raise OSError, and then changes nothing."""

    def __init__(self, system: System, path: str) -> None:
        self._system = system
        self._path = path
        self._home = ""  # where the name led when the siblings were last seen
        self._known: dict[tuple[int, int], bytes] = {}

    def open_all(self, now: float) -> list[Generation]:
        """All siblings that can be read, oldest first."""
        return list(self._each(now))

    def learn(self) -> None:
        """See what is there, so that only what comes later is news."""
        known = {}
        for sibling in self._each(0.0):
            with _closing(sibling):
                known[sibling.key] = sibling.first()
        self._home, self._known = os.path.realpath(self._path), known

    def note(self, generation: Generation) -> None:
        """This one has been read and is let go of."""
        if generation.head:
            self._known[generation.key] = generation.head

    def missed(self, held: Sequence[Generation], since: int, now: float) -> list[Generation]:
        """Generations that came and went since the siblings were last seen, oldest first.

        `since` is the date (nanoseconds) of what was read last; what is older is no news.
        """
        if self._home != os.path.realpath(self._path):  # a link was switched: these are strangers
            self.learn()
            return []
        found: list[Generation] = []
        known = {}
        try:
            for sibling in self._each(now):
                with _closing(sibling, found):
                    first = sibling.first()
                    if self._is_news(sibling, first, since) and sibling.key not in [one.key for one in held]:
                        if not any(sibling.copies(other, first) for other in held):
                            found.append(sibling)
                    elif first:
                        known[sibling.key] = first
        except OSError:
            for sibling in found:
                sibling.close()
            raise
        self._known = known
        return found

    def copy_of(self, generation: Generation, held: Sequence[Generation], now: float) -> Generation | None:
        """The sibling in which `generation` can be read on."""
        keys = [one.key for one in held]
        found: list[Generation] = []
        for sibling in self._each(now, newest_first=True):
            with _closing(sibling, found):
                if sibling.key not in keys and sibling.continues(generation):
                    sibling.take_over(generation)
                    found.append(sibling)
                    break
        return found[0] if found else None
