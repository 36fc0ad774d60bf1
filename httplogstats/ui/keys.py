"""The key table: the dispatcher, the footer, the help and the README are made from it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """An action, the keys that call it (urwid's names; the first is shown), and what it does."""

    action: str
    keys: tuple[str, ...]
    shown: str
    text: str
    footer: str = ""


KEYS = (
    Key("window", ("w",), "w", "next window: last interval, 2 min, 10 min, since start", "w window"),
    Key("pause", ("p", " "), "p Space", "pause the display; counting goes on", "p pause"),
    Key("malformed", ("m",), "m", "show the newest malformed lines", "m malformed"),
    Key("older", ("up", "k"), "↑ k", "scroll the alerts back", "↑↓ alerts"),
    Key("newer", ("down", "j"), "↓ j", "scroll the alerts on"),
    Key("page older", ("page up",), "PgUp", "a page of alerts back"),
    Key("page newer", ("page down",), "PgDn", "a page of alerts on"),
    Key("oldest", ("home", "g"), "Home g", "the first alert"),
    Key("newest", ("end", "G"), "End G", "the newest alert, and follow"),
    Key("details", ("enter",), "Enter", "details of the selected alert", "Enter details"),
    Key("theme", ("t",), "t", "next theme: dark, light, contrast, mono", "t theme"),
    Key("help", ("?", "h", "f1"), "? h F1", "this help", "? help"),
    Key("back", ("esc",), "Esc", "close what is open over the dashboard"),
    Key("quit", ("q",), "q", "quit", "q quit"),
)

ACTIONS = {key: entry.action for entry in KEYS for key in entry.keys}


def footer(width: int) -> str:
    """The most important keys that fit."""
    words = [entry.footer for entry in KEYS if entry.footer]
    for dropped in ("t theme", "m malformed", "Enter details", "p pause", "w window", "↑↓ alerts"):
        if len(" " + "  ".join(words)) <= width:
            break
        words.remove(dropped)
    return " " + "  ".join(words)


def help_lines() -> list[str]:
    """The whole table as text."""
    return [f"{entry.shown:>8}   {entry.text}" for entry in KEYS]


def markdown_table() -> str:
    """The whole table for the README."""
    rows = [f"| {entry.shown} | {entry.text} |" for entry in KEYS]
    return "\n".join(["| key | what it does |", "|---|---|", *rows])
