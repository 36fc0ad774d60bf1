"""The key table: each key does what it says, and no other does anything."""

import pytest
import urwid

from httplogstats.ui.keys import KEYS, Key, Where, action_of, footer, holds, markdown_table
from tests.ui import fakes
from tests.ui.session import Session


@pytest.mark.parametrize("where", Where)
def test_a_key_has_one_meaning_in_its_place(where: Where) -> None:
    keys = [key for entry in KEYS if entry.where in holds(where) for key in entry.keys]
    assert len(keys) == len(set(keys))


PREPARED: dict[str, tuple[str, ...]] = {
    "up": ("tab", "end"), "page up": ("tab", "end"), "first": ("tab", "end"), "end": ("left",),
    "back": ("?",), "details": ("tab", "down"), "pick": ("tab", "down"), "exclude": ("tab", "down"),
    "widen": ("tab", "down", "enter"), "sort": ("tab",), "reverse": ("tab",), "last": ("tab",),
    "down": ("tab",), "page down": ("tab",),
}  # fmt: skip

TYPED = ("/", *"path ~ abc", "left")

PREPARED_IN = {Where.ALERTS: (), Where.LINES: ("l", "up"), Where.TYPING: TYPED}


def before(entry: Key) -> tuple[str, ...]:
    """The keys after which one of an entry has something to do."""
    if entry.action == "cursor right":
        return (*TYPED, "home")
    return PREPARED_IN.get(entry.where, PREPARED.get(entry.action, ()))


LISTED = [(entry, key) for entry in KEYS for key in entry.keys]


def state(session: Session) -> tuple[object, ...]:
    board = session.app.dashboard
    return (
        session.text(),
        fakes.runs(board, (120, 40)),
        session.screen.cleared,
        len(session.feed.requests),
        board.prompt.cursor,
    )


@pytest.mark.parametrize(("entry", "key"), LISTED, ids=[f"{entry.where.name}-{key}" for entry, key in LISTED])
def test_every_key_of_the_table_does_something(entry: Key, key: str) -> None:
    session = Session(fakes.rich())
    session.type(*before(entry))
    was = state(session)
    assert action_of(key, session.app.dashboard.where) == entry.action
    if entry.action == "quit":
        with pytest.raises(urwid.ExitMainLoop):
            session.type(key)
        return
    session.type(key)
    assert state(session) != was


def test_no_key_beside_the_table_does_anything() -> None:
    session = Session(fakes.much())
    letters = {chr(code) for code in range(32, 127)}
    named = {"left", "right", "backspace", "delete", "insert", "ctrl a", "f2", "f5", "meta x", "ctrl up"}
    for prepared in ((), ("tab", "down"), ("?",)):
        session.type(*prepared)
        was, where = state(session), session.app.dashboard.where
        session.type(*sorted(key for key in letters | named if action_of(key, where) is None))
        assert state(session) == was
    session.type("esc", "/", "p")
    was = state(session)
    session.type(*sorted(key for key in named if action_of(key, Where.TYPING) is None))
    assert state(session) == was


def test_every_key_is_in_the_readme_table() -> None:
    for entry in KEYS:
        assert f"| {entry.text} |" in markdown_table()


def test_a_hint_stands_in_the_last_line_until_the_first_key() -> None:
    session = Session(fakes.much(), hint=True)
    assert "? shows the keys" in session.text().splitlines()[-1]
    assert "? shows the keys" not in session.type("tab")


@pytest.mark.parametrize(
    ("width", "end"),
    [(80, "/ takes a filter, q quits"), (60, "Enter filters by a row"), (40, "? shows the keys"), (20, "~")],
)
def test_a_hint_is_cut_between_keys(width: int, end: str) -> None:
    assert Session(fakes.much(), (width, 24), hint=True).text().splitlines()[-1].rstrip().endswith(end)


def test_the_footer_keeps_help_and_quit_to_the_last_and_cuts_no_word() -> None:
    for width in range(200):
        pairs = footer(width, Where.TABLES, ("↑↓", "←→"))
        assert len("   ".join(f"{key} {word}" for key, word in pairs)) <= width
        assert ("?", "help") in pairs or width < 6
        assert ("q", "quit") in pairs or width < 15
    tables = {entry.footer for entry in KEYS if entry.footer and entry.where is Where.TABLES}
    assert not (tables - {"filter"}) & {word for _, word in footer(500, Where.ALERTS, ("↑↓", "←→"))}


def test_keys_acknowledge_and_move_the_limit() -> None:
    session = Session(fakes.firing())
    session.type("a", "+")
    first, second = session.feed.requests[-1].orders
    assert (first.limit, second.limit) == (None, 11)
    session.type("-")
    assert session.feed.requests[-1].orders[:2] == (first, second)
    assert session.feed.requests[-1].orders[2].limit == 9
    assert "Nothing fires" in Session(fakes.much()).type("a")
