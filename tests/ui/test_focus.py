"""Which pane has the keys: by Tab, by mouse, as the only one, and those that the log has nothing for."""

import pytest

from tests.ui import fakes
from tests.ui.session import Session


def test_click_focuses_and_wheel_scrolls_what_it_points_at() -> None:
    session = Session(fakes.much())
    row = next(index for index, line in enumerate(session.text().splitlines()) if "/api/user1 " in line)
    session.type(("mouse press", 1, 5, row))
    assert session.app.dashboard.focused == "paths"
    assert session.app.dashboard.tables["paths"].selected == "/api/user1"
    assert "/api/user0 " not in session.type("tab", ("mouse press", 5, 5, row))
    assert session.app.dashboard.focused == "clients"


def test_focus_is_seen_and_goes_round() -> None:
    session = Session(fakes.much())
    seen = []
    for _ in range(8):
        runs = [run for line in fakes.runs(session.app.dashboard, (120, 40)) for run in line]
        seen.append([text for style, text in runs if style == "title.focus"])
        session.type("tab")
    names = ["ALERTS", "SECTIONS", "STATUS", "METHODS", "PATHS", "CLIENTS", "FAILING", "ALERTS"]
    assert seen == [[name] for name in names]
    session.type("shift tab")
    assert session.app.dashboard.focused == "alerts"


def test_all_rows_are_asked_for_where_the_greatest_are_not_enough() -> None:
    session = Session(fakes.much())
    session.type("s")  # the alerts have the focus: not a table
    session.type("tab", "s")
    session.type("S", "s", "s", "s")
    whole = [request.whole for request in session.feed.requests]
    assert whole == [(), *[("sections",)] * 5]
    session.type("tab", "tab", "tab", "s", "s")
    assert session.feed.requests[-1].whole == ("sections", "paths")
    session.type("shift tab", "shift tab", "shift tab", "S", "tab", "tab", "tab", "z")
    assert session.feed.requests[-1].whole == ("paths",)
    session.type("s", "z")
    assert session.feed.requests[-1].whole == ()


def test_a_pane_fills_the_screen_and_gives_it_back() -> None:
    session = Session(fakes.much())
    text = session.type("tab", "tab", "tab", "tab", "z")
    assert "/api/user20" in text
    assert "CLIENTS" not in text
    assert "CLIENTS" in session.type("tab")
    assert "SECTIONS" in session.type("esc")
    assert "SECTIONS" not in session.type("z")


@pytest.mark.parametrize("size", [(200, 60), (120, 40), (80, 24), (40, 10), (20, 5)])
def test_every_pane_can_be_reached_at_every_size(size: tuple[int, int]) -> None:
    session = Session(fakes.rich(), size=size)
    seen = set()
    for _ in range(12):
        session.type("tab")
        seen |= {
            text
            for line in fakes.runs(session.app.dashboard, size)
            for style, text in line
            if style == "title.focus"
        }
    wanted = ["SECTIONS", "STATUS", "METHODS", "PATHS", "CLIENTS", "FAILING", "AGENTS", "REFERRERS", "HOSTS"]
    assert seen >= set(wanted)


def test_panes_of_what_the_log_does_not_say_are_not_there() -> None:
    session = Session(fakes.much(), size=(200, 60))
    assert "AGENTS" not in session.text()
    assert "AGENTS  browsers 60 %  AI 40 %" in session.show(fakes.rich()._replace(now=fakes.NOW + 1))


def test_errors_turned_round_say_which_come_first() -> None:
    text = Session(fakes.rich()).type("e", "S")
    assert "ERRORS  ▴4xx first  status, client, path" in text
    assert text.index("404 2001:db8::1") < text.index("503 203.0.113.7")


def test_errors_first_and_back() -> None:
    session = Session(fakes.rich())
    text = session.type("tab", "e")
    assert "ERRORS  ▾5xx first  status, client, path" in text
    assert "503 203.0.113.7        /api/report" in text
    session.type("down", "enter")
    assert session.feed.requests[-1].where == ("status = 503", "client = 203.0.113.7", "path = /api/report")
    session.type("x")
    assert session.feed.requests[-1].where[-1] == "path != /api/report"
    session.type("e")
    assert session.app.dashboard.focused == "sections"
    assert "SECTIONS" in session.text()


def test_every_event_is_kept_and_the_end_is_followed() -> None:
    events = tuple(fakes.FIRED._replace(message=f"alert number {number}.") for number in range(500))
    session = Session(fakes.none()._replace(events=events[:499]), size=(80, 24))
    session.text()
    assert "alert number 499." in session.show(fakes.none()._replace(events=events))
    assert "alert number 0." in session.type("home")
    text = session.show(fakes.none()._replace(now=fakes.NOW + 1, events=(*events, fakes.FIRED)))
    assert "alert number 0." in text
    assert fakes.FIRED.message not in text
    assert fakes.FIRED.message in session.type("end")
