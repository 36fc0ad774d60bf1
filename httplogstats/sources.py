"""From the names on the command line to sources: files, patterns, pipes, compressed files. Parses nothing."""

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from httplogstats.archives import Archive, opener
from httplogstats.block import Block
from httplogstats.rotated import is_compressed, rotated
from httplogstats.snapshot import SourceState
from httplogstats.streams import fifo, is_fifo, standard_input
from httplogstats.tail import FileTail


class SourceError(Exception):
    """Why an input cannot be read, in one sentence."""


class Source(Protocol):
    """An input that gives blocks of whole lines when asked; it never waits, and never raises."""

    @property
    def at_end(self) -> bool:
        """The last poll reached the end of what there is."""

    @property
    def finished(self) -> bool:
        """Nothing will ever come again."""

    @property
    def waiting(self) -> int:
        """Bytes known to be unread, 0 where that is not known."""

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        """What was written before start, as far back as `old_enough(lines)` wants it (semantics T4)."""

    def poll(self, now: float, limit: int) -> list[Block]:
        """The lines that came, at most about `limit` bytes; `now` is monotonic seconds."""

    def state(self) -> SourceState:
        """What is being done, for people."""

    def fileno(self) -> int | None:
        """A descriptor that can be waited for, if there is one."""

    def close(self) -> None:
        """Let go of files."""


def open_sources(
    paths: Sequence[str], *, from_start: bool, follow: bool, with_rotated: bool = False
) -> list[Source]:
    """One source a path, in their order; raises `SourceError` for what can never be read."""
    sources: list[Source] = []
    for path in _expanded(paths):
        if with_rotated:
            sources += [_open(sibling, True, False) for sibling in _siblings(path)]
        sources.append(_open(path, from_start, follow))
    return sources


def _expanded(paths: Sequence[str]) -> list[str]:
    """Paths with patterns replaced by what they match now."""
    found: list[str] = []
    for path in paths:
        if path == "-" or os.path.lexists(path) or not glob.has_magic(path):
            found.append(path)
        elif matches := sorted(glob.glob(path)):
            found += matches
        else:
            raise SourceError(f"{path}: no file matches this pattern")
    return list(dict.fromkeys(found))


def _siblings(path: str) -> list[str]:
    folder, name = os.path.split(path)
    try:
        return [os.path.join(folder, other) for other in rotated(name, os.listdir(folder or "."))]
    except OSError:
        return []


def _open(path: str, from_start: bool, follow: bool) -> Source:
    try:
        if path == "-":
            return standard_input()
        if os.path.isdir(path):
            raise SourceError(f"{path} is a directory: name a log in it")
        if is_compressed(path) and os.path.exists(path):
            open_ = opener(path)
            if open_ is None:
                raise SourceError(f"{path}: this Python cannot read it; decompress it first")
            return Archive(path, open_)
        if is_fifo(path):
            return fifo(path, follow)
        if not follow:
            os.close(os.open(path, os.O_RDONLY))
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from None
    return FileTail(path, from_start=from_start, follow=follow)
