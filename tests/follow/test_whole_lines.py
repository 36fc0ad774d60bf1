"""Lines come whole, however they are written: in halves, too long, or very many."""

import os
from pathlib import Path

from httplogstats.block import LINE_LIMIT
from tests.follow.numbered import LogReader, Writer
from tests.follow.polling import Follow, append, settled


def test_half_a_line_is_held_until_its_newline(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"3\nhal")
    assert settled(reader) == [b"3"]
    append(log, b"f\n")
    assert settled(reader) == [b"3", b"half"]


def test_half_a_line_waits_for_its_end(writer: Writer) -> None:
    reader = LogReader(writer.path)
    writer.half()
    reader.poll()
    assert reader.seen == []
    writer.rest()
    reader.poll()
    assert reader.seen == writer.written


def test_an_overlong_line_is_skipped_and_counted(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"3\n" + b"x" * 65_537 + b"\n" + b"y" * 65_536 + b"\n4\n")
    settled(reader)
    assert [len(line) for line in reader.lines] == [1, 65_536, 1]
    assert reader.overlong == 1


def test_overlong_lines_are_counted_and_skipped(writer: Writer) -> None:
    reader = LogReader(writer.path)
    writer.write(1)
    os.write(writer.log, b"x" * (3 * LINE_LIMIT) + b"\n")
    writer.write(1)
    for _ in range(20):
        reader.poll(limit=10_000)
    assert (reader.seen, reader.overlong) == (writer.written, 1)


def test_a_million_lines_between_two_polls_come_in_pieces(log: Path, follow: Follow) -> None:
    reader = follow(log)
    append(log, b"0123456789\n" * 1_000_000)
    reader.poll(limit=256 * 1024)
    assert 0 < len(reader.lines) <= 256 * 1024 // 11
    assert not reader.tail.at_end
    assert reader.tail.waiting > 10_000_000
    settled(reader)
    assert len(reader.lines) == 1_000_000
