"""The state line: calm, firing, unknown, and a line for each rule."""

from fractions import Fraction

import pytest

from httplogstats.snapshot import AlertView, Following, Snapshot, SourceState
from tests.ui import fakes
from tests.ui.screens import dashboard, screen


def test_an_alert_and_its_end_are_one_alert_of_two_crossings() -> None:
    text = screen(fakes.much())
    assert "alerts 1 ·" in text
    assert "ALERTS  2 crossings" in text


@pytest.mark.parametrize(
    ("width", "said"), [(120, "+2 firing   above"), (60, "+2 firing "), (24, "6.4 %  +2 ")]
)
def test_rules_that_fire_out_of_sight_are_counted(width: int, said: str) -> None:
    rules = tuple(
        AlertView(
            name, True, fakes.NOW - 60, 9, 60, Fraction(5), 1, None, "rate_5xx", "%", True, Fraction(32, 5)
        )
        for name in ("API errors", "Login", "Shop")
    )
    moment = fakes.much()._replace(rules=rules)
    assert "firing" not in screen(moment, 120, 40)
    assert said in "\n".join(screen(moment, width, 12).splitlines()[:2])


def test_state_is_calm_with_rate_limit_and_last_recovery() -> None:
    state = screen(fakes.much()).splitlines()[1]
    assert state.startswith(" OK   8.4 req/s over 2 min  █")
    assert state.endswith("│ limit 10/s   alerts 1 · last recovered 15:56:20 ")


@pytest.mark.parametrize(("value", "full"), [(0, 0), (600, 0.5), (1200, 1)])
def test_gauge_is_full_at_the_limit(value: int, full: float) -> None:
    state = screen(fakes.much()._replace(alert=fakes.much().alert._replace(value=value))).splitlines()[1]
    gauge = state.partition("min  ")[2].partition("│")[0]
    assert gauge.count("█") == pytest.approx(len(gauge) * full, abs=1)
    assert len(gauge) > 20


def test_an_alert_turns_the_whole_line() -> None:
    runs = fakes.runs(dashboard(fakes.firing()), (120, 40))[1]
    assert {style for style, _ in runs} == {"alert"}
    text = "".join(part for _, part in runs)
    assert text.startswith(" ▲ ALERT 10.3 req/s over 2 min, since 15:56:20 (4 min 20 s) ")
    assert text.endswith(" limit 10/s   alerts 1 ")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(34, " ▲ ALERT 10.3 req/s over 2 min"), (20, " ▲ ALERT 10.3 req/s"), (12, " ▲ ALERT"), (4, " ▲ ~")],
)
def test_an_alert_on_a_narrow_screen_cuts_no_number(columns: int, expected: str) -> None:
    runs = fakes.runs(dashboard(fakes.firing()), (columns, 5))[0]
    assert {style for style, _ in runs} == {"alert"}
    assert "".join(text for _, text in runs).rstrip() == expected


def test_nothing_is_called_ok_that_cannot_be_known() -> None:
    assert screen(fakes.waiting()).splitlines()[1].startswith(" NO INPUT   – req/s")
    assert screen(fakes.not_understood()).splitlines()[1].startswith(" NO DATA   – req/s")
    gone = fakes.much()._replace(sources=(SourceState("/a.log", Following.WAITING, "gone"),))
    assert screen(gone).splitlines()[1].startswith(" NO INPUT   8.4 req/s")
    stale = screen(fakes.much()._replace(clock="stale")).splitlines()
    assert stale[1].startswith(" STALE   8.4 req/s")
    assert "stale  16:00:40" in stale[0]


def ruled() -> Snapshot:
    """Two rules of the file beside the built-in one; one of them fires."""
    errors = AlertView(
        "API errors",
        True,
        fakes.NOW - 60,
        90,
        60,
        Fraction(5),
        3,
        None,
        "rate_5xx",
        "%",
        True,
        Fraction(71, 10),
    )
    silence = AlertView(
        "Silence", False, None, 90, 60, Fraction(1), 0, None, "no_traffic", "hits", False, Fraction(90)
    )
    return fakes.much()._replace(rules=(silence, errors))


def test_each_rule_has_a_line_where_there_is_room_the_worst_first() -> None:
    lines = screen(ruled(), 120, 40).splitlines()
    assert lines[1].startswith(" ▲ API errors 7.1 % over 1 min, since 15:59:40 (1 min)")
    assert lines[1].endswith("above 5.0 %   alerts 3 ")
    assert lines[2].startswith(" OK   8.4 req/s")
    assert lines[3].startswith(" OK   Silence  90 hits over 1 min   silence")


def test_the_worst_rule_has_the_only_line() -> None:
    lines = screen(ruled(), 80, 24).splitlines()
    assert lines[1].startswith(" ▲ API errors 7.1 %")
    assert not any("Silence" in line for line in lines[:4])
    noted = ruled().rules[1]._replace(acknowledged=True)
    both = fakes.firing()._replace(rules=(noted,))
    assert screen(both, 80, 24).splitlines()[1].startswith(" ▲ ALERT 10.3 req/s")


def test_what_was_days_ago_is_said_with_its_date() -> None:
    moment = fakes.much()
    days = 3 * 86_400
    last = moment.alert.last
    assert last is not None
    alert = moment.alert._replace(last=last._replace(time=last.time - days))
    totals = moment.totals._replace(started=moment.totals.started - days)
    text = screen(moment._replace(alert=alert, totals=totals))
    assert text.splitlines()[1].endswith("last recovered 2018-05-06 ")
    assert "TOTALS  since 2018-05-04" in text
