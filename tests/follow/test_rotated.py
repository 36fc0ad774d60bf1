"""Which names rotation makes of a log's, and in which order; there are no files."""

import pytest

from httplogstats.rotated import rotated


def test_names_that_rotation_would_not_make_are_no_siblings() -> None:
    strangers = ["access.log", "errors.1.log", "access.1.txt", "access.1.bak.log", "access.log.bak"]
    strangers += ["access.log.1.bak", "access.log.123456"]
    siblings = ["access.log.2", "access.1.log"]
    assert rotated("access.log", [*strangers, *siblings]) == siblings
    assert rotated("access", ["access.1", "errors.1", "access1"]) == ["access.1"]


@pytest.mark.parametrize(
    "names",
    [
        ["access.log-20261101", "access.log.10000", "access.log.2.zst", "access.1.log", "access.log.old"],
        ["access-2026-11-01.log.gz", "access-2026-11-01_13.log", "access-2026-11-02.log"],
        ["access.log-20261101-0000", "access.log-20261101-0015.xz", "access.log-20261101T0030"],
        ["access.log.1793491200", "access.log.1793577600"],
    ],
    ids=["numbers", "dates", "times of day", "Unix time"],
)
def test_names_that_rotation_makes_sort_from_the_oldest_on(names: list[str]) -> None:
    assert rotated("access.log", sorted(names)) == names
    assert rotated("access.log", sorted(names, reverse=True)) == names
