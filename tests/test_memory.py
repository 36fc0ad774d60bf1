"""When freed memory is kept, and when it is given back."""

import pytest

from httplogstats import memory
from httplogstats.memory import EVERY, Memory


def test_it_is_kept_while_there_is_a_backlog_and_given_back_once_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[object] = []
    monkeypatch.setattr(memory, "keep_freed", done.append)
    monkeypatch.setattr("gc.collect", lambda: done.append("collected"))
    kept = Memory(100.0)
    for busy, elapsed, expected in (
        (True, 101.0, [True]),
        (True, 101.5, []),
        (False, 102.0, [False]),
        (False, 103.0, []),
        (True, 104.0, [True]),
        (True, 100.0 + EVERY, []),  # not while it is needed
        (False, 101.0 + EVERY, ["collected", False]),
        (False, 100.0 + 2 * EVERY, []),
        (False, 101.0 + 2 * EVERY, ["collected", False]),
    ):
        kept.note(busy, elapsed)
        assert done == expected
        done.clear()
