"""Rotation by renaming and by links, between two polls and in the midst of one."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from httplogstats.system import Status, System
from tests.follow.numbered import LogReader, Writer
from tests.follow.polling import Follow, append, copytruncate, descriptors, settled


class Interrupted(System):
    """Does something before a call, once, if told."""

    def __init__(self) -> None:
        self.before: dict[str, Callable[[], object]] = {}

    def _called(self, name: str) -> None:
        if action := self.before.pop(name, None):
            action()

    def stat(self, path: str) -> Status:
        self._called("stat")
        return super().stat(path)

    def open(self, path: str) -> int:
        self._called("open")
        return super().open(path)

    def fstat(self, fd: int) -> Status:
        self._called("fstat")
        return super().fstat(fd)

    def pread(self, fd: int, count: int, offset: int) -> bytes:
        self._called("pread")
        return super().pread(fd, count, offset)


HALF_A_MINUTE = 30.0


def rotate(log: Path, how: str) -> None:
    newest = log.with_name("access.log.1")
    if newest.exists():
        newest.rename(log.with_name("access.log.2"))
    if how == "copytruncate":
        copytruncate(log)
    else:
        log.rename(newest)
        log.touch()


def test_rename_and_create_drains_the_old_file_and_reads_the_new_from_its_start(
    log: Path, follow: Follow
) -> None:
    reader = follow(log)
    writer = os.open(log, os.O_WRONLY | os.O_APPEND)
    os.write(writer, b"3\n")
    log.rename(log.with_name("access.log.1"))
    log.write_bytes(b"new\n")
    os.write(writer, b"4\n")
    assert settled(reader) == [b"3", b"4", b"new"]
    reader.poll(seconds=5)
    os.write(writer, b"5\n")
    reader.poll(seconds=5)
    os.write(writer, b"6\n")
    reader.poll()
    os.close(writer)
    assert reader.lines == [b"3", b"4", b"new", b"5", b"6"]
    assert reader.tail.state().rotations == 1


def test_the_writer_goes_on_with_the_renamed_file(writer: Writer) -> None:
    reader = LogReader(writer.path)
    writer.write(2)
    reader.poll()
    writer.rename()
    writer.write(2)
    reader.poll()
    other = Writer(writer.path)
    other.number = 500
    other.write(2)
    reader.poll()
    writer.write(2)
    reader.poll()
    assert sorted(reader.seen) == sorted(writer.written + other.written)
    assert reader.tail.state().rotations == 1


def test_old_files_are_closed_when_nobody_writes_to_them(log: Path, follow: Follow) -> None:
    before = descriptors()
    reader = follow(log)
    for _ in range(3):
        log.rename(log.with_name("access.log.1"))
        log.write_bytes(b"new\n")
        reader.poll()
    assert descriptors() > before + 1
    for _ in range(5):
        reader.poll(seconds=HALF_A_MINUTE)
    assert descriptors() == before + 1


def test_the_half_line_of_an_old_file_comes_when_it_is_closed(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"3\nhal")
    log.rename(log.with_name("access.log.1"))
    log.write_bytes(b"new\n")
    assert settled(reader) == [b"3", b"new"]
    for _ in range(5):
        reader.poll(seconds=HALF_A_MINUTE)
    assert reader.lines == [b"3", b"new", b"hal"]


def test_several_rotations_between_two_polls(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"3\n")
    settled(reader)
    for number in range(3):
        for place in (2, 1):
            sibling = log.with_name(f"access.log.{place}")
            if sibling.exists():
                sibling.rename(log.with_name(f"access.log.{place + 1}"))
        append(log, b"end of %d\n" % number)
        log.rename(log.with_name("access.log.1"))
        log.write_bytes(b"start of %d\n" % (number + 1))
    assert settled(reader)[1:] == [
        b"end of 0", b"start of 1", b"end of 1", b"start of 2", b"end of 2", b"start of 3",
    ]  # fmt: skip
    assert reader.tail.state().rotations == 3


def test_two_rotations_between_two_polls(writer: Writer) -> None:
    reader = LogReader(writer.path)
    for _ in range(3):
        writer.write(4)
        writer.rename()
        writer.reopen()
    writer.write(4)
    reader.settle()
    assert reader.seen == writer.written


def test_siblings_that_were_there_before_are_not_read(log: Path, follow: Follow) -> None:
    log.with_name("access.log.1").write_bytes(b"ancient\n")
    reader = follow(log)
    settled(reader)
    log.with_name("access.log.1").rename(log.with_name("access.log.2"))
    log.rename(log.with_name("access.log.1"))
    log.write_bytes(b"new\n")
    assert settled(reader) == [b"new"]


def test_an_inode_that_is_used_again_is_no_confusion(log: Path, follow: Follow) -> None:
    reader = follow(log)
    for number in range(50):
        log.unlink()
        log.write_bytes(b"%d\n" % number)
        reader.poll()
    assert settled(reader) == [b"%d" % number for number in range(50)]


def test_a_symbolic_link_that_is_switched_is_followed(tmp_path: Path, follow: Follow) -> None:
    first, second, link = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "current"
    first.write_bytes(b"old\n")
    link.symlink_to(first)
    reader = follow(link)
    append(first, b"1\n")
    settled(reader)
    append(first, b"2\n")
    second.write_bytes(b"3\n")
    link.unlink()
    link.symlink_to(second)
    assert settled(reader) == [b"1", b"2", b"3"]


def test_a_symlink_that_is_switched(tmp_path: Path) -> None:
    one, two, link = Writer(tmp_path / "1.txt"), Writer(tmp_path / "2.txt"), tmp_path / "access.log"
    link.symlink_to(one.path)
    reader = LogReader(link)
    one.write(2)
    reader.poll()
    two.number = 100
    two.write(2)
    link.unlink()
    link.symlink_to(two.path)
    reader.poll()
    assert reader.seen == one.written + two.written


@pytest.mark.parametrize("call", ["stat", "fstat", "pread"])
@pytest.mark.parametrize("how", ["rename", "copytruncate"])
def test_a_rotation_between_two_calls_loses_nothing(log: Path, follow: Follow, how: str, call: str) -> None:
    """The file is replaced, or cut, just before one call of the poll that was to read new lines."""
    system = Interrupted()
    reader = follow(log, system=system)
    settled(reader)
    append(log, b"1 old\n")

    def again() -> None:
        rotate(log, how)
        append(log, b"2 new\n")

    system.before[call] = again
    settled(reader)
    assert not system.before
    assert reader.lines == [b"1 old", b"2 new"]


def test_a_file_that_is_renamed_back_before_it_is_opened_is_held_once(log: Path, follow: Follow) -> None:
    system = Interrupted()
    reader, before = follow(log, system=system), descriptors()
    older = log.rename(log.with_name("access.log.1"))
    log.touch()
    system.before["open"] = lambda: older.rename(log)
    reader.poll()
    append(log, b"3\n")
    assert settled(reader) == [b"3"]
    assert descriptors() == before
