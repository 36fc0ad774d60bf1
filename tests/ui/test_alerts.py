"""The list of alerts."""

from datetime import UTC
from fractions import Fraction

import pytest

from httplogstats.snapshot import AlertEvent
from httplogstats.ui.panes.alerts import Alerts
from httplogstats.ui.panes.pane import Manner
from tests.ui import fakes
from tests.ui.screens import line_with, screen


def test_alerts_stand_in_their_exact_words_with_what_these_do_not_say() -> None:
    text = screen(fakes.much())
    assert line_with(text, "▲ High") == f" ▲ {fakes.FIRED.message}{'10.0 req/s ':>38}"
    recovered = f" ▼ {fakes.RECOVERED.message}"
    assert (
        line_with(text, "▼ High") == recovered + f"{'after 17 min, peak 31.0 req/s ':>{120 - len(recovered)}}"
    )
    old = fakes.FIRED._replace(before_start=True)
    assert "before start · 10.0 req/s" in screen(fakes.much()._replace(events=(old,)))


def test_that_nobody_watched_is_said_where_the_rest_has_no_room() -> None:
    old = fakes.much()._replace(events=(fakes.FIRED._replace(before_start=True),))
    assert line_with(screen(old, 100, 30), "▲ High").endswith(" before start ")
    assert "before start · 10.0 req/s" in screen(old, 60, 20)  # on the second line of the message


@pytest.mark.parametrize("before", [(), (fakes.FIRED,), (fakes.FIRED._replace(rule="API errors"),)])
def test_of_a_limit_moved_step_by_step_the_last_step_stands_for_all(before: tuple[AlertEvent, ...]) -> None:
    def note(message: str) -> AlertEvent:
        return fakes.FIRED._replace(fired=False, note=True, message=f"High traffic {message}")

    moved = "limit changed from"
    steps = (
        f"{moved} 10 to 11",
        f"{moved} 11 to 12",
        "acknowledged",
        f"{moved} 12 to 13",
        f"{moved} 13 to 14",
    )
    events = (*before, *map(note, steps))
    pane = Alerts(Manner(UTC))
    for shown in (1, 2, 3, 6):
        pane.show(fakes.much()._replace(events=events[:shown]))
        pane.render((80, 10))
    rows = [text for row in pane.render((80, 10)).text[1:] if (text := row.decode().strip(" ·▲"))]
    wanted = (f"{moved} 10 to 12", "acknowledged", f"{moved} 12 to 14")
    assert rows == [*(event.message for event in before), *(f"High traffic {text}" for text in wanted)]


def test_a_usual_message_stands_on_one_line_of_80() -> None:
    assert f"▲{fakes.FIRED.message}" in screen(fakes.firing(), 80, 24)


def test_in_a_replay_an_alert_lasts_as_long_as_in_the_log() -> None:
    """Not since then by our own clock, which may be years."""
    alert = fakes.much().alert._replace(firing=True, since=1000)
    moment = fakes.much()._replace(alert=alert, clock="replay", newest=1090)
    assert " (1 min 30 s) " in screen(moment).splitlines()[1]


def test_the_smallest_screens_keep_the_state_and_the_whole_newest_alert() -> None:
    lines = screen(fakes.firing(), 20, 5).splitlines()
    assert lines[0] == " ▲ ALERT 10.3 req/s "
    assert "".join(lines[1:]) == f"▲{fakes.FIRED.message}"
    assert "/static" in screen(fakes.much(), 40, 10)
    assert "recovered at 2018-05-09 15:56:20" in screen(fakes.much(), 40, 10)


@pytest.mark.parametrize("size", [(40, 10), (60, 15)])
def test_of_an_alert_without_room_the_beginning_is_shown(size: tuple[int, int]) -> None:
    text = screen(fakes.much(), *size)
    lines = text.splitlines()
    first = lines[lines.index(line_with(text, " ALERTS")) + 1].rstrip()
    assert first.startswith("▲ High traffic generated an alert")
    assert first.endswith("~")
    assert line_with(text, "▼ High traffic recovered")


def test_of_silence_no_peak_is_said() -> None:
    over = fakes.RECOVERED._replace(rule="Silence", measure="no_traffic", unit="hits", peak=Fraction(0))
    text = screen(fakes.much()._replace(events=(over,)))
    assert "after 17 min" in text
    assert "peak" not in text


def test_an_empty_list_says_when_an_alert_would_fire() -> None:
    text = screen(fakes.none())
    assert "An alert fires when more than 10 requests per second arrive on average over 2 min" in text


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
@pytest.mark.parametrize("events", [(), (fakes.FIRED, fakes.RECOVERED)])
def test_under_a_filter_it_is_said_that_alerts_count_all_traffic(
    size: tuple[int, int], events: tuple[AlertEvent, ...]
) -> None:
    alert = fakes.much().alert._replace(alerts=sum(event.fired for event in events))
    filtered = fakes.filtered()._replace(alert=alert, events=events)
    assert "of all traffic" in line_with(screen(filtered, *size), "ALERTS")
    assert "of all traffic" not in screen(filtered._replace(filter=None), *size)


def test_a_note_of_the_user_is_no_crossing() -> None:
    note = fakes.RECOVERED._replace(note=True, message="High traffic limit changed from 10/s to 11/s at noon")
    text = screen(fakes.much()._replace(events=(*fakes.much().events, note)))
    assert " · High traffic limit changed from 10/s to 11/s at noon" in text
