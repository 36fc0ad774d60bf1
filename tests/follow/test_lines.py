"""Bytes become whole lines, however they were chunked."""

import random
import tracemalloc

import pytest

from httplogstats.lines import Cutter

LIMIT = 65_536


def cut(*pieces: bytes, finish: bool = False) -> tuple[bytes, int]:
    """What came out: the bytes, and the number of overlong lines."""
    cutter = Cutter()
    found = [cutter.feed(piece) for piece in pieces] + ([cutter.finish()] if finish else [])
    blocks = [block for block in found if block]
    return b"".join(block.data for block in blocks), sum(block.overlong for block in blocks)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([b""], b""),
        ([b"a\nb"], b"a\n"),
        ([b"a", b"b\n"], b"ab\n"),
        ([b"a\n", b"\n", b"\nb\n"], b"a\n\n\nb\n"),
        ([b"a\rb\x0bc\x0cd\xe2\x80\xa8e\r\n"], b"a\rb\x0bc\x0cd\xe2\x80\xa8e\r\n"),
        ([b"\0\0\0a\n"], b"a\n"),
        ([b"a\n\0\0", b"\0b\n"], b"a\nb\n"),
        ([b"a\0b\n"], b"a\0b\n"),
        ([b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n", b"\xef\xbb\xbfc\n"], b"a\n\xef\xbb\xbfb\n\xef\xbb\xbfc\n"),
        ([b"\0\xef", b"", b"\xbb", b"\xbfa", b"\n"], b"a\n"),
        ([b"\xef\xbb\xbf\n"], b"\n"),
    ],
)
def test_only_whole_lines_come_out(pieces: list[bytes], expected: bytes) -> None:
    assert cut(*pieces) == (expected, 0)


def test_the_half_line_comes_at_the_end() -> None:
    assert cut(b"a\nb", finish=True) == (b"a\nb", 0)
    assert cut(b"a\n", finish=True) == (b"a\n", 0)
    assert cut(b"\xef\xbb", b"\xbfa", finish=True) == (b"a", 0)
    assert cut(b"\xef\xbb\xbf", finish=True) == (b"", 0)


def test_the_limit_is_exact() -> None:
    assert cut(b"x" * LIMIT + b"\n") == (b"x" * LIMIT + b"\n", 0)
    assert cut(b"x" * (LIMIT + 1) + b"\n") == (b"", 1)
    assert cut(b"x" * (LIMIT + 1), b"\nb\n") == (b"b\n", 1)
    assert cut(b"a\n" + b"x" * (LIMIT + 1), finish=True) == (b"a\n", 1)


@pytest.mark.parametrize("seed", range(50))
def test_the_chunks_make_no_difference(seed: int) -> None:
    dice = random.Random(seed)
    sizes = [dice.choice((0, 1, 50, LIMIT - 1, LIMIT, LIMIT + 1, 3 * LIMIT)) for _ in range(8)]
    rest = b"".join(b"x" * size + b"\n" for size in sizes) + b"rest"
    pieces = []
    while rest:
        size = dice.choice((10, 1_000, LIMIT, LIMIT + 1, 200_000))
        pieces.append(rest[:size])
        rest = rest[size:]
    short = b"".join(b"x" * size + b"\n" for size in sizes if size <= LIMIT)
    assert cut(*pieces) == (short, sum(size > LIMIT for size in sizes))


def test_an_endless_line_costs_constant_memory() -> None:
    cutter = Cutter()
    piece = b"x" * 100_000
    tracemalloc.start()
    try:
        for _ in range(200):
            assert cutter.feed(piece) is None
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    block = cutter.feed(b"\nnext\n")
    assert block is not None
    assert (block.data, block.overlong) == (b"next\n", 1)
