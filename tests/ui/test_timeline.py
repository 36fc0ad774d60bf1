"""The timeline: limit, errors, alerts, and seconds of which nothing is known."""

import pytest

from httplogstats.snapshot import Snapshot
from tests.ui import fakes
from tests.ui.screens import dashboard, screen


def test_the_timeline_shows_the_limit_errors_and_alerts() -> None:
    lines = fakes.runs(dashboard(fakes.much()), (120, 40))
    text = ["".join(part for _, part in line) for line in lines]
    bars, errors, axis = text[3:7], text[7], text[8]
    assert "16.5/s max" in bars[0]
    assert any("┄" in line and "10/s limit" in line for line in bars)
    assert errors[1:61].strip() == ""
    assert errors[61:101] == "▓" * 40
    assert "8.3/s err" in errors
    assert axis.index("▼") == 1 + (600 - 260) // 6
    assert "15:52" in axis
    assert {style for style, part in lines[7] if part.strip() and "/s" not in part} == {"errors"}


def test_columns_over_the_limit_look_other_than_those_below() -> None:
    def lowest(moment: Snapshot, row: int) -> list[tuple[str, int]]:
        return [(style, len(text)) for style, text in fakes.runs(dashboard(moment), (120, 40))[row]]

    assert lowest(fakes.much(), 6)[1:3] == [("bar", 61), ("fired", 39)]  # 60 hits in 6 s are at the limit
    assert ("bar", 100) in lowest(fakes.filtered(), 7)  # the limit is one of all traffic


@pytest.mark.parametrize("height", [24, 30, 40, 60])
@pytest.mark.parametrize("hits", [0, 10, 42, 59, 61, 300])
def test_the_line_of_the_limit_is_named_as_the_limit_and_nothing_else(hits: int, height: int) -> None:
    figures = fakes.much().timeline._replace(hits=(0,) * 50 + (hits,) * 50)
    lines = screen(fakes.much()._replace(timeline=figures), 120, height).splitlines()
    assert all("10/s limit" in line for line in lines if "┄" in line)
    assert sum(f"{hits / 6:.1f}/s max" in line for line in lines) == 1


@pytest.mark.parametrize(("hits", "row"), [(42, 6), (600, 5)], ids=["lowest", "above the limit"])
def test_in_the_timeline_no_data_yet_is_not_zero(hits: int, row: int) -> None:
    totals = fakes.much().totals._replace(started=fakes.NOW - 301)
    figures = fakes.much().timeline._replace(hits=(0,) * 70 + (hits,) * 30)
    lines = screen(fakes.much()._replace(totals=totals, timeline=figures)).splitlines()
    assert lines[row][1:51] == "no data before 15:55:39  ".rjust(50)
    assert lines[row][71:101] == "█" * 30
    late = screen(fakes.much()._replace(totals=totals._replace(started=fakes.NOW - 500), timeline=figures))
    assert "no data" not in late  # there is no room for it
