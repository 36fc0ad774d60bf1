"""What came and went between two polls is found, also while calls fail or others rename."""

import errno
import os
from pathlib import Path

import pytest

from httplogstats.system import System
from tests.follow.polling import Follow, append, copytruncate, descriptors, settled
from tests.follow.test_faults import Faulty
from tests.follow.test_held import move_up
from tests.follow.test_patience import Broken


class Restless(System):
    """Something happens beside the log whenever one looks there."""

    looks = 0

    def names(self, folder: str) -> list[str]:
        self.looks += 1
        os.utime(folder, (self.looks, self.looks))
        return super().names(folder)


class Refusing(System):
    """Does not open the siblings of this name."""

    def __init__(self, name: str, fault: int) -> None:
        self.name = name
        self._fault = fault

    def open(self, path: str) -> int:
        if self.name and self.name in path:
            raise OSError(self._fault, "injected")
        return super().open(path)


def rotate_twice(log: Path, missed: bytes) -> None:
    """A generation of these lines comes and goes."""
    log.rename(log.with_name("access.log.2"))
    log.with_name("access.log.1").write_bytes(missed)
    log.write_bytes(b"new\n")


def test_what_was_missed_is_found_while_others_are_renamed(log: Path, follow: Follow) -> None:
    log.with_name("access.log.old").write_bytes(b"old\n")
    reader, before = follow(log, system=Restless()), descriptors()
    rotate_twice(log, b"missed\n")
    assert settled(reader) == [b"missed", b"new"]
    assert descriptors() == before + 2


def test_what_was_found_before_a_search_failed_is_found_again(log: Path, follow: Follow) -> None:
    system = Broken()
    reader, before = follow(log, system=system), descriptors()
    rotate_twice(log, b"missed later\n")
    move_up(log, 2)
    log.with_name("access.log.2").write_bytes(b"missed first\n")
    system.inode, system.times = log.with_name("access.log.1").stat().st_ino, 2  # both searches of a poll
    reader.poll()
    assert (reader.lines, descriptors()) == ([], before + 1)
    assert settled(reader) == [b"missed first", b"missed later", b"new"]


def test_what_was_last_written_within_the_same_tick_of_the_clock_is_news(log: Path, follow: Follow) -> None:
    reader = follow(log)
    settled(reader)
    rotate_twice(log, b"missed\n")
    last = log.with_name("access.log.2").stat()
    os.utime(log.with_name("access.log.1"), ns=(last.st_atime_ns, last.st_mtime_ns))
    assert settled(reader) == [b"missed", b"new"]


def test_what_could_not_be_opened_is_found_again(log: Path, follow: Follow) -> None:
    system = Refusing("access.log.", errno.EMFILE)
    reader = follow(log, system=system)
    rotate_twice(log, b"missed\n")
    reader.poll()
    system.name = ""
    assert settled(reader) == [b"missed", b"new"]


@pytest.mark.parametrize(("name", "fault"), [(".9", errno.EACCES), (".8.zst", 0)])
def test_a_sibling_that_cannot_be_read_hides_no_others(
    log: Path, follow: Follow, name: str, fault: int
) -> None:
    """It may not be, or this Python has no decoder for it."""
    log.with_name(f"access.log{name}").touch()
    reader = follow(log, system=Refusing(name if fault else "", fault))
    rotate_twice(log, b"missed\n")
    assert settled(reader) == [b"missed", b"new"]


@pytest.mark.parametrize("read", [b"", b"1\n"])
def test_what_was_missed_may_begin_as_other_logs_do(log: Path, follow: Follow, read: bytes) -> None:
    head = b"x" * 300
    log.write_bytes(head + b"\n" + read)
    reader = follow(log)
    rotate_twice(log, head + b"\n2\n3\n")
    log.write_bytes(head + b"\n4\n")
    assert settled(reader) == [head, b"2", b"3", head, b"4"]


def test_what_was_missed_may_begin_with_what_was_read(log: Path, follow: Follow) -> None:
    log.write_bytes(b"1\n")
    reader = follow(log)
    append(log, b"2\n3\n4\n")
    rotate_twice(log, b"1\n5\n")
    assert settled(reader) == [b"2", b"3", b"4", b"1", b"5", b"new"]


@pytest.mark.parametrize("gap", [False, True])
def test_two_cuts_and_a_rename_between_two_polls_come_in_order(log: Path, follow: Follow, gap: bool) -> None:
    reader = follow(log)
    for number in (3, 4):
        append(log, b"%d\n" % number)
        copytruncate(log)
        log.with_name("access.log.1").rename(log.with_name(f"access.log.{9 - number}"))
    append(log, b"5\n")
    log.rename(log.with_name("access.log.1"))
    if gap:
        reader.poll()
    log.write_bytes(b"6\n")
    assert settled(reader) == [b"3", b"4", b"5", b"6"]


@pytest.mark.parametrize("fault", [0, errno.EIO])
def test_what_came_and_went_is_read_while_nothing_stands_there(
    log: Path, follow: Follow, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    monkeypatch.chdir(log.parent)
    system = Faulty()
    reader = follow(Path(log.name), system=system)
    rotate_twice(log, b"missed\n")
    log.unlink()
    system.call, system.fault = "names", fault
    reader.poll()
    system.fault = 0
    assert settled(reader) == [b"missed"]


def test_an_empty_file_that_came_and_went_is_held_for_its_writer(log: Path, follow: Follow) -> None:
    reader = follow(log)
    rotate_twice(log, b"")
    reader.poll()
    append(log.with_name("access.log.1"), b"late\n")
    assert settled(reader) == [b"new", b"late"]
    assert reader.tail.state().rotations == 2
