"""The way back in a log that is already there: what a live start reads of it, and where it goes on."""

import errno
import os
from pathlib import Path

import pytest

from httplogstats import rewind
from httplogstats.block import LINE_LIMIT
from httplogstats.rewind import CHUNK
from httplogstats.system import System
from httplogstats.tail import FileTail
from tests.follow.numbered import Writer
from tests.follow.polling import Follow, Reader, append, descriptors, settled
from tests.follow.test_faults import Faulty


def never(lines: bytes) -> bool:
    """As far back as possible; only whole lines are asked about."""
    assert lines.endswith(b"\n")
    return False


def primed(reader: Reader) -> list[bytes]:
    reader.take(list(reader.tail.prime(never)))
    return reader.lines


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
    assert reader.overlong == 0


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


def test_the_half_line_at_a_live_start_comes_whole(tmp_path: Path, follow: Follow) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(b"1\nhal")
    reader = follow(path)
    reader.take(list(reader.tail.prime(lambda lines: False)))
    assert reader.lines == [b"1"]
    append(path, b"f\n")
    assert settled(reader) == [b"1", b"half"]


@pytest.mark.parametrize(
    ("length", "lines", "overlong"), [(LINE_LIMIT, [LINE_LIMIT, 1], 0), (LINE_LIMIT + 1, [1], 1)]
)
def test_a_long_half_line_at_a_live_start_comes_whole_or_is_counted(
    log: Path, follow: Follow, length: int, lines: list[int], overlong: int
) -> None:
    append(log, b"x" * length)
    reader = follow(log)
    append(log, b"\n3\n")
    assert [len(line) for line in settled(reader)] == lines
    assert reader.overlong == overlong


def test_an_overlong_line_on_the_way_back_is_counted_once(log: Path, follow: Follow) -> None:
    append(log, b"x" * 400_000 + b"\n" + b"3\n" * CHUNK)
    reader = follow(log)
    assert primed(reader) == [b"1", b"2"] + [b"3"] * CHUNK
    assert reader.overlong == 1


def test_a_log_that_ends_with_an_overlong_line_is_primed_with_what_is_before_it(
    log: Path, follow: Follow
) -> None:
    append(log, b"x" * 400_000 + b"\n")
    reader = follow(log)
    assert primed(reader) == [b"1", b"2"]
    assert reader.overlong == 1


def test_a_way_back_through_long_lines_ends_as_soon_as_one_is_old_enough(log: Path, follow: Follow) -> None:
    append(log, (b"x" * 10_000 + b"\n") * 100)
    assert len(list(follow(log).tail.prime(lambda lines: True))) == 1


def test_the_way_back_is_bounded(log: Path, follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewind, "FARTHEST", 100_000)
    append(log, b"123456789\n" * 30_000)
    reader, answers = follow(log), iter([False, True])
    reader.take(list(reader.tail.prime(lambda lines: next(answers))))
    assert len(reader.lines) == 10_000 - 1  # where it begins may be in the midst of a line


@pytest.mark.parametrize("left", [0, CHUNK, 2 * CHUNK], ids=["all", "what is unread", "its end"])
def test_priming_ends_where_the_log_is_cut_meanwhile(log: Path, follow: Follow, left: int) -> None:
    log.write_bytes(b"123456789 12345\n" * (CHUNK // 16 * 4))
    blocks = follow(log).tail.prime(never)
    next(blocks)
    os.truncate(log, left)
    assert sum(len(block.data) for block in blocks) == max(0, left - CHUNK)


def test_what_fails_at_a_live_start_is_said_and_ends_nothing(log: Path, follow: Follow) -> None:
    system = Faulty()
    reader = follow(log, system=system)
    system.call, system.fault = "pread", errno.EIO
    assert reader.tail.head() == b""
    assert primed(reader) == []
    assert reader.tail.state().detail == "injected"
    system.fault = 0
    append(log, b"3\n")
    assert settled(reader) == [b"3"]
    assert reader.tail.state().detail == ""


def test_a_live_start_that_fails_is_tried_again_and_leaves_nothing_open(log: Path, follow: Follow) -> None:
    system, before = Faulty(), descriptors()
    system.call, system.fault = "pread", errno.EIO
    reader = follow(log, system=system)
    reader.poll()
    assert (reader.tail.state().detail, descriptors()) == ("injected", before)
    system.fault = 0
    reader.poll()
    append(log, b"3\n")
    assert settled(reader) == [b"3"]


class Cutting(System):
    """Before the read of this number, counted backwards, the log is truncated."""

    def __init__(self, log: Path, reads: int) -> None:
        self._log = log
        self._reads = reads

    def pread(self, fd: int, count: int, offset: int) -> bytes:
        self._reads -= 1
        if not self._reads:
            os.truncate(self._log, 0)
        return super().pread(fd, count, offset)


@pytest.mark.parametrize("reads", range(1, 5))
def test_a_log_that_is_cut_while_its_end_is_looked_for_is_read_from_its_new_start(
    log: Path, follow: Follow, reads: int
) -> None:
    reader = follow(log, system=Cutting(log, reads))
    append(log, b"3\n")
    assert settled(reader) == [b"3"]
