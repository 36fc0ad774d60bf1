"""Finds what rotation made of a log: missed generations, and the copy of a file that was cut. Reads no lines.

A sibling is known once it has been seen, by its inode and its first bytes: inodes are used again, and a
compressed file has another one than what it was made of.
"""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from httplogstats.archives import ArchiveGeneration, can_read
from httplogstats.generation import Generation
from httplogstats.rotated import is_compressed, rotated
from httplogstats.system import System, close_quietly

TRIES = 4
"""Looks at the siblings, while others rename them."""

MOST_KNOWN = 1_000
"""Siblings that are remembered; those seen last."""

Key = tuple[int, int]

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
    """The rotated files beside one log. All but `note` may raise OSError, and then change nothing."""

    def __init__(self, system: System, path: str) -> None:
        self._system = system
        self._path = path
        self._home = ""  # where the name led when the siblings were last seen
        self._known: dict[Key, bytes] = {}

    def open_all(self) -> list[Generation]:
        """All siblings that can be read, oldest first."""
        return list(self._each(0.0))

    def learn(self) -> None:
        """See what is there, so that only what comes later is news."""
        known = {}
        for sibling in self._each(0.0):
            with _closing(sibling):
                known[sibling.key] = sibling.first()
        self._home, self._known = os.path.realpath(self._path), known

    def note(self, generation: Generation) -> None:
        """This one has been read and is let go of."""
        self._remember({generation.key: generation.head})

    def missed(
        self, held: Sequence[Generation], anchor: Generation, since: int, now: float
    ) -> tuple[list[Generation], list[Generation]]:
        """Generations that came and went since the siblings were last seen, oldest first.

        Those before and those after `anchor`; all are after it where it is no sibling itself. `since` is
        the date (nanoseconds) of what was read last; what is older is no news.
        """
        if self._home != os.path.realpath(self._path):  # a link was switched: these are strangers
            self.learn()
            return [], []
        for tries in range(TRIES):
            before = self._date()
            known: dict[Key, bytes] = {}
            found: list[Generation] = []
            try:
                behind = self._news(held, anchor, since, now, found, known)
                if before == self._date() or tries == TRIES - 1:
                    break
            except OSError:
                _close(found)
                raise
            _close(found)  # renamed under our eyes: once more
        self._remember(known)
        return found[:behind], found[behind:]

    def _news(
        self,
        held: Sequence[Generation],
        anchor: Generation,
        since: int,
        now: float,
        found: list[Generation],
        known: dict[Key, bytes],
    ) -> int:
        """One look for `missed`: fills `found` and `known`; how many of `found` are before `anchor`."""
        keys = {one.key for one in held}
        before = 0
        for sibling in self._each(now):
            with _closing(sibling, found):
                first = sibling.first()
                if sibling.key == anchor.key:
                    before = len(found)
                if sibling.key in keys or not self._is_news(sibling, first, since):
                    known[sibling.key] = first
                elif not first or not any(sibling.copies(other, first) for other in held):
                    found.append(sibling)
                    keys.add(sibling.key)
        return before

    def copy_of(self, generation: Generation, held: Sequence[Generation], now: float) -> Generation | None:
        """The sibling in which `generation` can be read on.

        Looks again if the folder changed meanwhile: the copy may have been renamed under our eyes.
        """
        for _ in range(TRIES):
            before = self._date()
            if (copy := self._find_copy(generation, held, now)) is not None:
                return copy
            if before == self._date():
                break
        self.note(generation)  # should it turn up after all, it is no news
        return None

    def _find_copy(self, generation: Generation, held: Sequence[Generation], now: float) -> Generation | None:
        keys = [one.key for one in held]
        found: list[Generation] = []
        for sibling in self._each(now, newest_first=True):
            with _closing(sibling, found):
                if sibling.key not in keys and sibling.continues(generation):
                    sibling.take_over(generation)
                    found.append(sibling)
                    break
        return found[0] if found else None

    def _remember(self, known: dict[Key, bytes]) -> None:
        """What is not seen now may have been renamed while we looked, so it is not forgotten at once."""
        for key, first in known.items():
            self._known.pop(key, None)
            self._known[key] = first
        for key in list(self._known)[:-MOST_KNOWN]:
            del self._known[key]

    def _date(self) -> int:
        """When something was last made, renamed or removed beside the log, in nanoseconds."""
        return self._system.stat(os.path.dirname(os.path.realpath(self._path))).st_mtime_ns

    def _is_news(self, sibling: Generation, first: bytes, since: int) -> bool:
        if sibling.mtime < since:
            return False
        known = self._known.get(sibling.key)
        if not first:  # its writer may have begun with it, and be about to write
            return known != first
        return not (known and first.startswith(known)) and first not in self._known.values()

    def _each(self, now: float, newest_first: bool = False) -> Iterator[Generation]:
        """The siblings, opened; those that are gone, or that we may not read, are left out."""
        folder, name = os.path.split(os.path.realpath(self._path))
        names = rotated(name, self._system.names(folder))
        for other in reversed(names) if newest_first else names:
            if is_compressed(other) and not can_read(other):
                continue
            try:
                yield opened(self._system, os.path.join(folder, other), now)
            except OSError as error:
                if error.errno not in _PASSING:
                    raise


def _close(generations: Sequence[Generation]) -> None:
    for generation in generations:
        generation.close()


@contextmanager
def _closing(sibling: Generation, kept: Sequence[Generation] = ()) -> Iterator[None]:
    """Closes `sibling` at the end, unless it has been kept."""
    try:
        yield
    finally:
        if sibling not in kept:
            sibling.close()
