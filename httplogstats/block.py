"""What travels from a source to a scanner: bytes that are whole lines."""

from typing import NamedTuple

LINE_LIMIT = 64 * 1024
"""A line longer than this many bytes is skipped and counted as overlong (semantics C2)."""


class Block(NamedTuple):
    """Whole lines of one input, each ended by byte 0x0A; only the last line of a finished input may lack it.

    ``overlong`` counts the lines over ``LINE_LIMIT`` that were skipped just before or within this block; a
    block may have no data and report only those.
    """

    data: bytes
    overlong: int = 0
