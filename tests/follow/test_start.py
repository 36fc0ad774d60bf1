"""Where reading begins and ends: a live start, a whole log, one that is not there or may not be read."""

import grp
import gzip
import os
from pathlib import Path

from httplogstats.snapshot import Following
from httplogstats.sources import open_sources
from httplogstats.system import System
from tests.follow.numbered import LogReader, Writer
from tests.follow.polling import Follow, Reader, append, settled


def test_a_live_start_reads_only_what_comes(log: Path, follow: Follow) -> None:
    reader = follow(log)
    assert settled(reader) == []
    append(log, b"3\n")
    reader.poll()
    assert reader.lines == [b"3"]


def test_from_start_reads_what_is_there(log: Path, follow: Follow) -> None:
    assert settled(follow(log, from_start=True)) == [b"1", b"2"]


def test_missing_at_start_is_waited_for_and_read_from_its_start(tmp_path: Path, follow: Follow) -> None:
    path = tmp_path / "late.log"
    reader = follow(path)
    reader.poll()
    state = reader.tail.state()
    assert (state.following, reader.tail.at_end) == (Following.WAITING, True)
    assert "no such file" in state.detail
    path.write_bytes(b"1\n")
    reader.poll()
    assert reader.lines == [b"1"]
    assert reader.tail.state().following is Following.FOLLOWING


def test_a_missing_file_is_waited_for(tmp_path: Path) -> None:
    reader = LogReader(tmp_path / "late.log", from_start=False)
    reader.poll()
    assert reader.tail.state().following is Following.WAITING
    assert reader.tail.state().detail == "no such file yet"
    writer = Writer(tmp_path / "late.log")
    writer.write(3)
    reader.poll()
    assert reader.seen == writer.written
    assert reader.tail.state().following is Following.FOLLOWING


def test_gone_for_a_while(log: Path, follow: Follow) -> None:
    reader = follow(log)
    log.unlink()
    reader.poll()
    assert reader.tail.state().following is Following.WAITING
    log.write_bytes(b"3\n")
    reader.poll()
    assert reader.lines == [b"3"]


class Denying(System):
    """Allows nothing to be opened until `denied` is off: root may open all."""

    denied = True

    def open(self, path: str) -> int:
        if self.denied:
            raise PermissionError(13, "Permission denied")
        return super().open(path)


def test_permission_denied_names_the_group_that_may_read(log: Path, follow: Follow) -> None:
    log.chmod(0o640)
    os.chown(log, -1, os.getgid())
    system = Denying()
    reader = follow(log, from_start=True, system=system)
    reader.poll()
    state = reader.tail.state()
    assert state.following is Following.DENIED
    assert f"group {grp.getgrgid(os.getgid()).gr_name}" in state.detail
    assert reader.tail.at_end  # nobody spins
    system.denied = False
    reader.poll()
    assert reader.lines == [b"1", b"2"]
    assert reader.tail.state().following is Following.FOLLOWING


def test_a_directory_is_said_and_retried(tmp_path: Path, follow: Follow) -> None:
    path = tmp_path / "access.log"
    path.mkdir()
    reader = follow(path, from_start=True)
    reader.poll()
    assert reader.tail.state().following is Following.FAILING
    assert "directory" in reader.tail.state().detail
    path.rmdir()
    path.write_bytes(b"1\n")
    reader.poll()
    assert reader.lines == [b"1"]


def test_a_directory_in_its_place_is_said_and_waited_out(tmp_path: Path) -> None:
    (tmp_path / "access.log").mkdir()
    reader = LogReader(tmp_path / "access.log")
    reader.poll()
    assert reader.tail.state().following is Following.FAILING
    assert reader.tail.state().detail == "Is a directory"
    (tmp_path / "access.log").rmdir()
    writer = Writer(tmp_path / "access.log")
    writer.write()
    reader.poll()
    assert reader.seen == writer.written


def test_a_pipe_in_its_place_is_said_and_waited_out(log: Path, follow: Follow) -> None:
    reader = follow(log)
    log.unlink()
    os.mkfifo(log)
    reader.poll()
    assert reader.tail.state().following is Following.FAILING
    assert reader.tail.state().detail == "it is a pipe now; one is only read if it is there at start"
    log.unlink()
    log.write_bytes(b"3\n")
    assert settled(reader) == [b"3"]


def test_follow_off_ends_with_the_file_and_gives_its_half_line(log: Path, follow: Follow) -> None:
    append(log, b"hal")
    reader = follow(log, follow=False, from_start=True)
    reader.drain()
    reader.poll()
    assert reader.lines == [b"1", b"2", b"hal"]
    assert reader.tail.finished
    assert reader.tail.state().following is Following.ENDED
    append(log, b"3\n")
    reader.poll()
    assert reader.lines == [b"1", b"2", b"hal"]


def test_the_end_of_a_finished_log_counts_as_it_stands(writer: Writer) -> None:
    writer.write(2)
    os.write(writer.log, b"the last one")
    reader = LogReader(writer.path, follow=False)
    reader.poll()
    assert reader.tail.finished
    assert reader.seen == [*writer.written, b"the last one"]


def test_rotated_siblings_are_read_oldest_first(log: Path) -> None:
    for number, text in ((10, b"a\n"), (2, b"b\n"), (1, b"c\n")):
        log.with_name(f"access.log.{number}").write_bytes(text)
    log.with_name("access.log.11.gz").write_bytes(gzip.compress(b"0\n"))
    found = []
    for source in open_sources([str(log)], from_start=True, follow=True, with_rotated=True):
        reader = Reader(source)
        reader.drain()
        found += reader.lines
        source.close()
    assert found == [b"0", b"a", b"b", b"c", b"1", b"2"]


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path, follow: Follow) -> None:
    """Also of a file that was truncated and written anew, of a compressed one, and of what a head says."""
    path, mark = tmp_path / "access.log", b"\xef\xbb\xbf"
    path.write_bytes(mark + b"1\n2\n")
    reader = follow(path, from_start=True)
    assert reader.tail.head() == b"1\n2\n"
    assert settled(reader) == [b"1", b"2"]
    path.write_bytes(mark + b"3\n")
    assert settled(reader) == [b"1", b"2", b"3"]
    packed = tmp_path / "old.log.gz"
    packed.write_bytes(gzip.compress(mark + b"4"))
    assert settled(follow(packed, follow=False)) == [b"4"]
