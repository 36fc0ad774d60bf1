"""What opens over the dashboard: help, malformed lines, a row with all it says."""

import pytest
import urwid

from httplogstats.ui.glyphs import UNICODE
from httplogstats.ui.keys import KEYS, Where, holds
from httplogstats.ui.overlay import help_lines
from tests.ui import fakes
from tests.ui.session import Session


def test_overlays_open_and_close() -> None:
    session = Session(fakes.much())
    assert "focus the next pane" in session.type("?")
    assert "focus the next pane" not in session.type("esc")
    text = session.type("m")
    assert "17 lines were not understood" in text
    assert "nor this" in text
    text = session.type("esc", "enter")
    assert "17 min" in text
    assert "31.0 req/s" in text
    assert "10 requests/s, which is 1200 hits" in text
    assert "Every line was understood" in Session(fakes.silent()).type("m")


def test_a_row_opens_with_its_whole_key() -> None:
    session = Session(fakes.hostile())
    text = session.type("tab", "down", "i")
    assert text.count("x\\x1b") > 200
    assert "1000000000000000, 10.0 % of 10000000000000000" in text


def test_a_section_opens_with_its_times() -> None:
    text = Session(fakes.rich()).type("tab", "down", "i")
    assert "p50 12 ms, p95 210 ms, p99 1.4 s, longest 2.0 s" in text


@pytest.mark.parametrize(("steps", "rows"), [(3, ("GET",)), (7, ("all requests", "upstream of all"))])
def test_of_rows_that_only_count_hits_nothing_else_is_said(steps: int, rows: tuple[str, ...]) -> None:
    session = Session(fakes.rich())
    text = session.type(*["tab"] * steps)
    for row in rows:
        text = session.type("down", "i")
        opened = text[text.index("╭─") : text.index("Esc closes")]
        assert row in opened
        assert "requests/s" in opened
        assert not any(name in opened for name in ("bytes  ", "4xx  ", "5xx  "))
        session.type("esc")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("down",), ("2xx", "70, 83.3 % of 84", "7.0 requests/s")),
        (("end",), ("500", "1, 1.2 % of 84", "0.1 requests/s")),
    ],
)
def test_a_status_opens_with_its_hits_and_share(keys: tuple[str, ...], said: tuple[str, ...]) -> None:
    session = Session(fakes.much())
    text = session.type("tab", "tab", "i")
    assert "Select something first" in text
    text = session.type(*keys, "i")
    opened = text[text.index("╭─ Status") : text.index("Esc closes")]
    assert all(words in opened for words in said)
    assert "bytes  " not in opened


def test_help_scrolls_on_a_small_screen() -> None:
    session = Session(fakes.much(), size=(40, 10))
    assert " more below · Esc closes " in session.type("h")
    assert "more below" not in session.type("end")
    assert "In the alerts" in session.type("g")


@pytest.mark.parametrize("width", [36, 60, 76, 116])
@pytest.mark.parametrize("where", Where)
def test_the_help_of_a_place_has_its_keys_and_no_others(where: Where, width: int) -> None:
    lines = ["".join(text for _, text in line) for line in help_lines(UNICODE, where, width)]
    assert all(len(line) <= width for line in lines) or width < 76
    for entry in KEYS:
        text = entry.text if width in (60, 116) or where is Where.TYPING else entry.short
        there = any(f" {entry.shown:10}{text}" in line for line in lines)
        assert there is (entry.where in holds(where))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_help_of_a_pane_is_one_page(size: tuple[int, int]) -> None:
    session = Session(fakes.rich(), size=size)
    for keys in (("?",), ("esc", "tab", "?"), ("esc", "l", "?"), ("esc", "/", "f1")):
        text = session.type(*keys)
        assert " Esc closes " in text
        assert "more below" not in text
    assert "characters" not in session.type("esc")
    assert session.app.dashboard.prompt.open


def test_the_help_fits_another_size_while_it_is_open() -> None:
    session = Session(fakes.rich())
    assert "clients by network, /24 and /64, or back" in session.type("?")
    session.screen.size = (80, 24)
    assert "more below" not in session.type("up")


def test_q_closes_what_is_open_before_it_quits() -> None:
    session = Session(fakes.much())
    for opened in ("?", "m", "enter"):
        assert "╭─" in session.type(opened)
        assert "╭─" not in session.type("q")
    with pytest.raises(urwid.ExitMainLoop):
        session.type("q")
