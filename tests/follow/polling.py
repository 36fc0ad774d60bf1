"""Polls a source as a feed does, on a clock of its own, and keeps what it gave; writes to its log by hand."""

import os
from collections.abc import Callable
from pathlib import Path

from httplogstats.block import Block
from httplogstats.sources import Source


class Reader:
    """`lines` are without their newline."""

    def __init__(self, tail: Source) -> None:
        self.tail = tail
        self.now = 0.0
        self.lines: list[bytes] = []
        self.overlong = 0

    def poll(self, limit: int = 1 << 20, seconds: float = 0.25) -> None:
        self.now += seconds
        self.take(self.tail.poll(self.now, limit))

    def take(self, blocks: list[Block]) -> None:
        for block in blocks:
            self.overlong += block.overlong
            if block.data:
                self.lines += block.data.removesuffix(b"\n").split(b"\n")

    def drain(self, most: int = 2_000) -> None:
        """Poll until the end is reached; a reader that never gets there is said to spin."""
        for _ in range(most):
            self.poll()
            if self.tail.at_end:
                return
        raise AssertionError("the end was never reached")


Follow = Callable[..., Reader]


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def settled(reader: Reader) -> list[bytes]:
    reader.drain()
    reader.drain()
    return reader.lines


def copytruncate(log: Path, between: bytes = b"") -> None:
    log.with_name("access.log.1").write_bytes(log.read_bytes())
    append(log, between)
    os.truncate(log, 0)


def descriptors() -> int:
    """How many files this process holds."""
    return len(os.listdir("/proc/self/fd"))
