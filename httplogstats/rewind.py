"""Finds where to begin in a log that is already there (semantics T4). Yields lines, counts nothing."""

from collections.abc import Callable, Iterator

from httplogstats.block import LINE_LIMIT, Block
from httplogstats.generation import CutError, Generation
from httplogstats.lines import Cutter
from httplogstats.system import System

CHUNK = 256 * 1024
"""Bytes of one read, and about those of one block."""

STEP = 64 * 1024
FARTHEST = 64 * 1024 * 1024
"""Bytes that are gone back at first, and at most."""

SAMPLE = 4096
"""Bytes whose lines are shown, to be asked whether they are old enough."""


def begin_at_end(system: System, generation: Generation) -> None:
    """Put `generation` behind its last whole line. Raises OSError."""
    end = generation.size
    begin = max(0, end - LINE_LIMIT - 1)
    tail = system.pread(generation.fd, end - begin, begin)
    newline = tail.rfind(b"\n")
    if newline >= 0 or not begin:
        generation.place(begin + newline + 1)
    else:  # in the midst of a line that is too long
        generation.place(end)
        generation.cutter = Cutter(skipping=True)


def lines_before(
    system: System, generation: Generation, old_enough: Callable[[bytes], bool]
) -> Iterator[Block]:
    """The whole lines that stand before the offset, as far back as `old_enough` wants. Raises OSError.

    Ends early if the file is cut meanwhile.
    """
    end = generation.offset
    again = Generation(system, generation.fd, system.fstat(generation.fd), 0.0)
    again.place(_far_enough(system, generation.fd, end, old_enough))
    cut_off = int(again.offset > 0)  # a line that began before: to the cutter it is too long
    cutter = Cutter(skipping=again.offset > 0)
    while again.offset < end:
        before = again.offset
        try:
            data, begin = again.read(min(CHUNK, end - before))
        except CutError:
            return
        if again.offset == before:
            return
        block = cutter.feed(data, begin)
        if block is not None:
            if block.data or block.overlong > cut_off:
                yield Block(block.data, block.overlong - cut_off)
            cut_off = 0


def _far_enough(system: System, fd: int, end: int, old_enough: Callable[[bytes], bool]) -> int:
    step = STEP
    while step < min(end, FARTHEST):
        lines = _sample(system, fd, end - step, SAMPLE) or _sample(system, fd, end - step, 2 * LINE_LIMIT)
        if lines and old_enough(lines):
            return end - step
        step *= 2
    return max(0, end - FARTHEST)


def _sample(system: System, fd: int, offset: int, count: int) -> bytes:
    """The first whole lines behind `offset`."""
    data = system.pread(fd, count, offset)
    return data[data.find(b"\n") + 1 : data.rfind(b"\n") + 1]
