"""Cuts bytes, as they come, into blocks of whole lines (semantics C1, C2). Opens nothing, parses nothing.

Rules: a line ends at byte 0x0A and nowhere else. The cut does not depend on how the bytes were chunked. NULs
that stand before a line (a file truncated under its writer, a crash) are no part of it, nor is a byte order
mark before the first line (programs of Windows write UTF-8 with one). A line over `LINE_LIMIT` bytes is
skipped in constant memory and counted when it ends. No work is done per line.
"""

import re

from httplogstats.block import LINE_LIMIT, Block

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_NULS_BEFORE = rb"(?:(?<=\n)|\A)\0+"


class Cutter:
    """Holds the half line at the end of what one file, or one stream, has given so far."""

    __slots__ = ("_first", "_half", "_skipping")

    def __init__(self, skipping: bool = False) -> None:
        self._half = bytearray()
        self._skipping = skipping  # inside a line that is too long
        self._first = not skipping  # no line has come yet

    def restart(self) -> None:
        """What comes next stands at the start of a file."""
        self._first = True

    def feed(self, data: bytes, begin: int = 0) -> Block | None:
        """The lines that `data` completes from `begin` on, if any."""
        overlong = 0
        if self._skipping:
            end = data.find(b"\n", begin) + 1
            if not end:
                return None
            self._skipping = self._first = False
            overlong = 1
            begin = end
        end = data.rfind(b"\n", begin) + 1
        whole = b""
        if end:
            whole = b"".join((self._half, memoryview(data)[begin:end]))
            self._half.clear()
        self._hold(data[end or begin :])
        if b"\0" in whole:
            whole = re.sub(_NULS_BEFORE, b"", whole)
        if self._first and whole:
            whole = whole.removeprefix(BYTE_ORDER_MARK)
            self._first = False
        whole, more = _short_lines(whole)
        overlong += more
        return Block(whole, overlong) if whole or overlong else None

    def finish(self) -> Block | None:
        """What is left when no more will come: the half line as it stands."""
        left, overlong = bytes(self._half), int(self._skipping)
        if self._first:
            left = left.removeprefix(BYTE_ORDER_MARK)
        self._half.clear()
        self._skipping = False
        return Block(left, overlong) if left or overlong else None

    def _hold(self, rest: bytes) -> None:
        self._half += rest if self._half else rest.lstrip(b"\0")
        if len(self._half) > LINE_LIMIT:
            self._half.clear()
            self._skipping = True


def _short_lines(whole: bytes) -> tuple[bytes, int]:
    """`whole` without its lines over the limit, and their number; looks at one newline per 64 KiB."""
    kept: list[bytes] = []
    overlong = start = position = 0
    while position < len(whole):
        newline = whole.rfind(b"\n", position, position + LINE_LIMIT + 1)
        if newline >= 0:
            position = newline + 1
            continue
        kept.append(whole[start:position])
        start = position = whole.index(b"\n", position) + 1
        overlong += 1
    if not overlong:
        return whole, 0
    return b"".join(kept) + whole[start:], overlong
