"""A renamed file that is still read for its writer, and is overwritten: mostly with a copy of the log."""

import os
import shutil
from pathlib import Path

import pytest

from tests.follow.polling import Follow, Reader, append, settled


def renamed(log: Path, follow: Follow, written: list[bytes]) -> tuple[Reader, Path]:
    """A reader of a log that was renamed, and of the new one, in which this is written; and the old one."""
    reader = follow(log, from_start=True)
    settled(reader)
    old = log.rename(f"{log}.1")
    append(log, b"".join(line + b"\n" for line in written))
    assert settled(reader) == [b"1", b"2", *written]
    return reader, old


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("lines", [1, 100])
def test_what_is_copied_is_not_read_again(log: Path, follow: Follow, lines: int, cut: bool) -> None:
    written = [b"line %d" % number for number in range(lines)]
    reader, old = renamed(log, follow, written)
    shutil.copy(log, old)
    if cut:
        os.truncate(log, 0)
    append(log, b"last\n")
    assert settled(reader) == [b"1", b"2", *written, b"last"]
    reader.poll(seconds=100)  # nothing is held for a writer any more
    log.rename(f"{log}.2")
    append(log, b"again\n")
    assert settled(reader) == [b"1", b"2", *written, b"last", b"again"]


def test_what_only_the_copy_has_is_read_there(log: Path, follow: Follow) -> None:
    reader, old = renamed(log, follow, [b"new"])
    append(log, b"unread\n")
    shutil.copy(log, old)
    os.truncate(log, 0)
    append(log, b"last\n")
    assert settled(reader) == [b"1", b"2", b"new", b"unread", b"last"]


def test_other_lines_in_its_place_are_news(log: Path, follow: Follow) -> None:
    reader, old = renamed(log, follow, [b"new"])
    old.write_bytes(b"other\n")
    assert settled(reader) == [b"1", b"2", b"new", b"other"]


def test_a_renamed_file_that_was_emptied_is_still_read(log: Path, follow: Follow) -> None:
    reader, old = renamed(log, follow, [b"new"])
    os.truncate(old, 0)
    reader.poll()
    append(old, b"late\n")
    assert settled(reader) == [b"1", b"2", b"new", b"late"]
