"""The key table: the dispatcher, the footer, the help and the README are made from it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """An action, the keys that call it (urwid's names), how they are shown, and what it does.

    ``footer`` is what the bottom line says of it, and ``stays`` how long when room is short: 1 goes last.
    ``moves`` is urwid's name of the movement, for actions that scroll.
    """

    action: str
    keys: tuple[str, ...]
    shown: str
    text: str
    footer: str = ""
    stays: int = 0
    moves: str = ""


KEYS = (
    Key("next pane", ("tab",), "Tab", "focus the next pane", "Tab pane", 5),
    Key("previous pane", ("shift tab",), "Shift-Tab", "focus the previous pane"),
    Key("up", ("up", "k"), "↑ k", "scroll the focused pane up", "↑↓ scroll", 6, "up"),
    Key("down", ("down", "j"), "↓ j", "scroll the focused pane down", moves="down"),
    Key("page up", ("page up",), "PgUp", "a page up", moves="page up"),
    Key("page down", ("page down",), "PgDn", "a page down", moves="page down"),
    Key("first", ("home", "g"), "Home g", "to the first row", moves="home"),
    Key("last", ("end", "G"), "End G", "to the last row; the alerts follow again", moves="end"),
    Key("window", ("w",), "w", "next window: last interval, 2 min, 10 min, since start", "w window", 3),
    Key("details", ("enter",), "Enter", "details of the selected alert", "Enter details", 8),
    Key("malformed", ("m",), "m", "the newest malformed lines", "m malformed", 7),
    Key("pause", ("p", " "), "p Space", "pause the display; counting goes on", "p pause", 4),
    Key("theme", ("t",), "t", "next theme: dark, light, contrast, mono", "t theme", 9),
    Key("help", ("?", "h", "f1"), "? h F1", "this help", "? help", 2),
    Key("back", ("esc",), "Esc", "close what is open over the dashboard"),
    Key("quit", ("q",), "q", "quit", "q quit", 1),
)

BY_KEY = {key: entry for entry in KEYS for key in entry.keys}


def footer(width: int) -> str:
    """The keys that matter most, as many as fit, in the order of the table."""
    entries = [entry for entry in KEYS if entry.footer]
    while entries:
        text = " " + "   ".join(entry.footer for entry in entries)
        if len(text) <= width:
            return text
        entries.remove(max(entries, key=lambda entry: entry.stays))
    return ""


def help_lines() -> list[str]:
    """The whole table as text."""
    return [f" {entry.shown:<11}{entry.text}" for entry in KEYS]


def markdown_table() -> str:
    """The whole table for the README."""
    rows = [f"| {entry.shown} | {entry.text} |" for entry in KEYS]
    return "\n".join(["| key | what it does |", "|---|---|", *rows])
