"""NULs that a cut leaves where its writer goes on at its old offset: they are no line, and hide none."""

import os
from pathlib import Path

import pytest

from httplogstats.system import System
from tests.follow.numbered import LogReader, Writer
from tests.follow.polling import Follow, append, copytruncate, settled

HOLE = 1 << 30


@pytest.mark.parametrize(("copied", "half"), [(True, [b"2;end\n", b"3\n"]), (False, [b"2;"])])
def test_half_a_line_across_two_cuts_and_a_hole_of_which_only_nuls_were_read(
    tmp_path: Path, copied: bool, half: list[bytes]
) -> None:
    log, text = tmp_path / "access.log", b"1;" + b"x" * 500 + b"\n2;"
    log.write_bytes(text)
    reader = LogReader(log)
    reader.poll()
    (tmp_path / "access.log.2").write_bytes(text)
    with log.open("r+b") as writer:  # which goes on at its old offset
        writer.truncate(0)
        writer.seek(len(text))
        writer.write(b"end\n3\n")
    reader.poll(limit=64)
    if copied:
        (tmp_path / "access.log.1").write_bytes(log.read_bytes())
    os.truncate(log, 0)
    append(log, b"4\n")
    reader.settle()
    assert reader.seen[1:] == [*half, b"4\n"]


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


def test_a_hole_of_nuls_is_no_line(writer: Writer) -> None:
    reader = LogReader(writer.path)
    writer.write(3)
    reader.poll()
    os.close(writer.log)
    with open(writer.path, "r+b") as log:
        log.truncate(0)
        log.seek(5000)
        log.write(b"line 777777\n")
    reader.settle()
    assert reader.seen == [*writer.written, b"line 777777\n"]


def test_half_a_line_behind_nuls_at_a_live_start_comes_whole(log: Path, follow: Follow) -> None:
    log.write_bytes(b"\0" * 100 + b"hal")
    reader = follow(log)
    append(log, b"f\n")
    assert settled(reader) == [b"half"]


def test_of_a_log_of_which_only_nuls_were_read_no_sibling_is_a_copy(log: Path, follow: Follow) -> None:
    log.with_name("access.log.9").write_bytes(b"\0" * 2_000 + b"old\n")
    os.truncate(log, 0)
    reader = follow(log)
    os.truncate(log, 1_000)
    settled(reader)
    os.truncate(log, 0)
    append(log, b"3\n")
    assert settled(reader) == [b"3"]


class Sparse(System):
    """A file system that knows where the data behind a hole begin."""

    reads = 0

    def pread(self, fd: int, count: int, offset: int) -> bytes:
        self.reads += 1
        return super().pread(fd, count, offset)

    def data(self, fd: int, offset: int) -> int:
        return max(offset, HOLE)


@pytest.mark.parametrize("before", [False, True], ids=["while it is followed", "before start"])
def test_a_hole_is_passed_over(log: Path, follow: Follow, before: bool) -> None:
    system = Sparse()
    reader = None if before else follow(log, system=system)
    with log.open("r+b") as writer:
        writer.truncate(0)
        writer.seek(HOLE)
        writer.write(b"3\n")
    reader = reader or follow(log, system=system)
    append(log, b"4\n")
    assert settled(reader)[-1] == b"4"
    assert system.reads < 50
