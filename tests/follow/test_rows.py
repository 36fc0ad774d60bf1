"""What is promised of following a file, one test for each promise, on a real folder."""

import grp
import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from httplogstats.snapshot import Following
from httplogstats.sources import open_sources
from httplogstats.system import Status, System
from httplogstats.tail import FileTail
from tests.follow.polling import Reader

HALF_A_MINUTE = 30.0


class Counting(System):
    """Counts the calls, and does something before one of them if told."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.before: dict[str, Callable[[], object]] = {}  # what happens before a call, once

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if action := self.before.pop(name, None):
            action()

    def stat(self, path: str) -> Status:
        self._called("stat")
        return super().stat(path)

    def fstat(self, fd: int) -> Status:
        self._called("fstat")
        return super().fstat(fd)

    def open(self, path: str) -> int:
        self._called("open")
        return super().open(path)

    def pread(self, fd: int, count: int, offset: int) -> bytes:
        self._called("pread")
        return super().pread(fd, count, offset)

    def names(self, folder: str) -> list[str]:
        self._called("names")
        return super().names(folder)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log"
    path.write_bytes(b"1\n2\n")
    return path


@pytest.fixture
def follow() -> Iterator[Callable[..., Reader]]:
    tails: list[FileTail] = []

    def make(path: Path, **options: object) -> Reader:
        tails.append(FileTail(str(path), **options))  # type: ignore[arg-type]
        return Reader(tails[-1])

    yield make
    for tail in tails:
        tail.close()


Follow = Callable[..., Reader]


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def settled(reader: Reader) -> list[bytes]:
    reader.drain()
    reader.drain()
    return reader.lines


def test_a_live_start_reads_only_what_comes(log: Path, follow: Follow) -> None:
    reader = follow(log)
    assert settled(reader) == []
    append(log, b"3\n")
    reader.poll()
    assert reader.lines == [b"3"]


def test_from_start_reads_what_is_there(log: Path, follow: Follow) -> None:
    assert settled(follow(log, from_start=True)) == [b"1", b"2"]


def test_missing_at_start_is_waited_for_and_read_from_its_start(tmp_path: Path, follow: Follow) -> None:
    path = tmp_path / "late.log"
    reader = follow(path)
    reader.poll()
    state = reader.tail.state()
    assert (state.following, reader.tail.at_end) == (Following.WAITING, True)
    assert "no such file" in state.detail
    path.write_bytes(b"1\n")
    reader.poll()
    assert reader.lines == [b"1"]
    assert reader.tail.state().following is Following.FOLLOWING


def test_gone_for_a_while(log: Path, follow: Follow) -> None:
    reader = follow(log)
    log.unlink()
    reader.poll()
    assert reader.tail.state().following is Following.WAITING
    log.write_bytes(b"3\n")
    reader.poll()
    assert reader.lines == [b"3"]


class Denying(System):
    """Allows nothing to be opened until `denied` is off: root may open all."""

    denied = True

    def open(self, path: str) -> int:
        if self.denied:
            raise PermissionError(13, "Permission denied")
        return super().open(path)


def test_permission_denied_names_the_group_that_may_read(log: Path, follow: Follow) -> None:
    log.chmod(0o640)
    os.chown(log, -1, os.getgid())
    system = Denying()
    reader = follow(log, from_start=True, system=system)
    reader.poll()
    state = reader.tail.state()
    assert state.following is Following.DENIED
    assert f"group {grp.getgrgid(os.getgid()).gr_name}" in state.detail
    assert reader.tail.at_end  # nobody spins
    system.denied = False
    reader.poll()
    assert reader.lines == [b"1", b"2"]
    assert reader.tail.state().following is Following.FOLLOWING


def test_a_directory_is_said_and_retried(tmp_path: Path, follow: Follow) -> None:
    path = tmp_path / "access.log"
    path.mkdir()
    reader = follow(path, from_start=True)
    reader.poll()
    assert reader.tail.state().following is Following.FAILING
    assert "directory" in reader.tail.state().detail
    path.rmdir()
    path.write_bytes(b"1\n")
    reader.poll()
    assert reader.lines == [b"1"]


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


def test_old_files_are_closed_when_nobody_writes_to_them(log: Path, follow: Follow) -> None:
    before = len(os.listdir("/proc/self/fd"))
    reader = follow(log)
    for _ in range(3):
        log.rename(log.with_name("access.log.1"))
        log.write_bytes(b"new\n")
        reader.poll()
    assert len(os.listdir("/proc/self/fd")) > before + 1
    for _ in range(5):
        reader.poll(seconds=HALF_A_MINUTE)
    assert len(os.listdir("/proc/self/fd")) == before + 1


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


def test_siblings_that_were_there_before_are_not_read(log: Path, follow: Follow) -> None:
    log.with_name("access.log.1").write_bytes(b"ancient\n")
    reader = follow(log)
    settled(reader)
    log.with_name("access.log.1").rename(log.with_name("access.log.2"))
    log.rename(log.with_name("access.log.1"))
    log.write_bytes(b"new\n")
    assert settled(reader) == [b"new"]


def copytruncate(log: Path, between: bytes = b"") -> None:
    log.with_name("access.log.1").write_bytes(log.read_bytes())
    append(log, between)
    os.truncate(log, 0)


def test_copytruncate_is_seen_when_the_file_is_shorter(log: Path, follow: Follow) -> None:
    reader = follow(log)
    settled(reader)
    copytruncate(log)
    append(log, b"3\n")
    assert settled(reader) == [b"3"]


@pytest.mark.parametrize("same_length", [True, False])
def test_copytruncate_is_seen_when_the_file_has_grown_past_the_offset(
    log: Path, follow: Follow, same_length: bool
) -> None:
    reader = follow(log)
    append(log, b"3\n")
    settled(reader)
    copytruncate(log)
    append(log, b"a\nb\nc\n" if same_length else b"a\nb\nc\nd\ne\n")
    assert b" ".join(settled(reader)) == (b"3 a b c" if same_length else b"3 a b c d e")


def test_the_unread_rest_is_taken_from_the_copy(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"3\n")
    settled(reader)
    append(log, b"4\n5\n")
    copytruncate(log)
    append(log, b"6\n")
    assert settled(reader) == [b"3", b"4", b"5", b"6"]


def test_a_line_that_copytruncate_cuts_in_two_is_one_line(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"3\nhal")
    settled(reader)
    copytruncate(log)
    append(log, b"f\n4\n")
    assert settled(reader) == [b"3", b"half", b"4"]


def test_the_hole_that_a_cut_leaves_is_no_line(log: Path, follow: Follow) -> None:
    writer = os.open(log, os.O_WRONLY)  # without O_APPEND it writes on where it was
    os.lseek(writer, 0, os.SEEK_END)
    reader = follow(log)
    os.write(writer, b"3" * 100_000 + b"\n")
    append_at = b"4\n5\n"
    settled(reader)
    copytruncate(log)
    os.write(writer, append_at)
    settled(reader)
    os.write(writer, b"6\n")
    os.close(writer)
    assert settled(reader) == [b"4", b"5", b"6"]
    assert reader.overlong == 1


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


def test_half_a_line_is_held_until_its_newline(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"3\nhal")
    assert settled(reader) == [b"3"]
    append(log, b"f\n")
    assert settled(reader) == [b"3", b"half"]


def test_the_half_line_at_a_live_start_comes_whole(tmp_path: Path, follow: Follow) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(b"1\nhal")
    reader = follow(path)
    reader.take(list(reader.tail.prime(lambda lines: False)))
    assert reader.lines == [b"1"]
    append(path, b"f\n")
    assert settled(reader) == [b"1", b"half"]


def test_an_overlong_line_is_skipped_and_counted(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"3\n" + b"x" * 65_537 + b"\n" + b"y" * 65_536 + b"\n4\n")
    settled(reader)
    assert [len(line) for line in reader.lines] == [1, 65_536, 1]
    assert reader.overlong == 1


def test_a_million_lines_between_two_polls_come_in_pieces(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"0123456789\n" * 1_000_000)
    reader.poll(limit=256 * 1024)
    assert 0 < len(reader.lines) <= 256 * 1024 // 11
    assert not reader.tail.at_end
    assert reader.tail.waiting > 10_000_000
    settled(reader)
    assert len(reader.lines) == 1_000_000


@pytest.mark.parametrize("call", ["stat", "fstat", "pread"])
@pytest.mark.parametrize("how", ["rename", "copytruncate"])
def test_a_rotation_between_two_calls_loses_nothing(log: Path, follow: Follow, how: str, call: str) -> None:
    """The file is replaced, or cut, just before one call of the poll that was to read new lines."""
    system = Counting()
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


def rotate(log: Path, how: str) -> None:
    newest = log.with_name("access.log.1")
    if newest.exists():
        newest.rename(log.with_name("access.log.2"))
    if how == "copytruncate":
        copytruncate(log)
    else:
        log.rename(newest)
        log.touch()


@pytest.mark.parametrize("size", [0, 1, 3, 40_000, 900_000])
def test_priming_and_polling_share_no_line_and_leave_none_out(
    tmp_path: Path, follow: Follow, size: int
) -> None:
    path = tmp_path / "access.log"
    lines = [b"%d" % number for number in range(size)]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    reader = follow(path)

    def old_enough(sample: bytes) -> bool:
        return int(sample.split(b"\n", 1)[0]) < size - 400_000

    blocks = reader.tail.prime(old_enough)
    append(path, b"new\n")
    reader.take(list(blocks))
    primed = len(reader.lines)
    settled(reader)
    expected = [*lines, b"new"]
    assert reader.lines == expected[-len(reader.lines) :]
    assert reader.lines[:primed] == lines[size - primed :]
    assert primed >= min(size, 400_000)
    assert primed < 900_000


def test_follow_off_ends_with_the_file_and_gives_its_half_line(log: Path, follow: Follow) -> None:
    append(log, b"hal")
    reader = follow(log, follow=False, from_start=True)
    reader.drain()
    reader.poll()
    assert reader.lines == [b"1", b"2", b"hal"]
    assert reader.tail.finished
    assert reader.tail.state().following is Following.ENDED


def test_rotated_siblings_are_read_oldest_first(log: Path) -> None:
    for number, text in ((10, b"a\n"), (2, b"b\n"), (1, b"c\n")):
        log.with_name(f"access.log.{number}").write_bytes(text)
    log.with_name("access.log.11.gz").write_bytes(gzip.compress(b"0\n"))
    found = []
    for source in open_sources([str(log)], from_start=True, follow=True, with_rotated=True):
        reader = Reader(source)
        reader.drain()
        found += reader.lines
        source.close()
    assert found == [b"0", b"a", b"b", b"c", b"1", b"2"]
