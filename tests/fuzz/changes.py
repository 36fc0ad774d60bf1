"""Changes bytes, texts and JSON values in a few places by chance; the same chance gives the same."""

import random
from collections.abc import Sequence
from typing import Any

ODD = (
    *(b"", b"\0", b"\n", b"\r\n", b"\t", b"\x1b[2J", b"\x7f", b"\x85", b"\xff", b"\xc3", b"\xe2\x80\xae"),
    *(b'"', b"'", b"\\", b"{", b"}", b"[", b"]", b"(", b")", b"$", b"%", b"#", b"=", b",", b":", b" "),
    *(b"0", b"-1", b"9" * 30, b"1e999", b"NaN", b"\xd9\xa3", b"\xc2\xb2", b"\xef\xbb\xbf"),
)
"""Bytes that some reader takes for something."""

VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**63, -(10**30), 1e308, float("nan"), float("inf"), "", "x", "\x1b"),
    *("\ud800", "9" * 30, [], [[]], {}, {"": None}, [1, 0], [0, 0], [1, -1]),
)
"""JSON values of which most are wrong wherever they stand."""


def changed(rng: random.Random, good: Sequence[bytes], pieces: Sequence[bytes] = ODD) -> bytes:
    """One of them, unchanged or changed in up to eight places."""
    data = rng.choice(good)
    for _ in range(rng.choice((0, 1, 1, 2, 3, 8))):
        at = rng.randrange(len(data) + 1)
        until = min(len(data), at + rng.choice((0, 1, 1, 3, 20)))
        other = rng.choice(good)
        begin = rng.randrange(len(other) + 1)
        middle = rng.choice(
            (
                rng.choice(pieces),
                rng.choice(ODD),
                bytes([rng.randrange(256)]),
                data[at:until] * rng.choice((0, 2, 50)),
                other[begin : begin + rng.choice((1, 5, 40))],
            )
        )
        data = data[:at] + middle + data[until:]
    return data


def changed_text(rng: random.Random, good: Sequence[str]) -> str:
    """A text as an argument may hold it: what is no UTF-8 stands in it as Python's surrogates."""
    return changed(rng, [text.encode() for text in good]).decode("utf-8", "surrogateescape")


def changed_value(rng: random.Random, value: Any) -> Any:
    """A JSON value with one of its parts, or itself, replaced, repeated or left out."""
    if isinstance(value, list) and value and rng.random() < 0.95:
        at = rng.randrange(len(value))
        parts = rng.choice(([changed_value(rng, value[at])],) * 8 + ([], [value[at]] * 2))
        return value[:at] + parts + value[at + 1 :]
    if isinstance(value, dict) and value and rng.random() < 0.95:
        key = rng.choice(sorted(value))
        return {**value, key: changed_value(rng, value[key])}
    return rng.choice(VALUES)
