"""Carries out keys: each action of the key table becomes a call on what is looked at, or on the dashboard."""

from fractions import Fraction
from typing import Any, Protocol

import urwid

from httplogstats import words
from httplogstats.filters import FilterError, describe, parse_filter
from httplogstats.snapshot import Snapshot
from httplogstats.ui.dashboard import Dashboard
from httplogstats.ui.keys import Where, action_of
from httplogstats.ui.looking import LEAP, Looking

_TRAVEL = {"earlier": -1, "later": 1, "much earlier": -LEAP, "much later": LEAP}


class Stage(Protocol):
    """What commands act on."""

    dashboard: Dashboard
    looking: Looking

    @property
    def newest(self) -> Snapshot | None:
        """The newest moment that the feed gave."""

    def ask_again(self) -> None:
        """What is looked at has changed."""

    def pause(self) -> None:
        """Hold the display, or go on."""

    def next_theme(self) -> None:
        """Other colours."""

    def repaint(self) -> None:
        """Draw the whole screen again."""


class Commands:
    """The one place that knows what a key does."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._board = stage.dashboard
        self._looking = stage.looking

    def key(self, key: Any) -> bool:
        """Carry out a key; whether it means anything here."""
        if not isinstance(key, str):
            return False
        where = self._board.where
        self._board.say("")
        action = action_of(key, where)
        if where is Where.TYPING:
            return self._type(action, key)
        if action is not None:
            self._act(action)
        return action is not None

    def _act(self, action: str) -> None:
        board, stage = self._board, self._stage
        match action:
            case "quit" if board.opened:  # who leaves the help does not want to lose the dashboard
                board.close()
            case "quit":
                raise urwid.ExitMainLoop
            case "next pane" | "previous pane":
                board.next(1 if action == "next pane" else -1)
            case "sort" | "reverse":
                self._sort(action)
            case "window" | "networks" | "zoom" | "errors" | "requests":
                self._show(action)
            case "pick" | "exclude" | "widen":
                self._filter(action)
            case "acknowledge" | "raise" | "lower":
                self._order(action)
            case "filter":
                board.type()
            case "pause":
                stage.pause()
            case "theme":
                stage.next_theme()
            case "redraw":
                stage.repaint()
            case "details":
                board.open_details()
            case "help":
                board.open_help()
            case "malformed":
                board.open_malformed()
            case "back":
                self._back()
            case _:
                self._move(action)

    def _show(self, action: str) -> None:
        """Something else of the same moment."""
        match action:
            case "window":
                self._looking.next_window()
            case "networks":
                self._looking.networks = not self._looking.networks
            case "zoom":
                self._board.zoom()
            case "errors":
                self._board.visit("errors")
            case _:
                self._board.visit("lines")
        self._stage.ask_again()

    def _move(self, action: str) -> None:
        """In time, or in what has the focus."""
        looking, newest, alert = self._looking, self._stage.newest, self._board.alert
        if action in _TRAVEL and newest is not None:
            looking.move(_TRAVEL[action], newest)
        elif action == "moment" and alert is not None and newest is not None:
            self._board.close()
            if not self._look_at(alert.time, newest):
                return
        elif action == "end" and looking.moment is not None:
            looking.live()
        else:
            self._board.move("last" if action == "end" else action)
            return
        self._stage.ask_again()

    def _look_at(self, second: int, newest: Snapshot) -> bool:
        """Go to a moment; whether it can be, which is said where it cannot, or not yet."""
        zone = self._board.header.manner.zone
        if second <= newest.oldest - newest.interval:
            gone, oldest = (words.date_time(time, zone) for time in (second, newest.oldest))
            self._board.say(f"{gone} is no longer kept; the oldest is {oldest}")
            return False
        self._looking.at(second)
        if second > newest.newest:
            self._board.say("Its interval is still being counted: it is shown when that is over")
        return True

    def _back(self) -> None:
        """Undo one thing: what is open, then the look back, then the filter."""
        if self._board.close():
            return
        if self._looking.moment is not None:
            self._looking.live()
        elif self._looking.where:
            self._looking.clear()
        else:
            return
        self._stage.ask_again()

    def _filter(self, action: str) -> None:
        """By the selected row, or without it, or by one test less."""
        if action == "widen":
            if not self._looking.where:
                return
            self._looking.widen()
        else:
            tests = self._board.tests()
            if not tests:
                self._board.say("Select a row first, one that a filter can name")
                return
            self._looking.narrow(tests, exclude=action == "exclude")
            if action == "exclude" and tests[1:]:  # a filter has no "not both"
                others = " and ".join(test.field for test in tests[:-1])
                self._board.say(f"Left out: {describe(tests[-1])}, whatever its {others}")
        self._stage.ask_again()

    def _order(self, action: str) -> None:
        """Acknowledge what fires, or move the limit a step."""
        newest = self._stage.newest
        if newest is None:
            return
        if action == "acknowledge":
            if not any(view.firing and not view.acknowledged for view in (newest.alert, *newest.rules)):
                self._board.say("Nothing fires that is not acknowledged")
                return
            self._looking.order()
        else:
            self._looking.order(stepped(newest.alert.limit, up=action == "raise"))
        self._stage.ask_again()

    def _sort(self, action: str) -> None:
        table = self._board.table
        if table is None:
            self._board.say("Its order is fixed; tables can be sorted")
            return
        (table.sort if action == "sort" else table.reverse)()
        self._stage.ask_again()

    def _type(self, action: str | None, key: str) -> bool:
        prompt = self._board.prompt
        if action == "help":
            self._board.open_help()
            return True
        if action == "apply":
            try:
                tests = parse_filter(prompt.text)
            except FilterError:
                return True  # what is wrong stands beside it
            self._board.type(False)
            if tests:
                self._looking.narrow(tests)
                self._stage.ask_again()
        elif action == "give up":
            self._board.type(False)
        elif not prompt.edit(action, key):
            return False
        self._board.typed()
        return True


def stepped(limit: Fraction, up: bool) -> Fraction:
    """The next limit: a tenth of its power of ten away, and never down to nothing."""
    power = Fraction(1, 1000)
    while power * 10 <= limit:
        power *= 10
    step = power / 10
    return (limit // step + 1) * step if up else max(Fraction(1, 1000), -(-limit // step) * step - step)
