"""Stamps without an offset in a named zone."""

import pytest

from httplogstats.scan.stamps import parse_stamp
from httplogstats.zone import offsets_of


@pytest.mark.parametrize(
    ("stamp", "second"),
    [
        (b"2018-07-02 14:00:00", 1530532800),  # summer: 12:00 UTC
        (b"2018-01-02 13:00:00", 1514894400),  # winter: 12:00 UTC
        (b"2018-10-28 02:30:00", 1540686600),  # comes twice: the first time
        (b"2018-07-02 14:00:00Z", 1530540000),
    ],
)
def test_berlin(stamp: bytes, second: int) -> None:
    assert parse_stamp(stamp, offsets_of("Europe/Berlin")) == second
