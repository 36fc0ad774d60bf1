"""Which format a log is found to have."""

import pytest

from httplogstats.formats.common import COMBINED, COMMON
from httplogstats.formats.detect import LINES, detect, score
from httplogstats.formats.layout import Layout
from httplogstats.formats.named import ALIASES, LAYOUTS, named, nearest

from .data import FOREIGN

EACH = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)


@EACH
@pytest.mark.parametrize("end", [b"\n", b"", b"\r\n"])
def test_a_format_is_found_by_its_example(layout: Layout, end: bytes) -> None:
    found = detect(layout.example + end)
    assert found is not None
    assert found.name == layout.name


def test_the_greater_part_decides_between_common_and_combined() -> None:
    assert detect(b"\n".join([COMBINED.example] * 6 + [COMMON.example] * 4)) is COMBINED
    assert detect(b"\n".join([COMBINED.example] * 4 + [COMMON.example] * 6)) is COMMON


def test_no_format_understands_less_than_half() -> None:
    assert detect(b"\n".join([COMMON.example, FOREIGN])) is COMMON
    assert detect(b"\n".join([COMMON.example, FOREIGN, FOREIGN])) is None


@pytest.mark.parametrize("data", [b"", b"\n\r\n\n", FOREIGN, b"\x00\xff" * 1000, b"{}\n[]\n", b"[" * 9999])
def test_what_is_no_log_has_no_format(data: bytes) -> None:
    assert detect(data) is None


def test_only_the_first_lines_are_tried() -> None:
    assert detect(b"\n".join([COMMON.example] * LINES + [FOREIGN] * 1000)) is COMMON


def test_foreign_lines_on_top_do_not_hide_the_format() -> None:
    assert detect(b"\n".join([FOREIGN] * 30 + [COMMON.example] * 40)) is COMMON


def test_more_fields_explained_are_a_better_score() -> None:
    assert score(COMBINED, [COMBINED.example]).rank > score(COMMON, [COMBINED.example]).rank
    assert score(COMBINED, [COMMON.example]) == score(COMMON, [COMMON.example]) == (1.0, 6)
    assert score(COMMON, [COMMON.example, FOREIGN]).understood == 0.5


def test_a_user_of_two_words_is_no_host() -> None:
    line = b'10.0.0.5 - John Smith [09/May/2018:12:01:20 +0000] "GET /me HTTP/1.1" 200 34 "-" "b"'
    assert detect(b"\n".join([line] * 5)) is COMBINED


def test_names() -> None:
    assert named("combined") is named("nginx") is COMBINED
    assert named("NGINX-json") is LAYOUTS[[layout.name for layout in LAYOUTS].index("nginx_json")]
    assert all(named(alias) for alias in ALIASES)
    assert named("combned") is None
    assert nearest("combned")[0] == "combined"
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS)
