"""The random schedules are worth something: each deliberate fault in the reader is caught by them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from httplogstats.generation import CutError, Generation
from httplogstats.lines import Cutter
from httplogstats.system import Status
from httplogstats.tail import FileTail
from tests.follow import test_rotation

Break = Callable[[pytest.MonkeyPatch], None]


def no_drain(patch: pytest.MonkeyPatch) -> None:
    """The old file is dropped when the new one is there."""
    opened = FileTail._open

    def drop(self: FileTail, status: Status, now: float) -> None:
        for generation in self._held:
            generation.close()
        self._held.clear()
        opened(self, status, now)

    patch.setattr(FileTail, "_open", drop)


def size_only(patch: pytest.MonkeyPatch) -> None:
    """A cut is only seen when the file is shorter than what was read."""
    read_on = Generation.read

    def check(self: Generation) -> None:
        if self.size < self.offset:
            raise CutError

    def read(self: Generation, count: int) -> bytes:
        self.mark = b""
        return read_on(self, count)

    patch.setattr(Generation, "check", check)
    patch.setattr(Generation, "read", read)


def no_copy(patch: pytest.MonkeyPatch) -> None:
    """What was not read before a cut is not looked for in the copy."""
    patch.setattr(FileTail, "_copy_of", lambda self, generation, now: None)


def copy_from_its_start(patch: pytest.MonkeyPatch) -> None:
    """The copy is read again from its start."""
    patch.setattr(Generation, "take_over", lambda self, other: None)


def no_restart(patch: pytest.MonkeyPatch) -> None:
    """After a cut the reader waits at its old offset."""
    patch.setattr(Generation, "restart", lambda self: None)


def half_lines_given(patch: pytest.MonkeyPatch) -> None:
    """Whatever has come is given at once."""
    feed = Cutter.feed
    patch.setattr(Cutter, "feed", lambda self, data: feed(self, data + b"\n"))


def half_lines_dropped(patch: pytest.MonkeyPatch) -> None:
    """The half line at the end of what was read is forgotten."""
    patch.setattr(Cutter, "_hold", lambda self, rest: None)


def new_file_from_its_end(patch: pytest.MonkeyPatch) -> None:
    """The new file is followed from where it ends when it is found."""
    opened = FileTail._generation

    def at_its_end(self: FileTail, path: str, now: float) -> Generation:
        generation = opened(self, path, now)
        generation.place(generation.size)
        return generation

    patch.setattr(FileTail, "_generation", at_its_end)


def siblings_taken_for_news(patch: pytest.MonkeyPatch) -> None:
    """A copy that was made at a cut is taken for a generation that was missed."""
    patch.setattr(Generation, "begins_like", lambda self, other: False)
    patch.setattr(FileTail, "_note_siblings", lambda self: None)


BREAKS: list[Break] = [
    no_drain,
    size_only,
    no_copy,
    copy_from_its_start,
    no_restart,
    half_lines_given,
    half_lines_dropped,
    new_file_from_its_end,
    siblings_taken_for_news,
]


@pytest.mark.parametrize("fault", BREAKS)
def test_a_fault_is_caught_within_two_hundred_schedules(
    fault: Break, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    monkeypatch.setattr(test_rotation, "SCHEDULES", 2_000)  # a tenth of it is run
    with pytest.raises(AssertionError, match="seed 1, schedule"):
        test_rotation.test_random_schedules_deliver_every_line_once(1, tmp_path)
