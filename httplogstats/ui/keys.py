"""The key table: dispatcher, footer, help and README are made from it. Does nothing itself."""

from enum import Enum
from typing import NamedTuple


class Where(Enum):
    """Where a key works; the value is the heading in the help."""

    EVERYWHERE = "everywhere"
    LISTS = "in the focused pane, in what is open"
    TABLES = "in a focused table"
    ALERTS = "in the alerts"
    LINES = "in the list of requests"
    TYPING = "while a filter is typed"


class Key(NamedTuple):
    """An action, urwid's names of the keys that call it, how these are written, and what it does.

    `footer` is its word in the footer, and `stays` how long it stays there when room is short. `brief`
    says what it does where there is no room for `text`.
    """

    action: str
    keys: tuple[str, ...]
    shown: str
    text: str
    where: Where = Where.EVERYWHERE
    footer: str = ""
    stays: int = 0
    brief: str = ""

    @property
    def short(self) -> str:
        """What it does, in at most 26 columns."""
        return self.brief or self.text


KEYS = (
    Key("next pane", ("tab",), "Tab", "focus the next pane", footer="pane", stays=5),
    Key("previous pane", ("shift tab",), "Shift-Tab", "focus the previous pane"),
    Key("up", ("up", "k"), "Up k", "move up", Where.LISTS),
    Key("down", ("down", "j"), "Down j", "move down", Where.LISTS, "move", 2),
    Key("page up", ("page up",), "PgUp", "move up a page", Where.LISTS),
    Key("page down", ("page down",), "PgDn", "move down a page", Where.LISTS),
    Key("first", ("home", "g"), "Home g", "move to the first", Where.LISTS),
    Key("last", ("G",), "G", "the last; alerts and lines follow it", Where.LISTS,
        brief="the last, and follow it"),
    Key("end", ("end",), "End", "the last; looking back, return to now", brief="the last, or back to now"),
    Key("earlier", ("left",), "Left", "look back: one interval earlier", footer="time", stays=3,
        brief="one interval earlier"),
    Key("later", ("right",), "Right", "one interval later"),
    Key("much earlier", ("<",), "<", "ten intervals earlier"),
    Key("much later", (">",), ">", "ten intervals later"),
    Key("moment", ("v",), "v", "look at the moment of the selected alert", Where.ALERTS, "view", 1,
        brief="look at its moment"),
    Key("acknowledge", ("a",), "a", "take note of what fires: the bell stops",
        brief="note what fires: no bell"),
    Key("raise", ("+",), "+", "a higher traffic limit, for this run", brief="a higher traffic limit"),
    Key("lower", ("-",), "-", "a lower traffic limit, for this run", brief="a lower traffic limit"),
    Key("pick", ("enter",), "Enter", "filter: only the selected row", Where.TABLES, "filter", 4,
        brief="filter by the row"),
    Key("exclude", ("x",), "x", "filter: all but the selected row", Where.TABLES, "exclude", 2,
        brief="leave the row out"),
    Key("details", ("i",), "i", "figures and whole name of the selected row", Where.TABLES,
        brief="all figures of the row"),
    Key("details", ("enter",), "Enter", "what is known of the selected alert", Where.ALERTS, "details", 3,
        brief="all about the alert"),
    Key("sort", ("s",), "s", "sort by the next column", Where.TABLES, "sort", 1),
    Key("reverse", ("S",), "S", "turn the order round", Where.TABLES),
    Key("filter", ("/",), "/", "a filter: section = /api and status >= 500", footer="filter", stays=5,
        brief="type a filter"),
    Key("widen", ("backspace",), "Backspace", "take the newest test of the filter away",
        brief="take its newest test away"),
    Key("zoom", ("z",), "z", "this pane on the whole screen, or back", footer="zoom", stays=2,
        brief="zoom the pane, or back"),
    Key("errors", ("e",), "e", "what fails: status, client, path, or back", footer="errors", stays=3,
        brief="what fails, or back"),
    Key("requests", ("l",), "l", "newest requests that pass the filter, or back", footer="lines",
        stays=3, brief="newest requests, or back"),
    Key("details", ("enter",), "Enter", "all fields of the selected request", Where.LINES, "details", 3,
        brief="all fields of the request"),
    Key("networks", ("n",), "n", "clients by network, /24 and /64, or back", brief="clients by network"),
    Key("window", ("w",), "w", "window: interval, 2 min, 10 min, since start",
        footer="window", stays=6, brief="window: the next longer"),
    Key("pause", ("p", " "), "p Space", "pause the display; counting goes on", footer="pause", stays=4,
        brief="pause the display"),
    Key("malformed", ("m",), "m", "the newest lines that were not understood", footer="malformed", stays=1,
        brief="malformed lines"),
    Key("theme", ("t",), "t", "next theme: dark, light, contrast, mono", footer="theme", brief="next theme"),
    Key("redraw", ("ctrl l",), "Ctrl-L", "paint the whole screen again", brief="paint all again"),
    Key("back", ("esc",), "Esc", "close; else return to now; else no filter",
        brief="close; to now; no filter"),
    Key("help", ("?", "h", "f1"), "? h F1", "this help", footer="help", stays=8),
    Key("quit", ("q",), "q", "close what is open, else quit", footer="quit", stays=7,
        brief="close, else quit"),
    Key("apply", ("enter",), "Enter", "filter by what was typed", Where.TYPING, "filter", 4),
    Key("give up", ("esc",), "Esc", "leave the filter as it was", Where.TYPING, "cancel", 3),
    Key("help", ("f1",), "F1", "this help", Where.TYPING, "help", 5),
    Key("rub out", ("backspace",), "Backspace", "rub out the character before the cursor", Where.TYPING),
    Key("delete", ("delete",), "Del", "rub out the character under the cursor", Where.TYPING),
    Key("empty", ("ctrl u",), "Ctrl-U", "rub out the whole line", Where.TYPING, "empty", 1),
    Key("cursor left", ("left",), "Left", "one character to the left", Where.TYPING),
    Key("cursor right", ("right",), "Right", "one character to the right", Where.TYPING),
    Key("cursor first", ("home",), "Home", "to the start of the line", Where.TYPING),
    Key("cursor last", ("end",), "End", "to the end of the line", Where.TYPING),
)  # fmt: skip


def holds(where: Where) -> tuple[Where, ...]:
    """The parts of the table that hold where something has the focus."""
    return (where,) if where is Where.TYPING else (Where.EVERYWHERE, Where.LISTS, where)


def action_of(key: str, where: Where) -> str | None:
    """What a key does there."""
    return _ACTIONS[where].get(key)


_ACTIONS = {
    where: {key: entry.action for entry in KEYS if entry.where in holds(where) for key in entry.keys}
    for where in Where
}


def footer(width: int, where: Where, arrows: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Keys and words for the footer, the most important that fit in `width`, three blanks between them.

    `where` is what has the focus; `arrows` is how the arrow keys up and down, left and right are written.
    """
    kept = [entry for entry in KEYS if entry.footer and entry.where in holds(where)]
    written = {"down": arrows[0], "earlier": arrows[1]}
    pairs = [(written.get(entry.action, entry.shown.split()[0]), entry.footer) for entry in kept]
    while sum(len(key) + len(word) + 4 for key, word in pairs) > width + 3:
        least = min(range(len(kept)), key=lambda index: kept[index].stays)
        del kept[least], pairs[least]
    return tuple(pairs)


def markdown_table() -> str:
    """The whole table for the README."""
    rows = [
        "| " + " ".join(f"`{name}`" for name in entry.shown.split()) + f" | {entry.text} |" for entry in KEYS
    ]
    return "\n".join(["| key | what it does |", "|---|---|", *rows])
