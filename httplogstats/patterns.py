"""Follows the files that a shell-style pattern comes to match after start. Parses nothing."""

import glob
import os
from collections.abc import Callable, Iterator, Sequence

from httplogstats.block import Block
from httplogstats.rotated import is_compressed, rotated
from httplogstats.snapshot import Following, SourceState
from httplogstats.system import System
from httplogstats.tail import FileTail
from httplogstats.trouble import in_words

RESCAN = 2.0
"""Seconds between two looks for new matches."""


class PatternTail:
    """One source for all files that match later; each is read from its start.

    `present` are the tails of what matched at start. What they hold under another name, their rotated
    siblings, and what is compressed, is no new match.
    """

    seekable = True

    def __init__(self, pattern: str, present: Sequence[FileTail], names: Sequence[str]) -> None:
        self.finished = False
        self.past = False
        self._pattern = pattern
        self._present = present
        self._names = set(names)
        self._tails: list[FileTail] = []
        self._turn = 0
        self._next = 0.0
        self._hidden = "" if names else hidden(pattern)

    @property
    def at_end(self) -> bool:
        """Whether all have been read to their end."""
        return all(tail.at_end for tail in self._tails)

    @property
    def waiting(self) -> int:
        """Bytes known to be unread."""
        return sum(tail.waiting for tail in self._tails)

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        """These files were not there before start."""
        return iter(())

    def head(self) -> bytes:
        """There is no log that could begin, before one appears."""
        return b""

    def poll(self, now: float, limit: int) -> list[Block]:
        """The lines that came, at most about `limit` bytes of them; the files take turns to be first."""
        if now >= self._next:
            self._next = now + RESCAN
            self._tails += [FileTail(path, from_start=True) for path in self._new()]
            self._hidden = "" if self._tails or self._present else hidden(self._pattern)
        blocks: list[Block] = []
        self._turn += 1
        for place in range(len(self._tails)):
            tail = self._tails[(self._turn + place) % len(self._tails)]
            found = tail.poll(now, max(1, limit))
            limit -= sum(len(block.data) for block in found)
            blocks += found
        return blocks

    def state(self) -> SourceState:
        """What is being done, for people."""
        number = len(self._tails)
        if not number:
            if self._present:
                return SourceState(self._pattern, Following.FOLLOWING, matches=0)
            following = Following.DENIED if self._hidden else Following.WAITING
            return SourceState(self._pattern, following, self._hidden or "no file matches yet")
        states = [tail.state() for tail in self._tails]
        worst = next((state for state in states if state.following != Following.FOLLOWING), states[0])
        detail = f"{worst.name}: {worst.detail}" if worst.detail else ""
        rotations = sum(state.rotations for state in states)
        return SourceState(self._pattern, worst.following, detail, rotations, matches=number)

    def close(self) -> None:
        """Let go of all files."""
        for tail in self._tails:
            tail.close()

    def _new(self) -> list[str]:
        """Matches that are there for the first time, and are logs of their own."""
        found = []
        for path in originals(matches(self._pattern)):
            if path in self._names:
                continue
            self._names.add(path)
            if not is_compressed(path) and not self._is_held(path):
                found.append(path)
        return found

    def _is_held(self, path: str) -> bool:
        try:
            status = os.stat(path)
        except OSError:
            return False
        key = (status.st_dev, status.st_ino)
        return any(tail.holds(key) for tail in [*self._present, *self._tails])


def matches(pattern: str) -> list[str]:
    """The files that match now; no folders."""
    return sorted(path for path in glob.glob(pattern) if not os.path.isdir(path))


def hidden(pattern: str) -> str:
    """Why nothing can be seen where a pattern looks: a folder of it may not be read. Empty if it may be."""
    folder = os.path.dirname(pattern)
    while glob.has_magic(folder):
        folder = os.path.dirname(folder)
    system = System()
    try:
        system.names(folder or ".")
    except PermissionError as error:
        return in_words(error, system, folder, False)[1]
    except OSError:
        return ""
    return ""


def originals(paths: Sequence[str]) -> list[str]:
    """`paths` without those that are rotated siblings of others among them."""
    names: dict[str, list[str]] = {}
    for path in paths:
        names.setdefault(os.path.dirname(path), []).append(os.path.basename(path))
    siblings = {
        os.path.join(folder, other)
        for folder, here in names.items()
        for name in here
        for other in rotated(name, here)
    }
    return [path for path in paths if path not in siblings]
