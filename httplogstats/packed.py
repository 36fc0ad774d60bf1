"""Figures (hits, bytes, 4xx, 5xx) as one number, so that one addition adds them all. Knows no tables.

Bytes take 120 bits, which no sum of a log exceeds, hits and 4xx 60 each, 5xx what is above.
"""

_HITS, _ERRORS, _SERVER = 120, 180, 240
_MASK = (1 << 60) - 1
_SIZE_MASK = (1 << _HITS) - 1

ONE_ERROR = 1 << _ERRORS
"""Figures with an error are not smaller, others are."""

SEVERAL = 2 << _HITS
"""Figures of several hits, or with an error, are not smaller; of one hit they are."""


def pack(figures: list[int]) -> int:
    """Figures as a number."""
    return figures[1] | figures[0] << _HITS | figures[2] << _ERRORS | figures[3] << _SERVER


def unpack(packed: int) -> list[int]:
    """A number as figures."""
    return [
        packed >> _HITS & _MASK, packed & _SIZE_MASK, packed >> _ERRORS & _MASK, packed >> _SERVER
    ]  # fmt: skip


def hit(status: int) -> int:
    """One hit without bytes; statuses of 600 and above are neither 4xx nor 5xx."""
    return pack([1, 0, 400 <= status < 500, 500 <= status < 600])


def hits_of(packed: int) -> int:
    """The hits of figures."""
    return packed >> _HITS if packed < ONE_ERROR else packed >> _HITS & _MASK


def size_of(packed: int) -> int:
    """The bytes of figures."""
    return packed & _SIZE_MASK


def errors_of(packed: int) -> int:
    """The 4xx and 5xx of figures."""
    return (packed >> _ERRORS & _MASK) + (packed >> _SERVER)


def served_of(packed: int) -> int:
    """The hits that are no 4xx."""
    if packed < ONE_ERROR:
        return packed >> _HITS
    return (packed >> _HITS & _MASK) - (packed >> _ERRORS & _MASK)
