"""Pipes, FIFOs, compressed files, patterns: what `open_sources` makes of names."""

import bz2
import gzip
import lzma
import os
import socket
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from httplogstats.archives import can_read
from httplogstats.snapshot import Following
from httplogstats.sources import Source, SourceError, open_sources
from httplogstats.streams import FLOWING, StreamTail, fifo
from tests.follow.polling import Reader


def read_all(source: Source) -> list[bytes]:
    """Poll until it has finished, and close it."""
    reader = Reader(source)
    for _ in range(10_000):
        reader.poll(1_000)
        if source.finished:
            source.close()
            return reader.lines
    raise AssertionError("it never finished")


@pytest.fixture
def pipe() -> Iterator[tuple[Reader, int]]:
    reading, writing = os.pipe()
    tail = StreamTail("pipe", reading, ends=True)
    yield Reader(tail), writing
    tail.close()


def test_a_pipe_can_be_waited_for(pipe: tuple[Reader, int]) -> None:
    reader, writing = pipe
    tail = reader.tail
    assert isinstance(tail, StreamTail)
    assert not tail.wait(0.0)
    os.write(writing, b"a\n")
    assert tail.wait()
    reader.poll()
    assert not tail.wait(0.0)
    os.close(writing)
    assert tail.wait()


def test_a_pipe_gives_whole_lines_and_ends_with_its_writer(pipe: tuple[Reader, int]) -> None:
    reader, writing = pipe
    reader.poll()
    assert (reader.lines, reader.tail.at_end, reader.tail.finished) == ([], True, False)
    os.write(writing, b"1\nhal")
    reader.poll()
    assert reader.lines == [b"1"]
    os.write(writing, b"f\nlast")
    reader.poll()
    assert reader.lines == [b"1", b"half"]
    os.close(writing)
    reader.poll()
    assert reader.lines == [b"1", b"half", b"last"]
    assert (reader.tail.at_end, reader.tail.finished) == (True, True)
    assert reader.tail.state().following is Following.ENDED


def test_nothing_is_primed_of_a_pipe(pipe: tuple[Reader, int]) -> None:
    reader, writing = pipe
    os.write(writing, b"1\n")
    assert list(reader.tail.prime(lambda sample: False)) == []
    os.close(writing)
    reader.poll()
    assert reader.lines == [b"1"]


def test_a_fifo_is_opened_without_a_writer_and_outlives_its_writers(tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    reader = Reader(fifo(str(path), follow=True))
    reader.poll()
    for text in (b"1\nhal", b"f\n"):
        writing = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        os.write(writing, text)
        os.close(writing)
        reader.poll()
        assert not reader.tail.finished
    reader.tail.close()
    assert reader.lines == [b"1", b"half"]


COMPRESSORS: list[tuple[str, Callable[[bytes], bytes]]] = [
    (".gz", gzip.compress),
    (".bz2", bz2.compress),
    (".xz", lzma.compress),
]
if can_read("access.log.zst"):  # from Python 3.14 on
    COMPRESSORS.append((".zst", import_module("compression.zstd").compress))


@pytest.mark.parametrize(("suffix", "compress"), COMPRESSORS)
def test_a_compressed_file_is_read_and_ends(
    tmp_path: Path, suffix: str, compress: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / f"access.log{suffix}"
    expected = [b"line %d" % number for number in range(5_000)]
    text = b"".join(line + b"\n" for line in expected)
    path.write_bytes(compress(text[:40_000]) + compress(text[40_000:]))  # two streams, one after the other
    (source,) = open_sources([str(path)], from_start=False, follow=True)
    assert list(source.prime(lambda sample: False)) == []
    assert read_all(source) == expected
    assert source.state().following is Following.ENDED


@pytest.mark.parametrize(("suffix", "compress"), COMPRESSORS)
def test_a_damaged_archive_gives_what_can_be_read_and_says_so(
    tmp_path: Path, suffix: str, compress: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / f"access.log{suffix}"
    whole = [os.urandom(30).hex().encode() for _ in range(40_000)]
    packed = compress(b"".join(line + b"\n" for line in whole))
    path.write_bytes(packed[: len(packed) // 2])
    (source,) = open_sources([str(path)], from_start=True, follow=False)
    lines = read_all(source)
    assert lines[:-1] == whole[: len(lines) - 1]  # the last one may be cut
    assert len(lines) > 10_000
    assert "damaged" in source.state().detail


@pytest.mark.skipif(can_read("access.log.zst"), reason="this Python has zstd")
def test_what_this_python_cannot_decompress_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "access.log.zst"
    path.touch()
    with pytest.raises(SourceError, match="this Python cannot decompress it; decompress it first"):
        open_sources([str(path)], from_start=True, follow=False)


def test_a_bomb_comes_out_in_bounded_pieces(tmp_path: Path) -> None:
    path = tmp_path / "bomb.log.gz"
    path.write_bytes(gzip.compress(b"x" * 99 * 10 + b"\n" + b"\n" * 5_000_000))
    (source,) = open_sources([str(path)], from_start=True, follow=False)
    total = 0
    while not source.finished:
        size = sum(len(block.data) for block in source.poll(0.0, 100_000))
        assert size <= 200_000
        total += size
    source.close()
    assert total == 5_000_991


@pytest.mark.parametrize("follow", [True, False])
def test_a_directory_is_refused_in_one_sentence(tmp_path: Path, follow: bool) -> None:
    with pytest.raises(SourceError, match="is a directory") as refused:
        open_sources([str(tmp_path)], from_start=False, follow=follow)
    assert "\n" not in str(refused.value)


def test_what_is_no_log_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^cannot read /dev/null: it is a device, not a log$"):
        open_sources(["/dev/null"], from_start=True, follow=False)
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        with pytest.raises(SourceError, match=r"it is a socket, not a log$"):
            open_sources([str(path)], from_start=True, follow=False)
    (source,) = open_sources([str(tmp_path / "later")], from_start=True, follow=True)
    os.mkfifo(tmp_path / "later")
    source.poll(0.0, 1)
    assert source.state().detail == "it is a pipe now; one is only read if it is there at start"
    source.close()


def test_a_missing_file_is_refused_only_where_it_is_not_followed(tmp_path: Path) -> None:
    path = str(tmp_path / "access.log")
    with pytest.raises(SourceError, match=r"cannot read .*access\.log"):
        open_sources([path], from_start=True, follow=False)
    (source,) = open_sources([path], from_start=True, follow=True)
    assert source.state().following is Following.WAITING
    source.close()


def test_a_pattern_takes_what_matches_now(tmp_path: Path) -> None:
    for name in ("a.log", "b.log", "c.txt"):
        (tmp_path / name).write_bytes(name.encode() + b"\n")
    sources = open_sources([str(tmp_path / "*.log")], from_start=True, follow=False)
    assert [read_all(source) for source in sources] == [[b"a.log"], [b"b.log"]]


def test_a_file_named_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a[1].log"
    path.write_bytes(b"1\n")
    (source,) = open_sources([str(path)], from_start=True, follow=False)
    assert read_all(source) == [b"1"]


def test_a_path_given_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(b"1\n")
    sources = open_sources([str(path), str(path)], from_start=True, follow=False)
    assert [read_all(source) for source in sources] == [[b"1"]]


def test_a_writer_that_has_waited_for_us_is_waited_for_before_the_end_is_believed(
    pipe: tuple[Reader, int],
) -> None:
    reader, writing = pipe
    os.write(writing, b"line\n" * (FLOWING // 5 + 1))
    reader.poll()
    assert not reader.tail.at_end
    reader.poll()
    assert reader.tail.at_end
    os.write(writing, b"line\n")
    reader.poll()
    assert reader.tail.at_end


@pytest.mark.parametrize("follow", [True, False])
def test_a_pipe_that_is_not_followed_holds_the_past(follow: bool, tmp_path: Path) -> None:
    path = tmp_path / "fifo"
    os.mkfifo(path)
    tail = fifo(str(path), follow)
    assert (tail.past, tail.seekable) == (not follow, False)
    tail.close()
