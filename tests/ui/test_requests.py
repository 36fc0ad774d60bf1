"""The list of requests: as they come, standing still with one selected, expanded."""

import pytest

from httplogstats.snapshot import LineView, Snapshot
from tests.ui import fakes
from tests.ui.screens import line_with
from tests.ui.session import Session


def moment(number: int, first: int = 0) -> Snapshot:
    return fakes.much()._replace(lines=fakes.requests(number, first))


def seen(text: str) -> list[str]:
    return [word for line in text.splitlines() for word in line.split() if word.startswith("/page/")]


def test_they_are_asked_for_only_where_they_are_shown() -> None:
    session = Session(moment(3))
    session.type("l")
    session.type("l")
    assert [request.lines > 0 for request in session.feed.requests] == [False, True, False]
    assert session.app.dashboard.focused == "alerts"


def test_a_request_has_time_status_method_path_client_size_and_latency() -> None:
    session = Session(moment(5))
    text = session.type("l")
    words = line_with(text, "/page/4").split()
    assert words == ["16:00:44", "503", "GET", "/page/4", "203.0.113.4", "1.2", "kB", "38", "ms"]
    runs = [run for line in fakes.runs(session.app.dashboard, (120, 40)) for run in line]
    assert ("server", "503 ") in runs


def test_a_long_method_is_whole() -> None:
    first, *others = fakes.requests(5)
    moment = fakes.much()._replace(lines=(first._replace(method="PROPPATCH"), *others))
    assert "PROPPATCH /page/0" in Session(moment).type("l")
    assert "GET       /page/1" in Session(moment).type("l")
    assert "PROPPATCH /page/0" in Session(moment, (80, 24)).type("l")


def test_a_request_of_a_log_without_bytes_has_none() -> None:
    text = Session(moment(5)._replace(fields=("latency",))).type("l")
    assert line_with(text, "/page/4").split()[-3:] == ["203.0.113.4", "38", "ms"]


def test_the_newest_are_followed_until_one_is_selected() -> None:
    session = Session(moment(100))
    session.type("l")
    assert seen(session.text())[-1] == "/page/99"
    assert seen(session.show(moment(100, 7)))[-1] == "/page/106"
    session.type("up", "up")
    text = session.show(moment(100, 50))
    assert seen(text)[-1] == "/page/106"
    assert "standing still" in text
    runs = [run for line in fakes.runs(session.app.dashboard, (120, 40)) for run in line]
    assert "/page/105" in "".join(text for style, text in runs if style == "selected")
    assert seen(session.type("end"))[-1] == "/page/149"
    session.type("up")
    assert seen(session.type("down"))[-1] == "/page/149"
    assert "as they come" in session.text()


def test_enter_says_what_to_do_where_nothing_is_selected() -> None:
    assert "Select a request first: the arrow up does" in Session(moment(5)).type("l", "enter")


def test_enter_shows_all_fields_and_the_line() -> None:
    session = Session(moment(5))
    text = session.type("l", "up", "enter")
    for said in ("GET /page/4", "curl/8.5.0", "the whole line 4", "2018-05-09 16:00:44", "38.000 ms"):
        assert said in text
    assert "the whole line" not in session.type("esc")
    assert "LINES" in session.text()
    assert "LINES" not in session.type("esc")


def test_moves_scroll_and_stop_at_the_first() -> None:
    session = Session(moment(100))
    assert seen(session.type("l", "home"))[0] == "/page/0"
    assert seen(session.type("up", "page down", "page down"))[0] != "/page/0"


@pytest.mark.parametrize("width", [20, 31, 40, 63, 80, 99, 120, 200])
def test_a_figure_is_whole_or_absent(width: int) -> None:
    session = Session(moment(5), size=(width, 24))
    words = [line.split() for line in session.type("l").splitlines() if "503" in line]
    assert words
    allowed = {"16:00:44", "503", "GET", "/page/4", "203.0.113.4", "1.2", "kB", "38", "ms"}
    assert set(words[-1]) <= allowed


def test_where_none_is_kept_it_is_said() -> None:
    session = Session(moment(0))
    assert "no such request is kept" in session.type("l", "up", "enter", "end")


def test_a_click_selects() -> None:
    session = Session(moment(5))
    text = session.type("l")
    row = next(index for index, line in enumerate(text.splitlines()) if "/page/1 " in line)
    session.type(("mouse press", 1, 5, row))
    view = session.app.dashboard.requests.view()
    assert isinstance(view, LineView)
    assert view.path == "/page/1"


def test_looking_back_and_in_a_log_that_has_ended_none_come() -> None:
    back = Session(moment(5)._replace(moment=fakes.NOW - 300)).type("l")
    assert "LINES  up to 15:55:40, newest last" in back
    ended = Session(moment(5)._replace(sources=fakes.ended().sources)).type("l")
    assert "LINES  newest last" in ended
    assert "as they come" not in back + ended
