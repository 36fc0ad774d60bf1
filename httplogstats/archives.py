"""Reads compressed logs, forward and in bounded pieces. Parses nothing, opens nothing."""

import bz2
import importlib
import lzma
import os
import zlib
from typing import Protocol, cast

from httplogstats.generation import HEAD, Generation, Piece
from httplogstats.system import Status, System

RAW = 64 * 1024
"""Compressed bytes read at a time."""

FAR = 64 * 1024 * 1024
"""A compressed copy is read on only at a place at most so many bytes behind its start."""

_DAMAGED = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


class Decoder(Protocol):
    """What bz2, lzma and zstd have alike, for one compressed stream."""

    @property
    def eof(self) -> bool:
        """The stream is complete."""

    @property
    def needs_input(self) -> bool:
        """Nothing more comes out without more going in."""

    @property
    def unused_data(self) -> bytes:
        """What stands behind the stream."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` bytes of what `data` brings."""


class GzipDecoder:
    """The same for gzip, which the standard library offers in another shape."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """The stream is complete."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """What stands behind the stream."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` bytes of what `data` brings."""
        piece = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = len(piece) < max_length
        return piece


def decoder(path: str) -> Decoder | None:
    """For the end of the name; None where this interpreter has none (zstd came with Python 3.14)."""
    match os.path.splitext(path)[1]:
        case ".gz":
            return GzipDecoder()
        case ".bz2":
            return bz2.BZ2Decompressor()
        case ".xz":
            return lzma.LZMADecompressor()
        case ".zst":
            try:
                return cast(Decoder, importlib.import_module("compression.zstd").ZstdDecompressor())
            except ImportError:
                return None
    return None


def can_read(path: str) -> bool:
    """Whether this interpreter can decompress it."""
    return decoder(path) is not None


class ArchiveGeneration(Generation):
    """A compressed file; `offset`, head and mark are those of the text within. It does not grow.

    A damaged one gives what can be read, and says so in `damage`.
    """

    def __init__(self, system: System, fd: int, status: Status, now: float, path: str) -> None:
        super().__init__(system, fd, status, now)
        self.damage = ""
        self._path = path
        self._raw = 0
        self._ahead = b""
        self._begin()

    @property
    def unread(self) -> int:
        """Compressed bytes to come, and at least one while there is more."""
        return 0 if self._done else max(1, self.size - self._raw)

    @property
    def progress(self) -> tuple[int, int]:
        """Compressed bytes read, and their number."""
        return self._raw, self.size

    def look(self) -> bool:
        """Whether there is more."""
        return not self._done

    def check(self) -> int:
        """Nobody cuts an archive under its writer."""
        return self.mtime

    def read(self, count: int) -> Piece:
        """The next bytes of the text, none at the end."""
        data, self._ahead = self._ahead[:count], self._ahead[count:]
        while not data and not self._done:
            data = self._decode(count)
        return data, self._take(data)

    def first(self) -> bytes:
        """How the text begins; only asked before it is read."""
        while len(text := self._ahead.lstrip(b"\0")) < HEAD and not self._over:
            if not text:  # a hole, as it was packed
                self._take(self._ahead)
                self._ahead = b""
            self._ahead += self._decode(HEAD)
        return text[:HEAD]

    def continues(self, other: Generation) -> bool:
        """Whether the text holds what was read of `other`; if so, it stands there afterwards."""
        if not other.head or other.offset > FAR or not self.first().startswith(other.head):
            return False
        while self.offset < other.offset and not self._done:
            self.read(min(RAW, other.offset - self.offset))
        return self.offset == other.offset and self.mark == other.mark

    def copies(self, other: Generation, first: bytes) -> bool:
        """Whether the text begins like `other` does or did."""
        return (
            first.startswith(other.head) and other.agrees(first, 0) if other.head else first == other.first()
        )

    def agrees(self, first: bytes, size: int) -> bool:
        """Whether the text may begin with `first`; an archive cannot be read again."""
        return first.startswith(self.head) or self.head.startswith(first)

    def _data_from(self, offset: int) -> int:
        """There are no holes in an archive."""
        return offset

    def _begin(self) -> None:
        found = decoder(self._path)
        if found is None:
            raise OSError(f"this Python cannot read {os.path.splitext(self._path)[1]} files")
        self._decoder = found
        self._between = True  # before the first byte of a stream
        self._over = False

    @property
    def _done(self) -> bool:
        return self._over and not self._ahead

    def _decode(self, count: int) -> bytes:
        """One step: at most `count` bytes, which may be none yet."""
        raw = b""
        if self._decoder.eof:  # several streams may follow each other, and padding
            raw = self._decoder.unused_data.lstrip(b"\0")
            self._begin()
        if not raw and self._decoder.needs_input:
            raw = self._system.pread(self.fd, RAW, self._raw)
            self._raw += len(raw)
            if not raw:
                self._stop("" if self._between else "it ends too early")
                return b""
            raw = raw.lstrip(b"\0") if self._between else raw
        self._between = self._between and not raw
        try:
            return self._decoder.decompress(raw, count)
        except _DAMAGED as error:
            self._stop(str(error) or "it cannot be decompressed")
            return b""

    def _stop(self, damage: str) -> None:
        self._over = True
        self.damage = damage and f"damaged: {damage}"
