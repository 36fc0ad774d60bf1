"""Patterns in quotes: what matches now is followed, and what comes to match later too."""

from pathlib import Path

import pytest

from httplogstats.patterns import RESCAN
from httplogstats.snapshot import Following
from httplogstats.sources import Source, SourceError, open_sources
from tests.follow.polling import Reader


class Readers:
    """Polls the sources that names were opened as."""

    def __init__(self, *names: Path, follow: bool = True) -> None:
        self.sources = open_sources([str(name) for name in names], from_start=True, follow=follow)
        self.readers = [Reader(source) for source in self.sources]

    def poll(self, seconds: float = RESCAN) -> None:
        for reader in self.readers:
            reader.poll(seconds=seconds)

    @property
    def lines(self) -> list[bytes]:
        return [line for reader in self.readers for line in reader.lines]

    @property
    def last(self) -> Source:
        return self.sources[-1]


def test_each_match_is_a_source_and_new_ones_are_picked_up(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(b"a1\n")
    (tmp_path / "b.log").write_bytes(b"b1\n")
    readers = Readers(tmp_path / "*.log")
    readers.poll()
    assert [source.state().name for source in readers.sources] == [
        str(tmp_path / name) for name in ("a.log", "b.log", "*.log")
    ]
    assert readers.last.state() == (str(tmp_path / "*.log"), Following.FOLLOWING, "", 0, 0, None, None, 0)
    (tmp_path / "c.log").write_bytes(b"c1\n")
    readers.poll()
    assert readers.lines == [b"a1", b"b1", b"c1"]
    assert (readers.last.state().detail, readers.last.state().matches) == ("", 1)
    with open(tmp_path / "c.log", "ab") as log:
        log.write(b"c2\n")
    readers.poll(0.25)
    assert readers.lines == [b"a1", b"b1", b"c1", b"c2"]


def test_a_pattern_without_a_match_waits(tmp_path: Path) -> None:
    readers = Readers(tmp_path / "*.log")
    readers.poll()
    assert readers.last.state().following is Following.WAITING
    assert readers.last.state().detail == "no file matches yet"
    assert readers.last.at_end
    (tmp_path / "new.log").write_bytes(b"1\n")
    readers.poll()
    assert readers.lines == [b"1"]


def test_a_pattern_without_a_match_is_refused_where_nothing_is_followed(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no file matches"):
        Readers(tmp_path / "*.log", follow=False)


def test_rotation_makes_no_new_matches(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"1\n")
    readers = Readers(tmp_path / "access*")
    readers.poll()
    log.rename(tmp_path / "access.log.1")
    readers.poll()
    log.write_bytes(b"2\n")
    readers.poll()
    log.rename(tmp_path / "access-other-name")
    readers.poll()
    log.write_bytes(b"3\n")
    for _ in range(100):
        readers.poll()
    assert readers.lines == [b"1", b"2", b"3"]


def test_siblings_and_archives_that_are_there_already_are_no_matches_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "access.log").write_bytes(b"3\n")
    (tmp_path / "access.log.1").write_bytes(b"2\n")
    (tmp_path / "access.log-20261101.gz").write_bytes(b"no matter")
    readers = Readers(tmp_path / "access*")
    readers.poll()
    assert readers.lines == [b"3"]


def test_files_of_a_pattern_take_turns(tmp_path: Path) -> None:
    readers = Readers(tmp_path / "*.log")
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.log").write_bytes(b"".join(b"%s%d\n" % (name.encode(), n) for n in range(500)))
    reader = readers.readers[0]
    while not reader.lines or not reader.tail.at_end:
        reader.poll(limit=100)
    first = {line[:1]: place for place, line in reversed(list(enumerate(reader.lines)))}
    assert sorted(first) == [b"a", b"b", b"c"]
    assert len(reader.lines) == 1500
    assert max(first.values()) < 200
