"""Which format a log is found to have."""

import pytest

from httplogstats.formats.common import COMBINED, COMMON
from httplogstats.formats.detect import LINES, NAMED, detect, score
from httplogstats.formats.layout import Layout

EACH = pytest.mark.parametrize("layout", NAMED, ids=lambda layout: layout.name)
FOREIGN = b"Nov 24 03:00:00 host sshd[1]: session opened"


@EACH
@pytest.mark.parametrize("end", [b"\n", b"", b"\r\n"])
def test_a_format_is_found_by_its_example(layout: Layout, end: bytes) -> None:
    assert detect(layout.example + end) is layout


@EACH
def test_a_fifth_of_foreign_lines_does_not_matter(layout: Layout) -> None:
    assert detect(b"\n".join([FOREIGN, *[layout.example] * 4] * 10)) is layout


def test_the_greater_part_decides_between_common_and_combined() -> None:
    assert detect(b"\n".join([COMBINED.example] * 6 + [COMMON.example] * 4)) is COMBINED
    assert detect(b"\n".join([COMBINED.example] * 4 + [COMMON.example] * 6)) is COMMON


def test_no_format_understands_less_than_half() -> None:
    assert detect(b"\n".join([COMMON.example, FOREIGN])) is COMMON
    assert detect(b"\n".join([COMMON.example, FOREIGN, FOREIGN])) is None


@pytest.mark.parametrize("data", [b"", b"\n\r\n\n", FOREIGN, b"\x00\xff" * 1000])
def test_what_is_no_log_has_no_format(data: bytes) -> None:
    assert detect(data) is None


def test_only_the_first_lines_are_tried() -> None:
    assert detect(b"\n".join([COMMON.example] * LINES + [FOREIGN] * 1000)) is COMMON


def test_more_fields_explained_are_a_better_score() -> None:
    assert score(COMBINED, [COMBINED.example]) > score(COMMON, [COMBINED.example])
    assert score(COMBINED, [COMMON.example]) == score(COMMON, [COMMON.example]) == (1.0, 7)
    assert score(COMMON, [COMMON.example, FOREIGN]).understood == 0.5
