"""From the names on the command line to sources: files, patterns, pipes, compressed files. Parses nothing."""

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from httplogstats.archives import can_read
from httplogstats.block import Block
from httplogstats.patterns import PatternTail, hidden, matches, originals
from httplogstats.rotated import is_compressed
from httplogstats.snapshot import Following, SourceState
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
    def seekable(self) -> bool:
        """Whether its end can be seen: a pipe that gives nothing may have paused."""

    @property
    def past(self) -> bool:
        """Whether it holds only what was written before: then its stamps alone decide (semantics T5)."""

    @property
    def waiting(self) -> int:
        """Bytes known to be unread, 0 where that is not known."""

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        """What was written before start, as far back as `old_enough(lines)` wants it (semantics T4)."""

    def head(self) -> bytes:
        """How what is being read begins, where that can be looked at again; its format may stand there."""

    def poll(self, now: float, limit: int) -> list[Block]:
        """The lines that came, at most about `limit` bytes; `now` is monotonic seconds."""

    def state(self) -> SourceState:
        """What is being done, for people."""

    def close(self) -> None:
        """Let go of files."""


def open_sources(
    paths: Sequence[str], *, from_start: bool, follow: bool, with_rotated: bool = False
) -> list[Source]:
    """A source for each path and each file that a pattern matches, and one for its matches to come.

    Without `follow` all is read from the start, and nothing may be missing. A rotated sibling named beside
    its log (`access.log*` without quotes) holds the past. Raises `SourceError` for what can never be read.
    """
    sources: list[Source] = []
    siblings = _siblings(paths)
    whole = with_rotated and (from_start or not follow)
    seen = set(siblings) if whole else set()  # they come with their log

    def add(path: str) -> FileTail | None:
        if path in seen:
            return None
        seen.add(path)
        source = _open(path, from_start, follow and path not in siblings, whole and path not in siblings)
        sources.append(source)
        return source if isinstance(source, FileTail) else None

    try:
        for path in paths:
            if not glob.has_magic(path) or os.path.lexists(path):
                add(path)
                continue
            names = _matching(path, follow)
            tails = [tail for name in names if (tail := add(name)) is not None]
            if follow:
                sources.append(PatternTail(path, tails, names))
    except SourceError:
        for source in sources:
            source.close()
        raise
    return sources


def _siblings(paths: Sequence[str]) -> set[str]:
    """Those made by rotation of another one; a number before the ending (`app-1.log`) may be another log."""
    logs = originals(paths)
    return {path for path in paths if path not in logs and path.startswith(tuple(logs))}


def _matching(pattern: str, follow: bool) -> list[str]:
    names = originals(matches(pattern))
    if not names and not follow:
        raise SourceError(f"no file matches {pattern}" + (f": {why}" if (why := hidden(pattern)) else ""))
    return names


def _open(path: str, from_start: bool, follow: bool, with_rotated: bool) -> Source:
    if path == "-":
        if os.isatty(0):
            raise SourceError("standard input is the keyboard: send a log through a pipe, or name a file")
        return standard_input(follow)
    if os.path.isdir(path):
        raise SourceError(f"{path} is a directory: name a log in it, or a pattern such as '{path}/*.log'")
    if is_fifo(path):
        try:
            return fifo(path, follow)
        except OSError as error:
            raise SourceError(f"cannot read {path}: {error.strerror}") from None
    once = is_compressed(path)
    if once and not can_read(path):
        raise SourceError(f"{path}: this Python cannot decompress it; decompress it first")
    follow = follow and not once
    tail = FileTail(path, from_start=from_start, follow=follow, with_rotated=with_rotated and not once)
    state = tail.state()
    if not follow and state.following is not Following.FOLLOWING:
        tail.close()
        waiting = state.following is Following.WAITING
        raise SourceError(f"cannot read {path}: {'no such file' if waiting else state.detail}")
    return tail
