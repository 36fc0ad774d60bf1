"""The event loop: order, what is taken away, and how it ends."""

import os
import selectors
from collections.abc import Iterator
from errno import EINVAL, EPERM
from typing import Any

import pytest
import urwid

from httplogstats.ui.events import Events


def end() -> None:
    raise urwid.ExitMainLoop


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for fd in ends:
        os.close(fd)


def test_alarms_come_in_the_order_of_their_time_then_of_their_setting() -> None:
    events, called = Events(), list[str]()
    events.alarm(0.001, end)
    for name in ("first", "second"):
        events.alarm(0, lambda name=name: called.append(name))
    events.alarm(-1, lambda: called.append("overdue"))
    events.run()
    assert called == ["overdue", "first", "second"]


def test_an_alarm_that_was_removed_is_not_called() -> None:
    events, called = Events(), list[str]()
    alarm = events.alarm(0, lambda: called.append("removed"))
    events.alarm(0, end)
    assert events.remove_alarm(alarm)
    assert not events.remove_alarm(alarm)
    events.run()
    assert called == []


def test_input_comes_before_drawing_and_drawing_once_after_each_piece_of_work(pipe: tuple[int, int]) -> None:
    events, called = Events(), list[str]()

    def read() -> None:
        called.append(os.read(pipe[0], 1).decode())
        if called.count("b"):
            events.alarm(0.001, lambda: events.alarm(0.001, end))

    events.watch_file(pipe[0], read)
    events.enter_idle(lambda: called.append("drawn"))
    os.write(pipe[1], b"ab")
    events.run()
    assert called == ["a", "b", "drawn", "drawn"]


def test_what_is_watched_no_more_is_not_read(pipe: tuple[int, int]) -> None:
    events, called = Events(), list[str]()
    watched = events.watch_file(pipe[0], lambda: called.append("read"))
    os.write(pipe[1], b"x")
    assert events.remove_watch_file(watched)
    assert not events.remove_watch_file(watched)
    idle = events.enter_idle(lambda: called.append("drawn"))
    assert events.remove_enter_idle(idle)
    assert not events.remove_enter_idle(idle)
    events.alarm(0, end)
    events.run()
    assert called == []


def test_one_reader_may_take_another_one_away(pipe: tuple[int, int]) -> None:
    events, called = Events(), list[int]()
    other = os.dup(pipe[0])

    def alone(taken: int, left: int) -> None:
        called.append(left)
        events.remove_watch_file(taken)
        os.read(left, 1)
        events.alarm(0, end)

    events.watch_file(pipe[0], lambda: alone(other, pipe[0]))
    events.watch_file(other, lambda: alone(pipe[0], other))
    os.write(pipe[1], b"x")
    events.run()
    os.close(other)
    assert len(called) == 1


def test_an_error_of_a_callback_ends_it() -> None:
    events = Events()
    events.alarm(0, lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        events.run()


class Refusing(selectors.SelectSelector):
    """A selector that takes no terminal, as the one of macOS."""

    refused = -1
    number = EINVAL

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        if fileobj == self.refused:
            raise OSError(self.number, "refused")
        return super().register(fileobj, events, data)


def test_what_the_selector_does_not_take_is_watched_by_another_one(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "DefaultSelector", Refusing)
    monkeypatch.setattr(Refusing, "refused", terminal := os.dup(pipe[0]))
    events, called = Events(), set[str]()

    def read(name: str) -> None:
        called.add(name)
        if len(called) == 2:
            raise urwid.ExitMainLoop

    events.watch_file(pipe[0], lambda: read("pipe"))
    events.watch_file(terminal, lambda: read("terminal"))
    os.write(pipe[1], b"x")
    events.run()
    os.close(terminal)
    assert called == {"pipe", "terminal"}


def test_what_cannot_be_watched_at_all_is_an_error(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "DefaultSelector", Refusing)
    monkeypatch.setattr(Refusing, "refused", pipe[0])
    monkeypatch.setattr(Refusing, "number", EPERM)
    with pytest.raises(PermissionError):
        Events().watch_file(pipe[0], end)
