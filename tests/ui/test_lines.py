"""Bars, shortened names and tables, by literals."""

import pytest

from httplogstats.ui.lines import Column, Rows, ascii_only, bar, fitting, level, middle, table, visible


def test_bars() -> None:
    assert [bar(part, 2, False) for part in (0, 0.25, 0.5, 1, 2)] == ["  ", "▌ ", "█ ", "██", "██"]
    assert bar(0.5, 4, True) == "##  "
    assert [level(1.0, row, 2, False) for row in (0, 1)] == ["█", "█"]
    assert level(0.001, 0, 2, False) == "▁"


def test_names_keep_their_end() -> None:
    assert middle("/var/log/nginx/access.log", 15) == "/var/~ccess.log"
    assert middle("/a.log", 15) == "/a.log"


def test_the_longest_text_that_fits() -> None:
    assert [fitting(width, "12 345 hits", "12 345", "") for width in (11, 10, 6, 5, 0)] == [
        "12 345 hits", "12 345", "12 345", "", "",
    ]  # fmt: skip


def test_ascii_keeps_every_character_in_its_place() -> None:
    assert ascii_only("▲ 1 – 2 · ≥ 3×") == "! 1 - 2 . > 3x"


@pytest.mark.parametrize("width", range(1, 60))
def test_numbers_are_never_cut(width: int) -> None:
    columns = [Column("HITS", ["123 k"], 0), Column("%", ["12.3"], 1), Column("BYTES", ["412 kB"], 2)]
    (line,) = table("KEY", ["/a/long/key"], columns, width).body
    assert [piece.strip() for _, piece in line[1:]] == ["123 k", "12.3", "412 kB"][: len(line) - 1]


@pytest.mark.parametrize(
    ("height", "offset", "expected"),
    [
        (9, 0, ["T", "a", "b", "c", "(7 more)"]),
        (4, 0, ["T", "a", "b", "(8 more)"]),
        (4, 1, ["T", "b", "c", "(7 more)"]),
        (2, 0, ["T", "a"]),
        (1, 0, ["T"]),
    ],
)
def test_what_is_not_shown_is_counted(height: int, offset: int, expected: list[str]) -> None:
    rows = Rows([("title", "T")], [[("text", key)] for key in "abc"], beyond=7)
    shown = visible(rows, offset, 8, height)
    assert ["".join(text for _, text in line).strip() for line in shown] == expected
