"""A source of which the next piece is read while the one before it is counted. Parses nothing.

Only a backlog is read ahead. Its end is never seen that way: what came since is read before it is said that
there is no more, for whatever is decided then must have been read.
"""

from collections.abc import Callable, Iterator
from functools import partial

from httplogstats.block import Block
from httplogstats.chores import Chores
from httplogstats.snapshot import SourceState
from httplogstats.sources import Source

LARGE = 256 * 1024
"""Bytes of a piece from which on the next one is read ahead: to hand less to a thread takes longer."""


class ReadAhead:
    """Gives what `source` gives, which nobody else may use."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._chores = Chores()
        self._blocks: list[Block] | None = None  # those read ahead
        self._waiting = 0  # bytes that were unread before

    @property
    def at_end(self) -> bool:
        return self._blocks is None and self._source.at_end

    @property
    def finished(self) -> bool:
        return self._blocks is None and self._source.finished

    @property
    def seekable(self) -> bool:
        return self._source.seekable

    @property
    def past(self) -> bool:
        return self._source.past

    @property
    def waiting(self) -> int:
        return self._source.waiting if self._blocks is None else self._waiting

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        """Nothing is read ahead before it is polled."""
        return self._source.prime(old_enough)

    def head(self) -> bytes:
        """How what is being read begins."""
        return self._source.head()

    def poll(self, now: float, limit: int) -> list[Block]:
        """The lines that came; on a thread, those that follow a large piece."""
        self._chores.wait()
        blocks, self._blocks = self._blocks, None
        if blocks is None:
            blocks = self._source.poll(now, limit)
        elif self.at_end and not self.finished:
            blocks += self._source.poll(now, limit)
        if limit >= LARGE and not (self.at_end or self.finished):
            self._waiting = self._source.waiting
            self._blocks = []
            self._chores.add(partial(self._read, self._blocks, now, limit))
        return blocks

    def state(self) -> SourceState:
        """What is being done, for people."""
        self._chores.wait()
        return self._source.state()

    def close(self) -> None:
        """Let go of files."""
        self._chores.wait()
        self._source.close()

    def _read(self, blocks: list[Block], now: float, limit: int) -> None:
        blocks += self._source.poll(now, limit)
