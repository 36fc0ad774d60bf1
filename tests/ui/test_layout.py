"""The arrangement: exact at every size, and what goes first when room is short."""

import pytest

from httplogstats.ui.layout import RULE, arrange


def names(columns: int, rows: int) -> set[str]:
    return {name for band in arrange(columns, rows) for name, _ in band.panes}


@pytest.mark.parametrize(
    ("columns", "rows", "absent"),
    [
        (120, 40, set()),
        (80, 24, {"totals", "paths", "clients", "failing"}),
        (40, 10, {"totals", "paths", "clients", "failing", "status", "timeline", "footer"}),
    ],
)
def test_what_is_there_at_the_usual_sizes(columns: int, rows: int, absent: set[str]) -> None:
    assert names(200, 60) - names(columns, rows) == absent


def test_state_and_alerts_are_the_last() -> None:
    assert names(20, 5) == {"state", "alerts"}
    assert names(1, 1) == {"state"}
    assert names(20, 10) >= {"state", "sections", "alerts"}


@pytest.mark.parametrize("rows", range(1, 70))
def test_it_is_exactly_as_great_as_the_screen(rows: int) -> None:
    for columns in range(1, 220):
        bands = arrange(columns, rows)
        assert sum(band.height for band in bands) == rows
        for band in bands:
            assert sum(width for _, width in band.panes) + RULE * (len(band.panes) - 1) == columns
            assert all(width > 0 for _, width in band.panes)
