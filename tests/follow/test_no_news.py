"""What only looks as if it had come and gone between two polls, and is not read."""

import os
from pathlib import Path

import pytest

from httplogstats import siblings
from httplogstats.chain import LINGER
from tests.follow.polling import Follow, append, copytruncate, settled
from tests.follow.test_held import move_up
from tests.follow.test_missed import rotate_twice


def test_what_is_older_than_what_was_read_is_no_news_even_when_touched(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"3\n")
    settled(reader)
    restored = log.with_name("access.log.9")
    restored.write_bytes(b"of another day\n")
    os.utime(restored, (0, 0))
    for number in (3, 2):
        log.rename(log.with_name(f"access.log.{number}"))
        log.write_bytes(b"new\n")
        settled(reader)
        os.utime(restored)
    assert reader.lines == [b"3", b"new", b"new"]


def test_siblings_of_what_a_link_is_switched_to_are_no_news(tmp_path: Path, follow: Follow) -> None:
    (tmp_path / "1.txt").write_bytes(b"1\n")
    link = tmp_path / "access.log"
    link.symlink_to("1.txt")
    reader = follow(link)
    (tmp_path / "2.txt.1").write_bytes(b"of another log\n")
    (tmp_path / "2.txt").write_bytes(b"2\n")
    link.unlink()
    link.symlink_to("2.txt")
    assert settled(reader) == [b"2"]


@pytest.mark.parametrize(("before", "since"), [(b"", b""), (b"old\n", b""), (b"old\n", b"late\n")])
def test_an_old_file_that_is_renamed_is_no_news(
    log: Path, follow: Follow, before: bytes, since: bytes
) -> None:
    log.with_name("access.log.1").write_bytes(before)
    reader = follow(log)
    append(log.with_name("access.log.1"), since)
    move_up(log, 1)
    log.rename(log.with_name("access.log.1"))
    log.write_bytes(b"new\n")
    assert settled(reader) == [b"new"]
    assert reader.tail.state().rotations == 1


def test_what_is_still_seen_is_remembered_longest(
    log: Path, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(siblings, "MOST_KNOWN", 2)
    old = log.with_name("access.log.9")
    old.write_bytes(b"old\n")
    reader = follow(log)
    for number in range(3):
        last = log.rename(log.with_name("access.log.1"))
        log.write_bytes(b"%d\n" % number)
        reader.poll()
        last.unlink()
        reader.poll(seconds=LINGER)
        os.utime(old)
    assert reader.lines == [b"0", b"1", b"2"]


def test_a_missed_file_of_two_names_is_read_once(log: Path, follow: Follow) -> None:
    reader = follow(log)
    rotate_twice(log, b"missed\n")
    os.link(log.with_name("access.log.1"), log.with_name("access.log.old"))
    assert settled(reader) == [b"missed", b"new"]


def test_a_copy_that_turns_up_after_the_cut_is_no_news(log: Path, follow: Follow) -> None:
    append(log, b"3" * 300 + b"\n")
    reader, text = follow(log), log.read_bytes()
    os.truncate(log, 0)
    append(log, b"4\n")
    settled(reader)
    log.with_name("access.log.2").write_bytes(text)
    log.rename(log.with_name("access.log.1"))
    log.write_bytes(b"5\n")
    assert settled(reader) == [b"4", b"5"]


def test_a_held_file_that_begins_like_a_log_that_was_cut_is_not_its_copy(log: Path, follow: Follow) -> None:
    reader = follow(log)
    log.rename(log.with_name("access.log.1"))
    log.write_bytes(b"1\n")
    settled(reader)
    os.truncate(log, 0)
    append(log, b"3\n")
    assert settled(reader) == [b"1", b"3"]


def test_a_sibling_that_begins_like_a_log_that_was_cut_is_not_its_copy(log: Path, follow: Follow) -> None:
    log.with_name("access.log.1").write_bytes(b"x" * 300 + b"\n" + b"old\n" * 10)
    log.write_bytes(b"x" * 300 + b"\n1\n2\nha")
    reader = follow(log)
    settled(reader)
    log.write_bytes(b"3\n")
    assert settled(reader) == [b"ha", b"3"]


def test_a_copy_of_what_has_not_been_read_yet_is_no_news(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"3\n4\n")
    log.rename(log.with_name("access.log.2"))
    log.write_bytes(b"5\n")
    log.with_name("access.log.1").write_bytes(b"5\n")
    reader.poll(limit=2)
    assert settled(reader) == [b"3", b"4", b"5"]


def test_the_newest_of_two_copies_has_all_that_was_written(log: Path, follow: Follow) -> None:
    append(log, b"x" * 300 + b"\n")  # files are told apart by 256 bytes
    reader = follow(log)
    append(log, b"3\n")
    log.with_name("access.log.2").write_bytes(log.read_bytes())
    append(log, b"4\n")
    copytruncate(log)
    append(log, b"5\n")
    assert settled(reader) == [b"3", b"4", b"5"]
