"""Stamps without an offset in a zone: one with a name, or a fixed offset."""

import pytest

from httplogstats.arguments import Complaint
from httplogstats.scan.stamps import parse_stamp
from httplogstats.together import parse
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


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("+02:00", 7200),
        ("-0530", -19800),
        ("+02", 7200),
        ("+2", 7200),
        ("UTC+2", 7200),
        ("GMT-3:30", -12600),
        ("utc", 0),
        ("UTC", 0),
        ("Z", 0),
        ("+14:00", 50400),
        ("Etc/GMT+2", -7200),  # has the other sign in the database of zones
    ],
)
def test_offsets_as_people_type_them(text: str, offset: int) -> None:
    for arguments in ([f"--tz={text}"], ["--tz", text, "x.log"]):
        assert offsets_of(parse(arguments).tz)(1530540000) == offset
    assert parse_stamp(b"2018-07-02 14:00:00", offsets_of(text)) == 1530540000 - offset


@pytest.mark.parametrize(
    "text",
    ["+25", "+14:01", "+02:60", "2", "02:00", "+", "+2:3", "UTC+", "Mars", "../etc", "", "Europe", "+002"],
)
def test_zones_that_cannot_be(text: str) -> None:
    with pytest.raises(Complaint, match=r"wants a time zone such as Europe/Berlin or \+02:00"):
        parse([f"--tz={text}"])
