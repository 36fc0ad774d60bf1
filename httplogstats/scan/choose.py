"""Gives the scanner for a layout; counts nothing itself.

The native scanner serves where it was built. `HTTPLOGSTATS_SCANNER` in the environment may ask for the one
or the other.
"""

import os
from collections.abc import Sequence

from httplogstats.formats.layout import Layout
from httplogstats.scan import Scanner
from httplogstats.scan.stamps import Offsets
from httplogstats.tally import TABLES

try:
    from httplogstats.scan.compiled import NativeScanner
except ImportError:  # no compiler where it was installed
    NATIVE = False
else:
    NATIVE = True

WORTH = 256 * 1024
"""Bytes from which on a second thread is worth its while."""

VARIABLE = "HTTPLOGSTATS_SCANNER"


class NoScanner(ValueError):
    """The scanner that is asked for cannot be had, and why."""


def scanner_name() -> str:
    """Which scanner counts: `native` or `pure`; raises `NoScanner`."""
    wanted = os.environ.get(VARIABLE) or ("native" if NATIVE else "pure")
    if wanted not in ("native", "pure"):
        raise NoScanner(f"{VARIABLE}={wanted} is wrong: it must be native or pure")
    if wanted == "native" and not NATIVE:
        raise NoScanner(
            f"{VARIABLE}=native: it was not built here, which takes a C compiler; pure can be had"
        )
    return wanted


def processors() -> int:
    """How many this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not every system has it
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def make_scanner(layout: Layout, offsets: Offsets | None = None, tables: Sequence[str] = TABLES) -> Scanner:
    """A scanner for lines of `layout`, with caches of its own: one for each input.

    `offsets` is the zone of stamps that name none (UTC without), `tables` are those that it counts.
    """
    if scanner_name() == "native":
        return NativeScanner(layout, offsets, tables, helped=WORTH if processors() > 1 else 0)
    from httplogstats.scan.pure import PureScanner

    return PureScanner(layout, offsets, tables)
