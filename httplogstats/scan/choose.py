"""Gives the scanner for a layout; counts nothing itself."""

from httplogstats.formats.layout import Layout
from httplogstats.scan import Scanner
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.stamps import Offsets


def make_scanner(layout: Layout, offsets: Offsets | None = None) -> Scanner:
    """A scanner for lines of `layout`, with caches of its own: one for each input.

    `offsets` is the zone of stamps that name none (UTC without).
    """
    return ExactScanner(layout, offsets)
