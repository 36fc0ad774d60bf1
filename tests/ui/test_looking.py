"""Windows and moments: what is looked at, and how to come back to now."""

import pytest

from httplogstats.snapshot import Span
from tests.ui import fakes
from tests.ui.screens import line_with
from tests.ui.session import Session


def test_window_goes_through_every_span_and_back() -> None:
    session = Session(fakes.much())
    for _ in range(4):
        session.type("w")
    spans = [request.span for request in session.feed.requests]
    assert spans == [Span.SLOT, Span.MINUTES_2, Span.MINUTES_10, Span.START, Span.SLOT]


def test_a_new_window_is_shown_also_while_paused() -> None:
    session = Session(fakes.much())
    session.type("p")
    session.feed.moment = fakes.much()._replace(window=fakes.much().window._replace(span=Span.MINUTES_2))
    text = session.type("w")
    assert "Last 2 min" in text
    assert "PAUSED" in text


@pytest.mark.parametrize("size", [(40, 11), (40, 10), (40, 6), (20, 5), (8, 2), (40, 1)])
def test_a_held_display_says_so_on_the_smallest_screen(size: tuple[int, int]) -> None:
    session = Session(fakes.firing(), size=size)
    before = session.text()
    assert "PAUSED" in session.type("p").splitlines()[0]
    assert session.type("p") == before


def test_arrows_look_back_and_end_and_esc_return_to_now() -> None:
    session = Session(fakes.much())
    for key in ("left", "left", "right", "right", "<", ">", "<", "end", "left", "esc"):
        session.type(key)
    newest = fakes.much().newest
    asked = [request.moment for request in session.feed.requests]
    assert asked == [
        None,
        *[newest - 10] * 2,
        None,
        None,
        newest - 100,
        None,
        newest - 100,
        None,
        newest - 10,
        None,
    ]


def test_looking_back_goes_on_from_the_moment_shown() -> None:
    session = Session(fakes.back())
    for key in ("left", "right", ">", ">", ">"):
        session.type(key)
    asked = [request.moment for request in session.feed.requests]
    moment = fakes.NOW - 300
    assert asked == [None, moment - 10, moment + 10, moment + 100, moment + 100, moment + 100]


def test_looking_back_is_said_with_the_alert_of_now() -> None:
    text = Session(fakes.back()).text()
    assert "LOOKING BACK at 15:55:40  ▲ ALERT now  End returns to now" in text.splitlines()[0]
    assert "15:55:30 – 15:55:40" in line_with(text, "10 s, looking back")
    assert line_with(text, "10 s, looking back").endswith("4 min 57 s before the newest ")


def test_looking_back_the_figures_of_now_are_called_so() -> None:
    text = Session(fakes.much()._replace(moment=fakes.NOW - 300)).text()
    assert text.splitlines()[1].startswith(" OK   now 8.4 req/s over 2 min")
    assert "TOTALS  2018-05-07 to now" in text
    text = Session(fakes.much()).text()
    assert text.splitlines()[1].startswith(" OK   8.4 req/s over 2 min")
    assert "TOTALS  since 2018-05-07" in text


def test_the_window_looked_back_at_stands_out_on_the_timeline() -> None:
    session = Session(fakes.back())
    lines = fakes.runs(session.app.dashboard, (120, 40))[2:9]
    columns = set()
    for line in lines:
        at = 0
        for style, text in line:
            columns |= {at + index for index in range(len(text)) if style == "cursor"}
            at += len(text)
    assert columns == {1 + (600 - 310) // 6, 2 + (600 - 310) // 6}


def test_an_alert_brings_to_its_moment() -> None:
    session = Session(fakes.much())
    session.type("home", "v")
    assert session.feed.requests[-1].moment == fakes.FIRED.time
    asked = len(session.feed.requests)
    session.type("tab", "v")  # no alert is selected
    assert len(session.feed.requests) == asked


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
def test_an_alert_of_a_moment_that_is_not_kept_leaves_one_where_one_is(size: tuple[int, int]) -> None:
    moment = fakes.much()._replace(oldest=fakes.FIRED.time + 20)
    session = Session(moment, size)
    asked = len(session.feed.requests)
    text = session.type("home", "enter", "v")
    assert text.splitlines()[-1].startswith(" 2018-05-09 15:39:20 is no longer kept")
    if size[0] > 40:
        assert "; the oldest is 2018-05-09 15:39:40" in text
    assert len(session.feed.requests) == asked
    assert "is no longer kept" not in session.type("end")
    session.type("v")
    assert session.feed.requests[-1].moment == fakes.RECOVERED.time
    session = Session(moment._replace(oldest=fakes.FIRED.time + 9), size)
    session.type("home", "v")
    assert session.feed.requests[-1].moment == fakes.FIRED.time


def test_an_alert_of_the_open_interval_is_looked_at_when_that_is_over() -> None:
    fresh = fakes.FIRED._replace(time=fakes.NOW - 1)
    session = Session(fakes.much()._replace(events=(fakes.FIRED, fresh)))
    assert "Its interval is still being counted: it is shown when that is over" in session.type("v")
    assert session.feed.requests[-1].moment == fresh.time
    assert "Its interval" not in session.type("up", "v")


def test_looking_back_in_a_log_that_has_ended_nothing_goes_on() -> None:
    ended = fakes.back()._replace(clock="replay", sources=fakes.ended().sources)
    session = Session(ended)
    text = session.text()
    said = "  ▲ ALERT at the end  End returns to the end · the input has ended "
    assert f" LOOKING BACK at 15:55:40{said}" in text.splitlines()[0]
    assert line_with(text, "TOTALS").rstrip().endswith(" 2018-05-07 to end")
    assert "PAUSED at 16:00:40  ▲ ALERT at the end  p goes on · the input has ended" in session.type("p")
    calm = Session(ended._replace(alert=fakes.much().alert)).text()
    assert " OK   at the end 8.4 req/s" in calm
    assert not any(word in text + calm for word in ("meanwhile", " now"))


def test_time_goes_on_when_a_pipe_has_ended() -> None:
    text = Session(fakes.back()._replace(sources=fakes.ended().sources)).text()
    assert "  ▲ ALERT now  End returns to now · the input has ended " in text.splitlines()[0]
