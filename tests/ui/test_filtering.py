"""Filters made by picking rows and by typing, and what is said of them."""

import pytest

from tests.ui import fakes
from tests.ui.screens import line_with
from tests.ui.session import Session


def test_networks_are_asked_for_and_can_be_picked() -> None:
    session = Session(fakes.rich())
    session.type("n")
    assert session.feed.requests[-1].networks
    view = fakes.rich().window._replace(clients=fakes.table(("203.0.113.0/24", 40), ("2001:db8::/64", 3)))
    assert "CLIENTS  by network" in session.show(fakes.rich()._replace(now=fakes.NOW + 1, window=view))
    session.type(*["tab"] * 5, "down", "enter")
    assert session.feed.requests[-1].where == ("client = 203.0.113.0/24",)
    session.type("backspace", "down", "x")
    assert session.feed.requests[-1].where == ("client != 2001:db8::/64",)


def test_a_row_that_no_filter_can_name_is_said_to_be_so() -> None:
    session = Session(fakes.rich())
    session.type(*["tab"] * 7)
    assert session.app.dashboard.focused == "latency"
    assert "Select a row first, one that a filter can name" in session.type("down", "enter")
    assert "Select a row" not in session.type("down")


def test_a_family_of_agents_can_be_picked() -> None:
    session = Session(fakes.rich())
    session.type(*["tab"] * 8, "down", "down", "enter")
    assert session.feed.requests[-1].where == ("agent ~ GPTBot",)


def test_enter_filters_by_the_row_x_excludes_it_and_backspace_takes_back() -> None:
    session = Session(fakes.much())
    session.type("tab", "down", "enter")  # sections
    session.type("tab", "down", "down", "down", "x")  # status: 4xx
    session.type("tab", "down", "enter", "enter")  # methods, twice the same
    session.type("tab", "down", "enter")  # paths
    session.type("tab", "down", "enter", "tab", "down", "enter")  # clients, failing
    expected = (
        "section = /api", "status != 4xx", "method = GET", "path = /api/user0", "client = 203.0.113.7",
        "status >= 400", "path = /api/report",
    )  # fmt: skip
    assert session.feed.requests[-1].where == expected
    session.type("backspace")
    assert session.feed.requests[-1].where == expected[:-1]
    session.type("esc")
    assert session.feed.requests[-1].where == ()


@pytest.mark.parametrize(
    ("keys", "path", "others"),
    [
        (("e", "down"), "/api/report", "status and client"),
        (("tab",) * 6 + ("down",), "/api/report", "status"),
    ],
)
def test_to_exclude_a_row_of_several_fields_excludes_its_path_and_says_so(
    keys: tuple[str, ...], path: str, others: str
) -> None:
    session = Session(fakes.rich())
    last = session.type(*keys, "x").splitlines()[-1]
    assert last.strip() == f"Left out: path = {path}, whatever its {others}"
    assert session.feed.requests[-1].where == (f"path != {path}",)
    assert "Left out" not in session.type("down")


def test_a_code_can_be_picked() -> None:
    session = Session(fakes.much())
    session.type("tab", "tab", "end", "enter")
    assert session.feed.requests[-1].where == ("status = 500",)


def test_typing_makes_chips_and_says_where_it_is_not_understood() -> None:
    session = Session(fakes.much())
    assert "section = /api and status >= 500 and client != 10.0.0.0/8" in session.type("/")
    text = session.type(*"section = /api and stat > 500")
    assert "at 20: expected one of section, path, client" in text
    marked = [
        text
        for line in fakes.runs(session.app.dashboard, (120, 40))
        for style, text in line
        if style == "warning"
    ]
    assert marked == ["s"]
    session.type("enter")
    assert session.feed.requests[-1].where == ()
    session.type("left", "left", "left", "left", "left", "left", *"us", "enter")
    assert session.feed.requests[-1].where == ("section = /api", "status > 500")
    session.type("/", *"path ~ x", "esc")
    assert session.feed.requests[-1].where == ("section = /api", "status > 500")
    session.type("/", "enter")
    assert not session.app.dashboard.prompt.open


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10), (20, 9)])
def test_what_is_wrong_with_a_filter_can_be_read_however_long_it_is(size: tuple[int, int]) -> None:
    session = Session(fakes.much(), size)
    text = session.type(
        "/", *"section = /api and path ~ report and client = 10.0.0.1 and colour = red", "enter"
    )
    typed = next(line for line in text.splitlines() if line.startswith("/ "))
    said = " ".join(text.split())
    assert "= red" in typed
    if size[0] > 20:
        fields = "section, path, client, method, agent, referrer, host, cache, status, bytes, latency"
        assert f"at 60: expected one of {fields}" in said
    assert "at 60: expected" in said
    rows = text.splitlines()
    assert rows.index(typed) == session.text().splitlines().index(typed)


def test_nothing_moves_while_a_filter_is_typed() -> None:
    session, places = Session(fakes.much(), (80, 24)), set()
    session.type("/")
    for character in "status = 5xx":
        lines = session.type(character).splitlines()
        places.add(lines.index(line_with(session.text(), "SECTIONS")))
    assert len(places) == 1


def test_on_the_smallest_screens_the_error_stands_beside_the_text() -> None:
    line = Session(fakes.much(), (40, 6)).type("/", *"path ~ report and colour").splitlines()[1]
    assert line.startswith("/ ")
    assert "at 24: expected" not in line
    line = Session(fakes.much(), (40, 6)).type("/", *"path ~ report and colour = red").splitlines()[1]
    assert "  at 19: expected" in line


def test_what_the_filter_covers_is_said() -> None:
    text = Session(fakes.filtered()).text()
    line = line_with(text, "FILTER")
    assert line.startswith(
        " FILTER  section = /api   status >= 500   since 15:00:00  alerts count all traffic"
    )
    counting = fakes.filtered()._replace(filter=fakes.filtered().filter._replace(part=0.431))
    assert " counting 43 % " in line_with(Session(counting).text(), "FILTER")
    assert ["matching", "84"] in [line.rsplit("│", 1)[-1].split() for line in text.splitlines()]
