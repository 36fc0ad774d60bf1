"""One file of a log fails, or one call for a while: what still comes first, what is given up."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from httplogstats.chain import MOST_CUTS, PATIENCE
from httplogstats.generation import CutError, Generation
from httplogstats.snapshot import Following
from httplogstats.system import System
from tests.follow.polling import Follow, Reader, append, settled
from tests.follow.test_faults import Faulty, copytruncate, rename

BACKLOG = [b"backlog"] * 100


class Broken(System):
    """Fails in the next reads of one file, if told; others of it may go well."""

    def __init__(self) -> None:
        self.inode = self.times = 0

    def pread(self, fd: int, count: int, offset: int) -> bytes:
        if self.times and os.fstat(fd).st_ino == self.inode:
            self.times -= 1
            raise OSError(errno.EIO, "injected")
        return super().pread(fd, count, offset)


def in_a_copy(log: Path, follow: Follow) -> tuple[Reader, Broken]:
    """A reader in the midst of the copy of a log; more has been written since."""
    system = Broken()
    reader = follow(log, system=system)
    append(log, b"".join(line + b"\n" for line in BACKLOG))
    reader.poll(limit=80)
    copytruncate(log)
    append(log, b"3\n")
    reader.poll(limit=80)
    system.inode = log.with_name("access.log.1").stat().st_ino
    return reader, system


def test_the_rest_of_a_copy_that_fails_for_a_while_still_comes_first(log: Path, follow: Follow) -> None:
    reader, system = in_a_copy(log, follow)
    for _ in range(PATIENCE - 1):
        system.times = 1
        reader.poll()
    assert reader.lines == BACKLOG[:20]
    assert settled(reader) == [*BACKLOG, b"3"]


def test_a_copy_that_goes_on_failing_is_given_up(log: Path, follow: Follow) -> None:
    reader, system = in_a_copy(log, follow)
    system.times = 1_000
    for _ in range(2 * PATIENCE):  # the copy is read, then looked at again for what came before the rest
        reader.poll()
    assert reader.lines == [*BACKLOG[:20], b"3"]


def test_a_log_that_is_not_followed_and_goes_on_failing_is_given_up(log: Path, follow: Follow) -> None:
    system = Faulty()
    reader = follow(log, follow=False, system=system)
    system.call, system.fault = "pread", errno.EIO
    for _ in range(PATIENCE):
        assert not reader.tail.finished
        reader.poll()
    assert (reader.tail.finished, reader.tail.state().detail) == (True, "injected")


def test_a_log_that_is_not_followed_does_not_end_with_a_short_read(log: Path, follow: Follow) -> None:
    system = Faulty()
    append(log, b"x" * 100 + b"\n3\n")
    reader = follow(log, follow=False, system=system)
    reader.poll(limit=100)
    system.most = 10
    reader.poll()
    assert (reader.tail.at_end, reader.tail.finished) == (True, False)
    system.most = 1_000
    reader.poll()
    assert (reader.lines[-1], reader.tail.finished) == (b"3", True)


def test_failures_that_are_over_are_forgotten(log: Path, follow: Follow) -> None:
    system = Faulty()
    reader = follow(log, system=system)
    older = log.rename(log.with_name("access.log.1"))
    log.touch()
    reader.poll()
    for _ in range(PATIENCE):
        system.call, system.fault = "fstat", errno.EIO
        reader.poll()
        system.fault = 0
        reader.poll()
    append(older, b"3\n")
    assert settled(reader) == [b"3"]


def test_a_file_that_is_cut_at_every_look_holds_nobody_up(
    log: Path, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(self: Generation, count: int) -> None:
        raise CutError

    reader = follow(log)
    monkeypatch.setattr(Generation, "read", cut)
    reader.poll()
    assert (reader.tail.at_end, reader.tail.state().rotations) == (True, MOST_CUTS)


def test_a_file_that_ends_earlier_than_it_said_holds_nobody_up(log: Path, follow: Follow) -> None:
    class Shortening(System):
        def pread(self, fd: int, count: int, offset: int) -> bytes:
            os.truncate(log, 4)
            return super().pread(fd, count, offset)

    reader = follow(log, system=Shortening())
    append(log, b"3\n")
    reader.poll()
    assert reader.lines == []


@pytest.mark.parametrize("fault", [0, errno.EIO])
@pytest.mark.parametrize("renamed", [False, True])
def test_a_rewrite_within_a_tick_of_the_clock_is_seen_also_after_a_failing_poll(
    log: Path, follow: Follow, renamed: bool, fault: int
) -> None:
    system = Faulty()
    reader = follow(log, system=system)
    settled(reader)
    file = log.rename(log.with_name("access.log.1")) if renamed else log
    log.touch()
    append(file, b"3\n")
    reader.poll()
    status = file.stat()
    file.write_bytes(b"a\nb\nc\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    system.call, system.fault = "pread", fault
    reader.poll()
    system.fault = 0
    assert settled(reader) == [b"3", b"a", b"b", b"c"]


@pytest.mark.parametrize(("call", "limit"), [("names", 80), ("names", 1 << 20), ("pread", 1 << 20)])
def test_what_came_and_went_is_found_after_a_failing_poll(
    log: Path, follow: Follow, call: str, limit: int
) -> None:
    """Also where the new file is younger, and what was missed ends with half a line that may go on there."""
    system = Faulty()
    reader = follow(log, system=system)
    append(log, b"".join(line + b"\n" for line in BACKLOG))
    log.rename(log.with_name("access.log.2"))
    log.with_name("access.log.1").write_bytes(b"3\nhal")
    log.write_bytes(b"4\n")
    later = log.stat().st_mtime_ns + 10**9
    os.utime(log, ns=(later, later))
    system.call, system.fault = call, errno.EIO
    reader.poll(limit=limit)
    assert reader.tail.state().following is Following.FAILING
    system.fault = 0
    assert settled(reader) == [*BACKLOG, b"3", b"4"]


def test_each_search_for_what_came_and_went_is_tried_again_as_often(log: Path, follow: Follow) -> None:
    system = Faulty()
    reader = follow(log, system=system)
    for number in range(PATIENCE):
        log.rename(log.with_name(f"access.log-{20260100 + 2 * number}"))
        log.with_name(f"access.log-{20260101 + 2 * number}").write_bytes(b"missed %d\n" % number)
        log.write_bytes(b"new %d\n" % number)
        system.call, system.fault = "names", errno.EIO
        reader.poll()
        system.fault = 0
        reader.poll()
    assert reader.lines == [b"%b %d" % (what, number) for number in range(3) for what in (b"missed", b"new")]


@pytest.mark.parametrize(("event", "polls"), [(rename, PATIENCE), (copytruncate, 2 * PATIENCE - 1)])
def test_a_search_that_goes_on_failing_is_given_up(
    log: Path, follow: Follow, event: Callable[[Path], None], polls: int
) -> None:
    """At a cut a copy is looked for, then what was missed."""
    system = Faulty()
    reader = follow(log, system=system)
    event(log)
    append(log, b"3\n")
    system.call, system.fault = "names", errno.EIO
    for _ in range(polls - 1):
        reader.poll()
        assert (reader.lines, reader.tail.state().following) == ([], Following.FAILING)
    reader.poll()
    assert reader.lines == [b"3"]
