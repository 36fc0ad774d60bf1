"""An alert told at length, at the sizes that people have."""

from datetime import UTC

import pytest

from httplogstats.evidence import Change, Evidence
from httplogstats.ui.glyphs import ASCII, UNICODE
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.story import event_lines
from httplogstats.ui.text import Line, width_of
from tests.ui import fakes

EVIDENCE = Evidence(
    start=fakes.FIRED.time - 120, end=fakes.FIRED.time, now=(1204, 5_000_000, 10, 40),
    before=(240, 1_000_000, 8, 0), seen=0, of="requests",
    rows=(fakes.FIRED.time - 120, fakes.FIRED.time),
    rows_before=(fakes.FIRED.time - 240, fakes.FIRED.time - 120),
    total=1204, total_before=240,
    changes=(
        Change("section", "/search", 900, 60), Change("section", "/" + "x" * 119, 100, 0),
        Change("client", "203.0.113.7", 600, 0), Change("status", "200", 1154, 232),
    ),
    step=4, timeline=(8,) * 30 + (40,) * 30, contributor="section /search", samples=("x" * 240,),
)  # fmt: skip
EVENT = fakes.FIRED._replace(evidence=EVIDENCE)


def text(lines: list[Line]) -> str:
    return "\n".join("".join(text for _, text in line) for line in lines)


def told(width: int, event: object = EVENT) -> str:
    return text(event_lines(event, Manner(UTC, UNICODE), width))  # type: ignore[arg-type]


def test_what_is_said_first() -> None:
    lines = told(100).splitlines()
    assert lines[0] == EVENT.message
    assert lines[1].startswith("section /search +7.0/s, 87 % of the rise; client 203.0.113.7 +5.0/s, 62 % of")


def test_one_of_very_many_is_not_named_first() -> None:
    many = (Change("section", "/search", 900, 60), Change("client", "203.0.113.7", 2, 0))
    assert (
        told(100, EVENT._replace(evidence=EVIDENCE._replace(changes=many))).splitlines()[1].endswith("rise")
    )
    few = EVENT._replace(evidence=EVIDENCE._replace(changes=many[1:]))
    assert told(100, few).splitlines()[1] == ""


def test_without_a_time_before_nothing_rose() -> None:
    alone = EVIDENCE._replace(seen=EVIDENCE.start, total_before=0, changes=EVIDENCE.changes[1:])
    lines = told(100, EVENT._replace(evidence=alone))
    assert not [word for word in ("rise", "ROSE", "+") if word in lines]
    assert "client 203.0.113.7 5.0/s, 50 % of the requests" in lines
    assert "WHAT CAME MOST" in lines


def test_figures_of_both_windows() -> None:
    assert "requests      1 204       240      +8.0/s" in told(100)
    assert "bytes        5.0 MB    1.0 MB    +33 kB/s" in told(100)
    unknown = EVENT._replace(evidence=EVIDENCE._replace(seen=EVIDENCE.start))
    assert "requests      1 204         –" in told(100, unknown)
    assert "which is not known" in told(100, unknown)


def test_changes_with_their_share() -> None:
    line = next(line for line in told(60).splitlines() if line.startswith("  /search"))
    assert line.split() == ["/search", "+7.0/s", "87", "%"]


@pytest.mark.parametrize("width", [20, 36, 76, 100, 196])
def test_no_figure_is_cut(width: int) -> None:
    for line in event_lines(EVENT, Manner(UTC, ASCII), width):
        shown = "".join(text for _, text in line)
        assert width_of(line) <= max(width, 36) or " " in shown.strip() or shown == "x" * 240, shown


def test_a_recovery_and_one_of_which_nothing_is_known() -> None:
    recovered = fakes.RECOVERED._replace(evidence=EVIDENCE._replace(changes=(), samples=()))
    assert "in excess" in told(76, recovered)
    assert "17 min" in told(76, recovered)
    assert "Nothing more was kept of it" in told(76, fakes.RECOVERED)
    assert "at most 17 min" in told(76, recovered._replace(latest=True))
    assert told(76, fakes.RECOVERED._replace(note=True)) == fakes.RECOVERED.message
