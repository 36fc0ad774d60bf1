"""Lines, bars and shortened names, by literals."""

from fractions import Fraction

import pytest

from httplogstats import words
from httplogstats.ui.glyphs import ASCII, UNICODE, bar, heat, upright
from httplogstats.ui.panes.pane import canvas
from httplogstats.ui.text import as_long_as_fits, between, drawable, middle, those_that_fit, wrapped


def test_bars_fill_eighths_and_what_is_above_0_is_seen() -> None:
    parts = (0, 0.001, 0.25, 0.5, 1, 2)
    assert [bar(part, 2, UNICODE) for part in parts] == ["  ", "▏ ", "▌ ", "█ ", "██", "██"]
    assert [bar(part, 2, ASCII) for part in parts] == ["  ", "# ", "# ", "# ", "##", "##"]
    assert bar(0.5, 0, UNICODE) == ""


def test_levels_stand_on_the_floor() -> None:
    assert upright(1.0, 2, UNICODE) == "██"
    assert upright(0.75, 2, UNICODE) == "█▄"
    assert upright(0.0001, 2, UNICODE) == "▁ "
    assert upright(0, 2, ASCII) == "  "


def test_heat_gets_denser() -> None:
    assert "".join(heat(part, UNICODE) for part in (0, 0.01, 0.5, 1)) == " ░▒▓"


@pytest.mark.parametrize(
    ("width", "expected"),
    [(25, "/var/log/nginx/access.log"), (15, "/var~access.log"), (6, "ss.log"), (0, "")],
)
def test_names_keep_their_end(width: int, expected: str) -> None:
    assert middle("/var/log/nginx/access.log", width) == expected


def test_words_are_whole_or_absent() -> None:
    words = [[("text", "12")], [("text", " 345")], [("text", " 6")]]
    assert as_long_as_fits(words, 5) == [("text", "12")]
    assert those_that_fit(words, 5) == [("text", "12"), ("text", " 6")]


def test_right_hand_side_stands_at_the_end_or_nowhere() -> None:
    assert between([("a", "12")], [("b", "34")], 6) == [("a", "12"), ("text", "  "), ("b", "34")]
    assert between([("a", "12")], [("b", "34")], 4) == [("a", "12")]


def test_long_text_is_broken_at_spaces_or_anywhere() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrapped("x", 0) == []


def test_a_limit_is_written_as_it_was_given() -> None:
    assert [words.decimal(Fraction(text)) for text in ("10", "0.7", "12.50", "0.125")] == [
        "10",
        "0.7",
        "12.5",
        "0.125",
    ]


def test_a_path_cannot_draw_anything_but_printable_ascii() -> None:
    assert drawable("/tmp/a.log") == "/tmp/a.log"
    assert drawable("/tmp/\x1b[2J\u202e.log") == "/tmp/\\x1b[2J\\xe2\\x80\\xae.log"


def test_a_canvas_gives_the_same_runs_whole_or_in_part_however_often() -> None:
    drawn = canvas([[("bar", "abc"), ("text", "d")], [("text", "e")]], 6, 2)
    whole = [[("bar", None, b"abc"), ("text", None, b"d  ")], [("text", None, b"e     ")]]
    for row in drawn.content():
        row.clear()  # what is done with the runs is nobody else's business
    assert list(drawn.content()) == list(drawn.content(0, 0, 6, 2)) == whole
    assert list(drawn.content(1, 0, 3, 1)) == [[("bar", None, b"bc"), ("text", None, b"d")]]
    assert next(iter(drawn.content(attr={"bar": "axis"})))[0] == ("axis", None, b"abc")
