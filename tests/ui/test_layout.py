"""The arrangement: exact at every size, and what goes first when room is short."""

from itertools import pairwise

import pytest

from httplogstats.ui.layout import Node, Side, Stack, arrange, places

ALL = {
    "header", "state", "timeline", "window", "sections", "status", "methods", "totals", "paths", "clients",
    "failing", "alerts", "footer",
}  # fmt: skip


def names(columns: int, rows: int, **more: bool) -> set[str]:
    return set(places(arrange(columns, rows, **more)))


@pytest.mark.parametrize(
    ("columns", "rows", "absent"),
    [
        (200, 60, set()),
        (120, 40, set()),
        (80, 40, {"methods", "totals"}),
        (80, 24, {"methods", "totals", "paths", "clients", "failing"}),
        (60, 16, {"methods", "totals", "paths", "clients", "failing", "timeline"}),
        (
            40, 12,
            {"methods", "totals", "paths", "clients", "failing", "timeline", "status"},
        ),
        (40, 10, ALL - {"state", "window", "sections", "alerts"}),
        (20, 5, ALL - {"state", "alerts"}),
        (20, 1, ALL - {"state"}),
        (0, 0, ALL),
        (0, 24, ALL),
    ],
)  # fmt: skip
def test_what_is_there(columns: int, rows: int, absent: set[str]) -> None:
    assert names(columns, rows) - {"failing"} == ALL - absent - {"failing"}
    assert "failing" not in names(columns, rows) or "failing" not in absent


@pytest.mark.parametrize("more", [{"chips": 1}, {"banner": 1}, {"banner": 2}, {"chips": 1, "banner": 1}])
def test_a_filter_or_a_warning_takes_no_pane_away_at_the_usual_sizes(more: dict[str, int]) -> None:
    for size in ((80, 24), (120, 40), (200, 60)):
        assert names(*size) <= names(*size, **more)


def test_the_newest_alerts_and_three_sections_fit_on_40_by_10() -> None:
    found = places(arrange(40, 10))
    assert found["sections"].height == 4  # with its heading
    assert found["alerts"].height == 4


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 120, 200])
def test_state_sections_and_alerts_are_the_last_to_go(columns: int) -> None:
    order = ("alerts", "sections", "timeline", "paths")
    least = [min(rows for rows in range(1, 70) if name in names(columns, rows)) for name in order[:3]]
    assert [low <= high for low, high in pairwise(least)] == [True, True]
    assert all("state" in names(columns, rows) for rows in range(1, 70))


def extents(node: Node, columns: int, rows: int) -> None:
    if isinstance(node, Stack) and node.parts:
        assert sum(height for height, _ in node.parts) == rows
        for height, part in node.parts:
            assert height > 0
            extents(part, columns, height)
    elif isinstance(node, Side):
        assert sum(width for width, _ in node.parts) == columns
        for width, part in node.parts:
            assert width > 0
            extents(part, width, rows)


@pytest.mark.parametrize("banner", [0, 1, 2])
@pytest.mark.parametrize("notice", [False, True])
def test_it_is_exactly_as_great_as_the_screen(banner: int, notice: bool) -> None:
    for rows in range(1, 70):
        for columns in (1, 2, 7, 20, 23, 24, 40, 47, 48, 70, 75, 76, 80, 107, 108, 120, 150, 200, 300):
            extents(arrange(columns, rows, banner=banner, notice=notice), columns, rows)


def test_a_warning_has_a_line_of_its_own_and_a_notice_the_place_of_all_figures() -> None:
    assert "banner" in names(80, 24, banner=1)
    assert names(80, 24, notice=True) == {"header", "state", "notice", "alerts", "footer"}
    assert names(20, 5, notice=True) == {"state", "notice"}


def test_a_held_display_has_a_header_at_every_size() -> None:
    for rows in range(1, 70):
        for more in ({}, {"said": True}, {"chips": 3, "banner": 2}):
            assert "header" in places(arrange(40, rows, held=True, **more))  # type: ignore[arg-type]
            extents(arrange(40, rows, held=True, **more), 40, rows)  # type: ignore[arg-type]


def test_what_is_said_has_a_line_at_every_usable_size() -> None:
    for size in ((40, 10), (20, 5), (20, 3), (80, 24)):
        assert names(*size, said=True) >= {"state", "footer"}
        extents(arrange(*size, said=True), *size)
