"""Rotated siblings: read before the log, found when they were missed, compressed or not."""

import bz2
import errno
import gzip
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from httplogstats.snapshot import Following
from httplogstats.sources import open_sources
from httplogstats.system import System
from httplogstats.tail import FileTail
from tests.follow.polling import Reader, descriptors


def test_a_log_with_all_its_siblings_is_one_source_oldest_first(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"5\n")
    (tmp_path / "access.log.1").write_bytes(b"4\n")
    (tmp_path / "access.log.2.gz").write_bytes(gzip.compress(b"3\n"))
    (tmp_path / "access.log.3.bz2").write_bytes(bz2.compress(b"2\n"))
    (tmp_path / "access.log.10.xz").write_bytes(lzma.compress(b"1\n"))
    (tmp_path / "access.log.bak").write_bytes(b"no sibling\n")
    (source,) = open_sources([str(log)], from_start=True, follow=True, with_rotated=True)
    reader = Reader(source)
    reader.drain()
    with open(log, "ab") as file:
        file.write(b"6\n")
    reader.poll()
    assert reader.lines == [b"1", b"2", b"3", b"4", b"5", b"6"]
    assert not source.finished


def test_dates_sort_as_they_are(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    for name, line in (("-20261031", b"1"), ("-20261101", b"2"), ("-20261102.gz", b"3"), ("", b"4")):
        data = line + b"\n"
        path = tmp_path / f"access.log{name}"
        path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    (source,) = open_sources([str(log)], from_start=True, follow=False, with_rotated=True)
    reader = Reader(source)
    reader.drain()
    assert reader.lines == [b"1", b"2", b"3", b"4"]
    assert source.finished


def test_damage_is_still_said_when_later_siblings_are_read(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"2\n")
    (tmp_path / "access.log.3.gz").write_bytes(gzip.compress(b"0\n")[:-8])
    (tmp_path / "access.log.2.gz").write_bytes(gzip.compress(b"1\n"))
    (source,) = open_sources([str(log)], from_start=True, follow=True, with_rotated=True)
    reader = Reader(source)
    reader.drain()
    reader.poll()
    source.close()
    assert reader.lines == [b"0", b"1", b"2"]
    assert source.state().detail == "damaged: it ends too early"


def test_a_sibling_that_is_just_being_compressed_is_read_once(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"2\n")
    (tmp_path / "access.log.1").write_bytes(b"1\n")
    (tmp_path / "access.log.1.gz").write_bytes(gzip.compress(b"1\n")[:12])
    (source,) = open_sources([str(log)], from_start=True, follow=False, with_rotated=True)
    reader = Reader(source)
    reader.drain()
    assert reader.lines == [b"1", b"2"]


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_generations_that_were_missed_are_read_from_archives_too(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    """As after a laptop's sleep of three days: the oldest of the missed ones have been compressed."""
    log = tmp_path / "access.log"
    log.write_bytes(b"1\n")
    tail = FileTail(str(log), from_start=True)
    reader = Reader(tail)
    reader.poll()
    with open(log, "ab") as file:
        file.write(b"2\n")
    (tmp_path / f"access.log.3{suffix}").write_bytes(pack(log.read_bytes()))
    (tmp_path / f"access.log.2{suffix}").write_bytes(pack(b"3\n4\n"))
    (tmp_path / "access.log.1").write_bytes(b"5\n")
    log.unlink()
    log.write_bytes(b"6\n")
    reader.drain()
    tail.close()
    assert reader.lines == [b"1", b"2", b"3", b"4", b"5", b"6"]


def test_the_rest_of_a_cut_file_is_read_from_a_compressed_copy(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"1\n")
    tail = FileTail(str(log), from_start=True)
    reader = Reader(tail)
    reader.poll()
    with open(log, "ab") as file:
        file.write(b"2\nha")
    (tmp_path / "access.log.1.gz").write_bytes(gzip.compress(log.read_bytes()))
    os.truncate(log, 0)
    with open(log, "ab") as file:
        file.write(b"lf\n3\n")
    reader.drain()
    tail.close()
    assert reader.lines == [b"1", b"2", b"half", b"3"]


def test_a_backup_of_the_log_is_no_news(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"1\n")
    tail = FileTail(str(log), from_start=True)
    reader = Reader(tail)
    reader.poll()
    (tmp_path / "access.log.old").write_bytes(log.read_bytes())
    log.rename(tmp_path / "access.log.1")
    log.write_bytes(b"2\n")
    reader.drain()
    tail.close()
    assert reader.lines == [b"1", b"2"]


class Refusing(System):
    """Opens nothing as long as it is told so."""

    refuses = True

    def open(self, path: str) -> int:
        if self.refuses:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return super().open(path)


def test_a_log_that_was_denied_at_start_is_followed_from_its_end(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"old\n")
    system = Refusing()
    tail = FileTail(str(log), system=system)
    reader = Reader(tail)
    reader.poll()
    assert tail.state().following is Following.DENIED
    system.refuses = False
    reader.poll()
    with open(log, "ab") as file:
        file.write(b"new\n")
    reader.poll()
    tail.close()
    assert reader.lines == [b"new"]


def test_dozens_of_rotations_hold_few_descriptors(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"0\n")
    tail = FileTail(str(log), from_start=True)
    reader = Reader(tail)
    before = descriptors()
    for number in range(1, 60):
        log.rename(tmp_path / f"access.log-{20260000 + number}")
        log.write_bytes(b"%d\n" % number)
        reader.poll()
    assert descriptors() - before <= 16
    reader.drain()
    tail.close()
    assert reader.lines == [b"%d" % number for number in range(60)]


def test_siblings_named_beside_their_log_hold_the_past(tmp_path: Path) -> None:
    """`access.log*` without quotes: when the log becomes `access.log.1`, that is no new file."""
    log, older, oldest = (tmp_path / name for name in ("access.log", "access.log.1", "access.log.2.gz"))
    oldest.write_bytes(gzip.compress(b"1\n"))
    older.write_bytes(b"2\n")
    log.write_bytes(b"3\n")
    sources = open_sources([str(path) for path in (log, older, oldest)], from_start=False, follow=True)
    readers = [Reader(source) for source in sources]
    assert [source.past for source in sources] == [False, True, True]
    for reader in readers:
        reader.poll()
    oldest.unlink()
    older.rename(tmp_path / "access.log.2")
    log.rename(older)
    with older.open("ab") as late:
        late.write(b"4\n")
    log.write_bytes(b"5\n")
    for reader in readers * 3:
        reader.poll()
    assert [reader.lines for reader in readers] == [[b"4", b"5"], [b"2"], [b"1"]]


def test_a_number_before_the_ending_may_be_another_log(tmp_path: Path) -> None:
    paths = [tmp_path / "app.log", tmp_path / "app-1.log"]
    for path in paths:
        path.touch()
    sources = open_sources([str(path) for path in paths], from_start=False, follow=True)
    assert [source.past for source in sources] == [False, False]


def test_siblings_named_beside_their_log_are_read_once_with_rotated(tmp_path: Path) -> None:
    log, older = tmp_path / "access.log", tmp_path / "access.log.1"
    older.write_bytes(b"1\n")
    log.write_bytes(b"2\n")
    sources = open_sources([str(older), str(log)], from_start=True, follow=False, with_rotated=True)
    lines = []
    for source in sources:
        reader = Reader(source)
        reader.poll()
        lines += reader.lines
    assert lines == [b"1", b"2"]
