"""Finds the format of a log by trying its first lines."""

import re

from httplogstats.formats.common import COMBINED, COMMON
from httplogstats.formats.layout import Layout
from httplogstats.scan.compile import line_reader

LINES = 100
"""Lines that are tried."""

_QUOTED_TAIL = re.compile(rb'" [1-9][0-9]{2} (?:[0-9]+|-) "[^"]*" "')


def detect(lines: bytes) -> Layout | None:
    """The layout that understands at least half of the first lines; None if there is none."""
    tried = [line.removesuffix(b"\r") for line in lines.split(b"\n", LINES)[:LINES]]
    tried = [line for line in tried if line]
    read = line_reader(COMMON)
    understood = [line for line in tried if read(line)]
    if not understood or 2 * len(understood) < len(tried):
        return None
    with_tail = sum(1 for line in understood if _QUOTED_TAIL.search(line))
    return COMBINED if 2 * with_tail >= len(understood) else COMMON
