"""Themes: every style that is used is defined, readable, and means something without colour."""

import pytest
from urwid import AttrSpec

from httplogstats.snapshot import MalformedLine
from httplogstats.ui import theme
from httplogstats.ui.terminal import suited
from tests.ui import fakes
from tests.ui.screens import dashboard

GRAPHIC = {"bar", "gauge", "errors", "axis", "cursor"}
"""Styles of bars and scales, for which a contrast of 3 is enough; `rule` is only there to part."""


def luminance(red: int, green: int, blue: int) -> float:
    parts = [part / 255 for part in (red, green, blue)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(spec: AttrSpec) -> float:
    red, green, blue, *ground = spec.get_rgb_values()
    assert None not in (red, green, blue, *ground)
    bright, dark = sorted([luminance(red, green, blue), luminance(*ground)], reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def used() -> set[object]:
    found: set[object] = set()
    for moment in fakes.MOMENTS.values():
        board = dashboard(moment._replace(malformed=moment.malformed or (MalformedLine("x"),)))
        for opened in (board.close, board.open_help, board.open_malformed, board.close):
            opened()
            found |= {style for line in fakes.runs(board, (120, 40)) for style, _ in line}
            board.next(1)
            if opened == board.open_malformed:
                board.type()
                board.typed()
                found |= {style for line in fakes.runs(board, (120, 40)) for style, _ in line}
                board.type(False)
            board.move("down")
    return found


def test_styles_used_are_the_styles_defined() -> None:
    assert used() == theme.STYLES


@pytest.mark.parametrize("name", theme.NAMES)
def test_every_theme_defines_every_style(name: str) -> None:
    assert {entry[0] for entry in theme.palette(name)} == theme.STYLES


@pytest.mark.parametrize("colours", [16, 256, 2**24])
@pytest.mark.parametrize("name", [name for name in theme.NAMES if name != theme.MONO])
def test_text_can_be_read(name: str, colours: int) -> None:
    for style, low, low_back, _, high, high_back in theme.palette(name):
        spec = AttrSpec(low, low_back, 16) if colours == 16 else AttrSpec(high, high_back, colours)  # type: ignore[arg-type]
        least = 1.3 if style == "rule" else 3 if style in GRAPHIC else 7 if name == theme.CONTRAST else 4.5
        assert contrast(spec) >= least, style


def test_what_is_loud_is_loud_without_colour() -> None:
    looks = {entry[0]: entry[3] for entry in theme.palette(theme.MONO)}
    assert looks["alert"] == looks["warning"] == "bold,standout"
    loud = ("alert", "warning", "fired", "server", "selected", "title", "title.focus", "ok", "key")
    assert all(looks[style] != looks["text"] for style in loud)
    for name in theme.NAMES:
        assert {entry[0]: entry[3] for entry in theme.palette(name)} == looks


@pytest.mark.parametrize("colours", [1, 16, 256])
def test_mono_uses_no_colour_at_any_depth(colours: int) -> None:
    for _, low, low_back, mono, high, high_back in theme.palette(theme.MONO):
        fore, back = {1: (mono, "default"), 16: (low, low_back), 256: (high, high_back)}[colours]
        spec = AttrSpec(fore, back, colours)  # type: ignore[arg-type]
        assert (spec.foreground_basic, spec.foreground_high, spec.background) == (False, False, "default")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-256color"}, "dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "light"),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, "dark"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "mono"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "dark"),
        ({"TERM": "vt100"}, "mono"),
        ({"TERM": "xterm-mono"}, "mono"),
        ({}, "mono"),
    ],
)
def test_the_terminal_says_which_theme_suits_it(environment: dict[str, str], expected: str) -> None:
    assert suited(environment) == expected
