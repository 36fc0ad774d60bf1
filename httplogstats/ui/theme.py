"""Style names to looks: one palette a theme. Each style has a look without colours that keeps its meaning.

The colours are told apart by colour-blind people: sky blue for what is normal, orange, vermilion and
yellow for what is not, never red against green; signs and words say the same without colour.
"""

DARK, LIGHT, CONTRAST, MONO = "dark", "light", "contrast", "mono"
NAMES = (DARK, LIGHT, CONTRAST, MONO)

Entry = tuple[str, str, str, str, str, str]
"""Name, foreground and background in 16 colours, without colours, the same in 256 or more: urwid's order."""

Look = tuple[str, str, str, str]
"""Foreground and background in 16 colours, the same in 256 or more."""

_MONO: dict[str, str] = {
    "text": "default", "quiet": "default", "rule": "default", "title": "bold", "title.focus": "bold,standout",
    "top": "default", "top.quiet": "default", "top.name": "bold", "key": "bold", "bar": "default",
    "gauge": "default", "errors": "default", "axis": "default", "ok": "standout", "alert": "bold,standout",
    "warning": "bold,standout", "fired": "bold", "recovered": "default", "client": "default",
    "server": "bold", "cursor": "standout", "chip": "standout",
    "selected": "standout", "box": "default",
}  # fmt: skip

STYLES = frozenset(_MONO)


def palette(theme: str) -> list[Entry]:
    """The entries of a theme, for urwid."""
    if theme == MONO:
        looks = {name: look if look == "default" else f"default,{look}" for name, look in _MONO.items()}
        return [(name, look, "default", _MONO[name], look, "default") for name, look in looks.items()]
    return [
        (name, low, low_back, _MONO[name], high, high_back)
        for name, (low, low_back, high, high_back) in _THEMES[theme].items()
    ]


def _look(foreground: tuple[str, str], background: tuple[str, str]) -> Look:
    return foreground[0], background[0], foreground[1], background[1]


def _dark() -> dict[str, Look]:
    black, raised = ("black", "#121212"), ("black", "#262626")
    return {
        "text": _look(("light gray", "#d0d0d0"), black),
        "quiet": _look(("light gray", "#949494"), black),
        "rule": _look(("dark gray", "#4e4e4e"), black),
        "axis": _look(("light gray", "#8a8a8a"), black),
        "title": _look(("light cyan,bold", "#87d7ff,bold"), black),
        "title.focus": _look(("black", "#121212,bold"), ("dark cyan", "#87d7ff")),
        "top": _look(("light gray", "#e4e4e4"), raised),
        "top.name": _look(("light cyan,bold", "#87d7ff,bold"), raised),
        "top.quiet": _look(("light gray", "#b2b2b2"), raised),
        "key": _look(("light cyan", "#87d7ff"), raised),
        "bar": _look(("dark cyan", "#5f87af"), black),
        "gauge": _look(("dark cyan", "#5fafd7"), raised),
        "errors": _look(("yellow", "#ff875f"), black),
        "ok": _look(("black", "#121212,bold"), ("dark cyan", "#87d7ff")),
        "alert": _look(("black", "#121212,bold"), ("brown", "#ff8700")),
        "warning": _look(("black", "#121212,bold"), ("brown", "#ffd75f")),
        "fired": _look(("yellow,bold", "#ffaf5f,bold"), black),
        "recovered": _look(("light cyan", "#87d7ff"), black),
        "client": _look(("yellow", "#ffd787"), black),
        "server": _look(("yellow,bold", "#ff875f,bold"), black),
        "cursor": _look(("white", "#ffffff"), ("dark blue", "#005f87")),
        "chip": _look(("black", "#121212"), ("light gray", "#afd7ff")),
        "selected": _look(("white,bold", "#ffffff,bold"), ("dark blue", "#005f87")),
        "box": _look(("light cyan", "#87d7ff"), black),
    }


def _light() -> dict[str, Look]:
    white, raised = ("white", "#ffffff"), ("light gray", "#e4e4e4")
    return {
        "text": _look(("black", "#1c1c1c"), white),
        "quiet": _look(("black", "#5f5f5f"), white),
        "rule": _look(("dark gray", "#bcbcbc"), white),
        "axis": _look(("black", "#6c6c6c"), white),
        "title": _look(("dark blue,bold", "#005f87,bold"), white),
        "title.focus": _look(("white,bold", "#ffffff,bold"), ("dark blue", "#005f87")),
        "top": _look(("black", "#1c1c1c"), raised),
        "top.name": _look(("dark blue,bold", "#005f87,bold"), raised),
        "top.quiet": _look(("black", "#4e4e4e"), raised),
        "key": _look(("dark blue", "#005f87"), raised),
        "bar": _look(("dark blue", "#5f87af"), white),
        "gauge": _look(("dark blue", "#0087af"), raised),
        "errors": _look(("dark red", "#d75f00"), white),
        "ok": _look(("white,bold", "#ffffff,bold"), ("dark blue", "#005f87")),
        "alert": _look(("white,bold", "#ffffff,bold"), ("dark red", "#af0000")),
        "warning": _look(("black", "#1c1c1c,bold"), ("yellow", "#ffd75f")),
        "fired": _look(("dark red,bold", "#af0000,bold"), white),
        "recovered": _look(("dark blue", "#005f87"), white),
        "client": _look(("dark magenta", "#875f00"), white),
        "server": _look(("dark red,bold", "#af0000,bold"), white),
        "cursor": _look(("white", "#005f87"), ("dark blue", "#afd7ff")),
        "chip": _look(("white", "#ffffff"), ("dark blue", "#005f87")),
        "selected": _look(("white,bold", "#ffffff,bold"), ("dark blue", "#005f87")),
        "box": _look(("dark blue", "#005f87"), white),
    }


def _contrast() -> dict[str, Look]:
    black = ("black", "#000000")
    accent, bad = ("light cyan,bold", "#00ffff,bold"), ("yellow,bold", "#ffff00,bold")
    ink = ("black", "#000000,bold")
    looks = dict.fromkeys(_MONO, _look(("white", "#ffffff"), black))
    looks |= dict.fromkeys(
        ("title", "top.name", "key", "recovered", "box", "gauge", "bar"), _look(accent, black)
    )
    looks |= dict.fromkeys(("fired", "client", "server", "errors"), _look(bad, black))
    looks |= dict.fromkeys(("title.focus", "ok"), _look(ink, ("dark cyan", "#00ffff")))
    looks |= dict.fromkeys(("alert", "warning"), _look(ink, ("brown", "#ffff00")))
    looks["selected"] = looks["cursor"] = looks["chip"] = _look(ink, ("light gray", "#ffffff"))
    return looks


_THEMES = {DARK: _dark(), LIGHT: _light(), CONTRAST: _contrast()}
