"""Themes: every style that is used is defined, readable, and means something without colour."""

import pytest
from urwid import AttrSpec

from httplogstats.ui import theme
from httplogstats.ui.dashboard import Dashboard
from httplogstats.ui.overlays import help_text, over
from tests.ui import fakes


def luminance(red: int, green: int, blue: int) -> float:
    parts = [part / 255 for part in (red, green, blue)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(spec: AttrSpec) -> float:
    red, green, blue, *ground = spec.get_rgb_values()
    assert None not in (red, green, blue, *ground)
    bright, dark = sorted([luminance(red, green, blue), luminance(*ground)], reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def used() -> set[object]:
    found: set[object] = set()
    for moment in fakes.MOMENTS.values():
        board = Dashboard(None, False)
        board.show(moment)
        board.render((120, 40), True)
        board.move("up")
        found |= {style for line in fakes.runs(board, (120, 40)) for style, _ in line}
        found |= {
            style
            for line in fakes.runs(over(board, "Keys", help_text(), False), (120, 40))
            for style, _ in line
        }
    return found


def test_styles_used_are_the_styles_defined() -> None:
    assert used() == theme.STYLES


@pytest.mark.parametrize("name", theme.NAMES)
def test_every_theme_defines_every_style(name: str) -> None:
    assert {entry[0] for entry in theme.palette(name)} == theme.STYLES


@pytest.mark.parametrize("name", [name for name in theme.NAMES if name != theme.MONO])
def test_text_can_be_read(name: str) -> None:
    for style, _, _, _, foreground, background in theme.palette(name):
        least = 3 if style == "bar" else 7 if name == theme.CONTRAST else 4.5
        assert contrast(AttrSpec(foreground, background, 256)) >= least, style


@pytest.mark.parametrize("name", theme.NAMES)
def test_looks_are_valid_at_every_depth(name: str) -> None:
    for _, low, low_back, mono, high, high_back in theme.palette(name):
        AttrSpec(low, low_back, 16)
        AttrSpec(high, high_back, 256)
        AttrSpec(mono, "default", 1)


def test_what_is_loud_is_loud_without_colour() -> None:
    looks = {entry[0]: entry[3] for entry in theme.palette(theme.MONO)}
    assert looks["alert"] == "bold,standout"
    assert all(looks[style] != looks["text"] for style in ("warning", "error", "focus", "title"))


@pytest.mark.parametrize(
    ("wanted", "environment", "expected"),
    [
        ("auto", {"TERM": "xterm-256color"}, "dark"),
        ("auto", {"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "light"),
        ("auto", {"TERM": "xterm-256color", "NO_COLOR": "1"}, "mono"),
        ("auto", {"TERM": "xterm-256color", "NO_COLOR": ""}, "dark"),
        ("auto", {"TERM": "vt100"}, "mono"),
        ("light", {"TERM": "xterm", "NO_COLOR": "1"}, "light"),
    ],
)
def test_automatic_theme(wanted: str, environment: dict[str, str], expected: str) -> None:
    assert theme.chosen(wanted, environment) == expected
