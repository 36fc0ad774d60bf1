"""The random schedules are worth something: each deliberate fault in the reader is caught by them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from httplogstats import chain
from httplogstats.chain import Chain
from httplogstats.generation import CutError, Generation, Piece
from httplogstats.lines import Cutter
from httplogstats.siblings import Siblings
from httplogstats.tail import FileTail
from tests.follow.schedules import run

Break = Callable[[pytest.MonkeyPatch], None]

ENOUGH = 200
"""Schedules within which a fault must be seen."""


def no_drain(patch: pytest.MonkeyPatch) -> None:
    """The old file is dropped when a new one is there."""
    turn_to = FileTail._turn_to

    def drop(self: FileTail, *arguments: object) -> None:
        self._chain.close()
        turn_to(self, *arguments)  # type: ignore[arg-type]

    patch.setattr(FileTail, "_turn_to", drop)


def no_patience(patch: pytest.MonkeyPatch) -> None:
    """The old file is closed as soon as it has been read."""
    patch.setattr(chain, "LINGER", 0.0)


def size_only(patch: pytest.MonkeyPatch) -> None:
    """A cut is only seen when the file is shorter than what was read."""

    def read(self: Generation, count: int) -> Piece:
        if self.size < self.offset:
            raise CutError
        data = self._system.pread(self.fd, count, self.offset)
        return data, self._take(data)

    patch.setattr(Generation, "read", read)
    patch.setattr(Generation, "_begins_as_read", lambda self: True)


def no_copy(patch: pytest.MonkeyPatch) -> None:
    """What was not read before a cut is not looked for in the copy."""
    patch.setattr(Siblings, "copy_of", lambda *_: None)


def copy_from_its_start(patch: pytest.MonkeyPatch) -> None:
    """The copy is read again from its start."""

    def take_over(self: Generation, other: Generation) -> None:
        self.copy = True
        self.cutter = other.cutter

    patch.setattr(Generation, "take_over", take_over)


def no_restart(patch: pytest.MonkeyPatch) -> None:
    """After a cut the reader goes on at its old offset."""
    restart = Generation.restart

    def stay(self: Generation) -> None:
        offset = self.size
        restart(self)
        self.offset = offset

    patch.setattr(Generation, "restart", stay)


def half_lines_given(patch: pytest.MonkeyPatch) -> None:
    """Whatever has come is given at once."""
    feed = Cutter.feed
    patch.setattr(
        Cutter, "feed", lambda self, data, begin: feed(self, data[begin:].removesuffix(b"\n") + b"\n")
    )


def half_lines_dropped(patch: pytest.MonkeyPatch) -> None:
    """The half line at the end of what was read is forgotten."""
    patch.setattr(Cutter, "_hold", lambda self, rest: None)


def new_file_from_its_end(patch: pytest.MonkeyPatch) -> None:
    """A new file is followed from where it ends when it is found."""
    turn_to = FileTail._turn_to

    def at_its_end(self: FileTail, *arguments: object) -> None:
        turn_to(self, *arguments)  # type: ignore[arg-type]
        self._chain.held[-1].place(self._chain.held[-1].size)

    patch.setattr(FileTail, "_turn_to", at_its_end)


def one_rotation_a_poll(patch: pytest.MonkeyPatch) -> None:
    """What came and went between two polls is not looked for."""
    patch.setattr(Siblings, "missed", lambda *_: ([], []))


def siblings_by_inode(patch: pytest.MonkeyPatch) -> None:
    """A sibling whose inode has been seen is taken for the same file."""
    patch.setattr(Siblings, "_is_news", lambda self, sibling, first, since: sibling.key not in self._known)


def everything_is_news(patch: pytest.MonkeyPatch) -> None:
    """Siblings that were there before are read again."""
    patch.setattr(Siblings, "_is_news", lambda *_: True)


def searched_too_early(patch: pytest.MonkeyPatch) -> None:
    """Siblings are not looked for when the first bytes have been read."""
    patch.setattr(Chain, "_search_first", lambda *_: False)


def holes_are_lines(patch: pytest.MonkeyPatch) -> None:
    """NULs before a line are a part of it."""
    take = Generation._take

    def with_nuls(self: Generation, data: bytes, begin: int = 0) -> int:
        take(self, data, begin)
        return begin

    patch.setattr(Generation, "_take", with_nuls)
    patch.setattr("httplogstats.lines._NULS_BEFORE", re.compile(rb"(?!)"))


BREAKS: list[Break] = [
    no_drain,
    no_patience,
    size_only,
    no_copy,
    copy_from_its_start,
    no_restart,
    half_lines_given,
    half_lines_dropped,
    new_file_from_its_end,
    one_rotation_a_poll,
    siblings_by_inode,
    everything_is_news,
    searched_too_early,
    holes_are_lines,
]


@pytest.mark.parametrize("fault", BREAKS)
def test_a_fault_is_caught_within_two_hundred_schedules(
    fault: Break, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    assert any(is_caught(seed, tmp_path) for seed in range(ENOUGH))


def is_caught(seed: int, folder: Path) -> bool:
    try:
        return bool(run(seed, folder))
    except AssertionError:  # it never came to an end
        return True
