"""Style names to looks: one palette a theme, each style with a monochrome look that carries its meaning."""

from collections.abc import Mapping
from typing import Literal

DARK, LIGHT, CONTRAST, MONO = "dark", "light", "contrast", "mono"
NAMES = (DARK, LIGHT, CONTRAST, MONO)

Entry = tuple[str, str, str, str, str, str]
"""Name, foreground and background in 16 colours, mono, the same in 256 colours: urwid's order."""

# name: mono look, and for each theme the foreground and background in 16 and in 256 colours
_LOOKS: dict[str, tuple[str, dict[str, tuple[str, str, str, str]]]] = {
    "text": ("default", {
        DARK: ("light gray", "black", "#ddd", "#000"),
        LIGHT: ("black", "white", "#000", "#fff"),
        CONTRAST: ("white", "black", "#fff", "#000"),
    }),
    "quiet": ("default", {
        DARK: ("light gray", "black", "g58", "#000"),
        LIGHT: ("dark gray", "white", "g38", "#fff"),
        CONTRAST: ("white", "black", "#fff", "#000"),
    }),
    "title": ("bold", {
        DARK: ("light cyan,bold", "black", "#8df,bold", "#000"),
        LIGHT: ("dark blue,bold", "white", "#006,bold", "#fff"),
        CONTRAST: ("light cyan,bold", "black", "#aff,bold", "#000"),
    }),
    "header": ("standout", {
        DARK: ("white", "dark blue", "#fff", "#036"),
        LIGHT: ("white", "dark blue", "#fff", "#036"),
        CONTRAST: ("black", "white", "#000", "#fff"),
    }),
    "ok": ("bold", {
        DARK: ("light cyan,bold", "black", "#6df,bold", "#000"),
        LIGHT: ("dark blue,bold", "white", "#048,bold", "#fff"),
        CONTRAST: ("light cyan,bold", "black", "#aff,bold", "#000"),
    }),
    "alert": ("bold,standout", {
        DARK: ("black,bold", "brown", "#000,bold", "#fa0"),
        LIGHT: ("black,bold", "brown", "#000,bold", "#fa0"),
        CONTRAST: ("black,bold", "yellow", "#000,bold", "#ff0"),
    }),
    "warning": ("standout", {
        DARK: ("yellow", "black", "#fd6", "#000"),
        LIGHT: ("dark red", "white", "#800", "#fff"),
        CONTRAST: ("yellow,bold", "black", "#ff0,bold", "#000"),
    }),
    "bar": ("default", {
        DARK: ("dark cyan", "black", "#08a", "#000"),
        LIGHT: ("dark cyan", "white", "#06a", "#fff"),
        CONTRAST: ("light cyan", "black", "#aff", "#000"),
    }),
    "error": ("bold", {
        DARK: ("yellow", "black", "#fa6", "#000"),
        LIGHT: ("dark red", "white", "#a00", "#fff"),
        CONTRAST: ("yellow,bold", "black", "#ff0,bold", "#000"),
    }),
    "focus": ("standout", {
        DARK: ("black", "dark cyan", "#000", "#8cf"),
        LIGHT: ("white", "dark blue", "#fff", "#048"),
        CONTRAST: ("black", "yellow", "#000", "#ff0"),
    }),
}  # fmt: skip

STYLES = frozenset(_LOOKS)


def palette(theme: str) -> list[Entry]:
    """The entries of a theme, for urwid."""
    if theme == MONO:
        return [
            (name, "default", "default", mono, "default", "default") for name, (mono, _) in _LOOKS.items()
        ]
    entries = []
    for name, (mono, looks) in _LOOKS.items():
        low, low_back, high, high_back = looks[theme]
        entries.append((name, low, low_back, mono, high, high_back))
    return entries


def chosen(theme: str, environment: Mapping[str, str]) -> str:
    """The theme to begin with: "auto" obeys NO_COLOR, terminals without colours, and COLORFGBG."""
    if theme != "auto":
        return theme
    if environment.get("NO_COLOR") or colours(environment) == 1:
        return MONO
    return LIGHT if environment.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15") else DARK


def colours(environment: Mapping[str, str]) -> Literal[1, 16, 256]:
    """How many colours the terminal has, by its name: 1, 16 or 256."""
    term = environment.get("TERM", "")
    if term in ("", "dumb", "unknown") or term.startswith("vt") or term.endswith(("-m", "-mono")):
        return 1
    return 16 if term in ("linux", "ansi", "xterm-color", "xterm-16color", "cygwin", "cons25") else 256
