"""Following one log through what happens to it: each line is delivered once, with an account of our own."""

import os
from pathlib import Path

import pytest

from httplogstats.block import LINE_LIMIT
from httplogstats.chain import LINGER
from httplogstats.snapshot import Following
from httplogstats.tail import FileTail


class Writer:
    """Writes numbered lines to a log, and keeps its own account of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.number = 0
        self.written: list[bytes] = []
        self.log = self._open()

    def _open(self) -> int:
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(self, lines: int = 1) -> None:
        for _ in range(lines):
            line = b"line %06d\n" % self.number
            self.number += 1
            self.written.append(line)
            os.write(self.log, line)

    def half(self) -> None:
        """A line that comes in two writes; the second is `rest`."""
        line = b"line %06d\n" % self.number
        self.number += 1
        self.written.append(line)
        os.write(self.log, line[:6])
        self._rest = line[6:]

    def rest(self) -> None:
        os.write(self.log, self._rest)

    def reopen(self) -> None:
        os.close(self.log)
        self.log = self._open()

    def _make_room(self) -> None:
        for number in range(8, 0, -1):
            older = Path(f"{self.path}.{number}")
            if older.exists():
                older.rename(f"{self.path}.{number + 1}")

    def rename(self) -> None:
        """`logrotate`'s create: siblings move up, the log becomes .1."""
        self._make_room()
        self.path.rename(f"{self.path}.1")

    def copytruncate(self) -> None:
        """`logrotate`'s copytruncate."""
        self._make_room()
        Path(f"{self.path}.1").write_bytes(self.path.read_bytes())
        os.truncate(self.path, 0)


class Reader:
    """Polls a tail on a clock of its own."""

    def __init__(self, path: Path, **options: bool) -> None:
        self.tail = FileTail(str(path), **{"from_start": True, **options})
        self.now = 100.0
        self.overlong = 0
        self.seen: list[bytes] = []

    def poll(self, limit: int = 1 << 20, seconds: float = 0.25) -> None:
        self.now += seconds
        for block in self.tail.poll(self.now, limit):
            self.seen += block.data.splitlines(keepends=True)
            self.overlong += block.overlong

    def settle(self) -> None:
        for _ in range(5):
            self.poll()
        self.poll(seconds=2 * LINGER)
        self.poll()


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    return Writer(tmp_path / "access.log")


def test_half_a_line_waits_for_its_end(writer: Writer) -> None:
    reader = Reader(writer.path)
    writer.half()
    reader.poll()
    assert reader.seen == []
    writer.rest()
    reader.poll()
    assert reader.seen == writer.written


def test_a_missing_file_is_waited_for(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "late.log", from_start=False)
    reader.poll()
    assert reader.tail.state().following is Following.WAITING
    assert reader.tail.state().detail == "no such file yet"
    writer = Writer(tmp_path / "late.log")
    writer.write(3)
    reader.poll()
    assert reader.seen == writer.written
    assert reader.tail.state().following is Following.FOLLOWING


def test_a_directory_in_its_place_is_said_and_waited_out(tmp_path: Path) -> None:
    (tmp_path / "access.log").mkdir()
    reader = Reader(tmp_path / "access.log")
    reader.poll()
    assert reader.tail.state().following is Following.FAILING
    assert reader.tail.state().detail == "Is a directory"
    (tmp_path / "access.log").rmdir()
    writer = Writer(tmp_path / "access.log")
    writer.write()
    reader.poll()
    assert reader.seen == writer.written


def test_the_writer_goes_on_with_the_renamed_file(writer: Writer) -> None:
    reader = Reader(writer.path)
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


def test_two_rotations_between_two_polls(writer: Writer) -> None:
    reader = Reader(writer.path)
    for _ in range(3):
        writer.write(4)
        writer.rename()
        writer.reopen()
    writer.write(4)
    reader.settle()
    assert reader.seen == writer.written


def test_copytruncate_with_more_written_than_before(writer: Writer) -> None:
    reader = Reader(writer.path)
    writer.write(5)
    reader.poll()
    writer.write(3)
    writer.copytruncate()
    writer.write(20)
    reader.settle()
    assert reader.seen == writer.written


def test_half_a_line_across_copytruncate(writer: Writer) -> None:
    reader = Reader(writer.path)
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
    reader = Reader(log)
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
    reader = Reader(log)
    (tmp_path / "access.log.2").write_bytes(b"1")
    os.truncate(log, 0)
    reader.poll()
    reader.poll()
    (tmp_path / "access.log.1").write_bytes(b"\n2\n3")
    log.write_bytes(b"\n")
    reader.poll()
    reader.settle()
    assert reader.seen == [b"1\n", b"2\n", b"3\n"]


def test_half_a_line_across_two_cuts_and_a_hole_of_which_only_nuls_were_read(tmp_path: Path) -> None:
    log, text = tmp_path / "access.log", b"1;" + b"x" * 500 + b"\n2;"
    log.write_bytes(text)
    reader = Reader(log)
    reader.poll()
    (tmp_path / "access.log.2").write_bytes(text)
    with log.open("r+b") as writer:  # which goes on at its old offset
        writer.truncate(0)
        writer.seek(len(text))
        writer.write(b"end\n3\n")
    reader.poll(limit=64)
    (tmp_path / "access.log.1").write_bytes(log.read_bytes())
    os.truncate(log, 0)
    reader.settle()
    assert reader.seen[1:] == [b"2;end\n", b"3\n"]


def test_a_truncated_file_is_read_from_its_start(writer: Writer) -> None:
    reader = Reader(writer.path)
    writer.write(50)
    reader.poll()
    os.truncate(writer.path, 0)
    writer.write(2)
    reader.poll()
    reader.poll()
    assert reader.seen == writer.written


def test_a_symlink_that_is_switched(tmp_path: Path) -> None:
    one, two, link = Writer(tmp_path / "1.txt"), Writer(tmp_path / "2.txt"), tmp_path / "access.log"
    link.symlink_to(one.path)
    reader = Reader(link)
    one.write(2)
    reader.poll()
    two.number = 100
    two.write(2)
    link.unlink()
    link.symlink_to(two.path)
    reader.poll()
    assert reader.seen == one.written + two.written


def test_a_hole_of_nuls_is_no_line(writer: Writer) -> None:
    reader = Reader(writer.path)
    writer.write(3)
    reader.poll()
    os.close(writer.log)
    with open(writer.path, "r+b") as log:
        log.truncate(0)
        log.seek(5000)
        log.write(b"line 777777\n")
    reader.settle()
    assert reader.seen == [*writer.written, b"line 777777\n"]


def test_overlong_lines_are_counted_and_skipped(writer: Writer) -> None:
    reader = Reader(writer.path)
    writer.write(1)
    os.write(writer.log, b"x" * (3 * LINE_LIMIT) + b"\n")
    writer.write(1)
    for _ in range(20):
        reader.poll(limit=10_000)
    assert (reader.seen, reader.overlong) == (writer.written, 1)


def test_the_end_of_a_finished_log_counts_as_it_stands(writer: Writer) -> None:
    writer.write(2)
    os.write(writer.log, b"the last one")
    reader = Reader(writer.path, follow=False)
    reader.poll()
    assert reader.tail.finished
    assert reader.seen == [*writer.written, b"the last one"]


@pytest.mark.parametrize("number", [0, 3, 30_000])
def test_priming_gives_whole_lines_and_polls_go_on_behind_them(writer: Writer, number: int) -> None:
    writer.write(number)
    writer.half()
    tail = FileTail(str(writer.path))
    primed = b"".join(block.data for block in tail.prime(lambda lines: lines < b"line 025000"))
    writer.rest()
    writer.write(2)
    polled = b"".join(block.data for block in tail.poll(1.0, 1 << 20))
    lines = (primed + polled).splitlines(keepends=True)
    assert lines == writer.written[-len(lines) :]
    assert len(lines) >= min(number, 5000) + 3
