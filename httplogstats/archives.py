"""Reads a compressed log once, from its start, in bounded pieces. Parses nothing."""

import bz2
import gzip
import lzma
import os
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from httplogstats.block import Block
from httplogstats.lines import Cutter
from httplogstats.snapshot import Following, SourceState

CHUNK = 256 * 1024
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)


def opener(path: str) -> Callable[[str], BinaryIO] | None:
    """How to open a compressed file, by the end of its name; None where this interpreter cannot."""
    if path.endswith(".gz"):
        return lambda path: cast(BinaryIO, gzip.open(path))
    if path.endswith(".bz2"):
        return lambda path: cast(BinaryIO, bz2.open(path))
    if path.endswith(".xz"):
        return lambda path: cast(BinaryIO, lzma.open(path))
    return None


class Archive:
    """A source that ends with its file. A damaged one gives what can be read, and says so."""

    def __init__(self, path: str, open_: Callable[[str], BinaryIO]) -> None:
        self.at_end = False
        self.finished = False
        self._path = path
        self._cutter = Cutter()
        self._detail = ""
        self._size = os.stat(path).st_size
        self._file = open_(path)

    @property
    def waiting(self) -> int:
        """Unknown until it has been read."""
        return 0

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        """It is read from its start anyway."""
        return iter(())

    def poll(self, now: float, limit: int) -> list[Block]:
        """The next lines, at most about `limit` bytes of them."""
        try:
            data = self._file.read(min(CHUNK, limit))
        except _BROKEN as error:
            self._detail = f"damaged: {error}"
            data = b""
        if not data:
            self.at_end = self.finished = True
        block = self._cutter.feed(data) if data else self._cutter.finish()
        return [block] if block else []

    def state(self) -> SourceState:
        """What is being done, for people."""
        following = Following.ENDED if self.finished else Following.FOLLOWING
        return SourceState(self._path, following, self._detail, size=self._size)

    def fileno(self) -> int | None:
        """Not to be waited for."""
        return None

    def close(self) -> None:
        """Let go of it."""
        self._file.close()
