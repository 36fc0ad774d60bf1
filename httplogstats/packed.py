"""Figures (hits, bytes, 4xx, 5xx) as one number, so that one addition adds them all. Knows no tables.

Bytes take 120 bits, which no sum of a log exceeds, hits and 4xx 60 each, 5xx what is above.
"""

HITS = 120
"""Where the hits begin."""

ERRORS = 180
"""Where the 4xx begin, and above them the 5xx."""

_SERVER = 240
HITS_MASK = (1 << ERRORS - HITS) - 1
_SIZE_MASK = (1 << HITS) - 1


def pack(figures: list[int]) -> int:
    """Figures as a number."""
    return figures[1] | figures[0] << HITS | figures[2] << ERRORS | figures[3] << _SERVER


def unpack(packed: int) -> list[int]:
    """A number as figures."""
    return [
        packed >> HITS & HITS_MASK, packed & _SIZE_MASK, packed >> ERRORS & HITS_MASK, packed >> _SERVER
    ]  # fmt: skip


def hit(status: int) -> int:
    """One hit without bytes; statuses of 600 and above are neither 4xx nor 5xx."""
    return pack([1, 0, 400 <= status < 500, 500 <= status < 600])
