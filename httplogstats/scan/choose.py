"""Gives the scanner for a layout; counts nothing itself."""

from httplogstats.formats.layout import Layout
from httplogstats.scan import Scanner
from httplogstats.scan.pure import PureScanner


def make_scanner(layout: Layout) -> Scanner:
    """A scanner for lines of `layout`, with caches of its own: one for each input."""
    return PureScanner(layout)
