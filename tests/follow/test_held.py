"""Files that are held without their name: what is unread there, and how long they are held."""

import gzip
import os
from pathlib import Path

from httplogstats.chain import LINGER, MOST_HELD, PATIENCE
from tests.follow.polling import Follow, append, copytruncate, descriptors, settled
from tests.follow.test_patience import Broken

BACKLOG = [b"backlog"] * 100


def written(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def move_up(log: Path, number: int) -> None:
    """Rename a sibling to the next number."""
    log.with_name(f"access.log.{number}").rename(log.with_name(f"access.log.{number + 1}"))


def test_what_is_unread_of_a_renamed_file_waits(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, written(BACKLOG))
    log.rename(log.with_name("access.log.1"))
    log.touch()
    reader.poll(limit=80)
    assert (reader.tail.waiting, reader.tail.at_end) == (720, False)
    state = reader.tail.state()
    assert (state.offset, state.size) == (84, 804)
    assert settled(reader) == BACKLOG


def test_a_file_that_is_renamed_back_is_held_once(log: Path, follow: Follow) -> None:
    reader = follow(log)
    log.rename(log.with_name("access.log.1"))
    log.write_bytes(b"new\n")
    reader.poll()
    log.rename(log.with_name("access.log.0"))
    log.with_name("access.log.1").rename(log)
    append(log, written(BACKLOG))
    reader.poll(limit=80)
    assert (reader.tail.waiting, reader.tail.at_end) == (720, False)
    assert settled(reader) == [b"new", *BACKLOG]


def test_a_cut_while_a_backlog_is_read_is_seen_before_its_copy_is_gone(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, written(BACKLOG))
    log.rename(log.with_name("access.log.1"))
    log.write_bytes(b"3\n")
    reader.poll(limit=80)
    for line in (b"4\n", b"5\n"):
        move_up(log, 1)
        copytruncate(log)
        append(log, line)
        reader.poll(limit=80)
        log.with_name("access.log.1").unlink()
        log.with_name("access.log.2").rename(log.with_name("access.log.1"))
    assert settled(reader) == [*BACKLOG, b"3", b"4", b"5"]


def test_a_cut_of_what_was_read_is_seen_while_a_backlog_is_read(log: Path, follow: Follow) -> None:
    reader = follow(log)
    older = log.rename(log.with_name("access.log.1"))
    log.write_bytes(b"3\n")
    reader.poll()
    append(older, written(BACKLOG))
    append(log, b"4\n")
    move_up(log, 1)
    copytruncate(log)
    append(log, b"5\n")
    reader.poll(limit=80)
    log.with_name("access.log.1").unlink()
    assert settled(reader) == [b"3", *BACKLOG, b"4", b"5"]


def test_a_renamed_file_is_held_for_a_minute_after_its_last_line(log: Path, follow: Follow) -> None:
    reader, before = follow(log), descriptors()
    older = log.rename(log.with_name("access.log.1"))
    log.touch()
    reader.poll(seconds=LINGER - 1)
    append(older, b"3\n")
    reader.poll(seconds=LINGER - 1)
    reader.poll(seconds=LINGER - 1)
    assert descriptors() == before + 1
    reader.poll(seconds=1)
    assert descriptors() == before
    assert reader.lines == [b"3"]


def test_a_renamed_file_that_goes_on_failing_is_let_go(log: Path, follow: Follow) -> None:
    system = Broken()
    reader, before = follow(log, system=system), descriptors()
    older = log.rename(log.with_name("access.log.1"))
    log.touch()
    append(older, b"3\n")
    system.inode, system.times = older.stat().st_ino, 1_000
    for _ in range(PATIENCE - 1):
        reader.poll()
        assert descriptors() == before + 1
    reader.poll()
    assert descriptors() == before


def test_a_copy_is_let_go_as_soon_as_it_has_been_read(log: Path, follow: Follow) -> None:
    reader, before = follow(log), descriptors()
    append(log, b"3\n")
    copytruncate(log)
    assert settled(reader) == [b"3"]
    assert descriptors() == before


def test_an_archive_is_let_go_as_soon_as_it_has_been_read(log: Path, follow: Follow) -> None:
    log.with_name("access.log.1.gz").write_bytes(gzip.compress(b"0\n"))
    before = descriptors()
    assert settled(follow(log, from_start=True, with_rotated=True)) == [b"0", b"1", b"2"]
    assert descriptors() == before + 1


def test_siblings_that_were_there_before_are_not_held(log: Path, follow: Follow) -> None:
    log.with_name("access.log.1").write_bytes(b"0\n")
    before = descriptors()
    reader = follow(log)
    assert settled(reader) == []
    assert descriptors() == before + 1
    log.with_name("access.log.1").rename(log.with_name("access.log.2"))
    copytruncate(log)
    append(log, b"3\n")
    assert settled(reader) == [b"3"]
    assert descriptors() == before + 1


def test_as_many_renamed_files_are_held_as_are_allowed(log: Path, follow: Follow) -> None:
    reader, before = follow(log), descriptors()
    for number in range(MOST_HELD + 3):
        log.rename(log.with_name(f"access.log-{20260000 + number}"))
        log.write_bytes(b"%d\n" % number)
        reader.poll()
    assert descriptors() == before + MOST_HELD


def test_who_has_been_closed_holds_nothing_that_could_be_closed_again(log: Path, follow: Follow) -> None:
    reader = follow(log)
    reader.tail.close()
    other = os.open(log, os.O_RDONLY)  # of the same number
    reader.tail.close()
    os.close(other)
