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


@pytest.mark.parametrize("from_start", [False, True])
def test_a_cut_is_seen_where_the_log_begins_as_before(log: Path, follow: Follow, from_start: bool) -> None:
    head = b"x" * 300
    log.write_bytes(head + b"\n1\n2")
    reader = follow(log, from_start=from_start)
    settled(reader)
    append(log, b"\n")
    settled(reader)
    log.write_bytes(head + b"\n3\n4\n5\n")  # a newline stands where reading ended
    assert settled(reader)[-4:] == [head, b"3", b"4", b"5"]


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


def cut_twice(log: Path) -> None:
    copytruncate(log)
    append(log, b"5\n6;")
    log.with_name("access.log.1").rename(log.with_name("access.log.2"))
    copytruncate(log)
    append(log, b"7\nhal")


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
    cut_twice(log)
    settled(reader)
    reader.poll(seconds=LINGER)
    append(log, b"f\n")
    assert settled(reader) == [b"3", b"4;5", b"6;7", b"half"]
    assert reader.tail.state().rotations == 3


def test_half_lines_go_on_behind_two_cuts_of_a_log_that_could_not_be_opened_at_start(
    log: Path, follow: Follow
) -> None:
    system = Faulty()
    system.call, system.fault = "open", errno.EACCES
    reader = follow(log, system=system)
    system.fault = 0
    reader.poll()
    append(log, b"3\n4;")
    reader.poll()
    cut_twice(log)
    assert settled(reader) == [b"3", b"4;5", b"6;7"]


def test_a_truncated_file_is_read_from_its_start(writer: Writer) -> None:
    reader = LogReader(writer.path)
    writer.write(50)
    reader.poll()
    os.truncate(writer.path, 0)
    writer.write(2)
    reader.poll()
    reader.poll()
    assert reader.seen == writer.written
