"""A log that is cut under its writer, with a copy beside it (copytruncate) or without."""

import errno
import os
from pathlib import Path

import pytest

from httplogstats.chain import LINGER
from tests.follow.numbered import LogReader, Writer
from tests.follow.polling import Follow, append, copytruncate, settled
from tests.follow.test_faults import Faulty


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


def test_copytruncate_with_more_written_than_before(writer: Writer) -> None:
    reader = LogReader(writer.path)
    writer.write(5)
    reader.poll()
    writer.write(3)
    writer.copytruncate()
    writer.write(20)
    reader.settle()
    assert reader.seen == writer.written


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


def test_half_a_line_across_copytruncate(writer: Writer) -> None:
    reader = LogReader(writer.path)
    writer.write(5)
    writer.half()
    reader.poll()
    writer.copytruncate()
    writer.rest()
    writer.write(1)
    reader.settle()
    assert reader.seen == writer.written


def test_a_copy_that_begins_like_the_log_is_known_by_what_follows(tmp_path: Path) -> None:
    """Two cuts in the midst of lines that end alike; only the first bytes have been read when it matters."""
    log, end = tmp_path / "access.log", b"x" * 200 + b"\n"

    def copytruncate(number: int) -> None:
        (tmp_path / f"access.log.{number}").write_bytes(log.read_bytes())
        os.truncate(log, 0)

    log.write_bytes(b"1;")
    reader = LogReader(log)
    copytruncate(2)
    reader.poll()
    reader.poll()
    log.write_bytes(end + b"2\n3;")
    copytruncate(1)
    log.write_bytes(end + b"4\n")
    reader.poll(limit=64)
    reader.settle()
    assert reader.seen == [b"1;" + end, b"2\n", b"3;" + end, b"4\n"]


def test_a_copy_is_not_longer_than_what_it_is_a_copy_of(tmp_path: Path) -> None:
    """Only the newline of a cut line stands in the log, and the copy that was missed begins with one too."""
    log = tmp_path / "access.log"
    log.write_bytes(b"1")
    reader = LogReader(log)
    (tmp_path / "access.log.2").write_bytes(b"1")
    os.truncate(log, 0)
    reader.poll()
    reader.poll()
    (tmp_path / "access.log.1").write_bytes(b"\n2\n3")
    log.write_bytes(b"\n")
    reader.poll()
    reader.settle()
    assert reader.seen == [b"1\n", b"2\n", b"3\n"]


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


@pytest.mark.parametrize("fault", [0, errno.EIO], ids=["", "siblings could not be looked for"])
def test_half_lines_go_on_behind_two_cuts_between_two_polls(log: Path, follow: Follow, fault: int) -> None:
    system = Faulty()
    reader = follow(log, system=system)
    log.rename(log.with_name("access.log.9"))
    log.write_bytes(b"3\n4;")
    system.call, system.fault = "names", fault
    reader.poll()
    system.fault = 0
    reader.poll()
    copytruncate(log)
    append(log, b"5\n6;")
    log.with_name("access.log.1").rename(log.with_name("access.log.2"))
    copytruncate(log)
    append(log, b"7\nhal")
    settled(reader)
    reader.poll(seconds=LINGER)
    append(log, b"f\n")
    assert settled(reader) == [b"3", b"4;5", b"6;7", b"half"]
    assert reader.tail.state().rotations == 3


def test_a_truncated_file_is_read_from_its_start(writer: Writer) -> None:
    reader = LogReader(writer.path)
    writer.write(50)
    reader.poll()
    os.truncate(writer.path, 0)
    writer.write(2)
    reader.poll()
    reader.poll()
    assert reader.seen == writer.written


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
