"""How the screen is put on a feed: what may be drawn."""

import pytest

from httplogstats.session import speaks_utf8


@pytest.mark.parametrize(
    ("environment", "encoding", "good"),
    [
        ({"LC_ALL": "C"}, "utf-8", False),
        ({"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, "utf-8", False),
        ({"LC_ALL": "C.UTF-8"}, "utf-8", True),
        ({"LANG": "en_GB.UTF-8"}, "UTF-8", True),
        ({}, "utf-8", True),
        ({"LANG": "en_GB"}, "iso8859-1", False),
        ({}, "", False),
    ],
)
def test_more_than_ascii_is_drawn_where_it_is_understood(
    environment: dict[str, str], encoding: str, good: bool
) -> None:
    assert speaks_utf8(environment, encoding) is good
