"""Where a live start begins to count in a log that is already there (semantics T4)."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from httplogstats.block import Block
from httplogstats.clock import SLACK
from httplogstats.follower import Follower
from httplogstats.formats.common import COMMON
from httplogstats.monitor import Monitor, Rules
from httplogstats.primer import old_enough
from httplogstats.scan.exact import ExactScanner
from httplogstats.sources import Source
from httplogstats.tail import FileTail
from tests.fakes import FakeSource, line

NOW = 1_800_000_000
OLD, OLDER, NEW = line(NOW - 800), line(NOW - 900), line(NOW - 5)
JSON = b'{"time":"2027-01-15T07:59:55Z","remote_addr":"::1","request":"GET / HTTP/1.1","status":200}\n'


def test_what_a_log_declares_at_its_head_holds_for_the_window_far_below(tmp_path: Path) -> None:
    head = b"#Fields: time sc-status date cs-method cs-uri-stem\n"
    old, new = (b"%b 200 2027-01-15 GET /a\n" % clock for clock in (b"06:00:00", b"07:59:55"))
    log = tmp_path / "access.log"
    log.write_bytes(head + old * 10_000 + new * 5)
    _, monitor = started(FileTail(str(log)))
    assert counted(monitor) == (5, 0, 0, 0)


class Written(FakeSource):
    """A log that ends with these blocks."""

    def __init__(self, *blocks: Block) -> None:
        super().__init__()
        self._blocks = blocks

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        yield from self._blocks


def started(source: Source) -> tuple[Follower, Monitor]:
    """A follower that has read what was there before start."""
    monitor = Monitor(Rules(10, 120, Fraction(10)), NOW, str)
    follower = Follower(source, NOW, NOW - 130)
    while follower.read(monitor, NOW, 0.0, 10**6):
        pass
    return follower, monitor


def counted(monitor: Monitor) -> tuple[int, int, int, int]:
    account = monitor.account
    return account.hits, account.malformed, account.blank, account.overlong


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (line(NOW - 5) * 1300 + b"x" * 70_000 + b"\n\n", (1300, 0, 1, 1)),
        (line(NOW - 5) * 1300 + b"rubbish\n" * 20_000, (1300, 20_000, 0, 0)),
        (JSON * 1300 + b"".join(b"rubbish %d\n" % number for number in range(10_000)), (1300, 10_000, 0, 0)),
        (b"rubbish\n" * 20_000, (0, 64 * 1024 // len(b"rubbish\n") - 1, 0, 0)),
    ],
    ids=["an overlong line", "rubbish for a while", "another format", "nothing is understood"],
)
def test_the_way_back_ends_at_lines_without_a_date_only_where_no_line_has_one(
    tmp_path: Path, before: bytes, expected: tuple[int, int, int, int]
) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(before)
    _, monitor = started(FileTail(str(log)))
    assert counted(monitor) == expected


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([Block(OLD), Block(b"bad\n\n", 1), Block(b"bad\n" + NEW)], (1, 0, 0, 0)),
        ([Block(b"bad\n\n", 1), Block(b"bad\n\n", 1), Block(b"bad\n" + NEW)], (1, 3, 2, 2)),
        ([Block(b"bad\n\n", 1), Block(b"\n"), Block(b"", 1)], (0, 1, 2, 2)),
        ([Block(OLD), Block(NEW + b"bad\n"), Block(b"bad\n\n", 1)], (1, 2, 1, 1)),
        ([Block(line(NOW - 800, "/" + "a" * 900) + b"bad\n" + NEW)], (1, 0, 0, 0)),
    ],
    ids=["begins before the window", "begins in it", "no log", "goes on", "a long line before the window"],
)
def test_lines_without_a_date_may_belong_to_what_stands_in_an_earlier_block(
    blocks: list[Block], expected: tuple[int, int, int, int]
) -> None:
    _, monitor = started(Written(*blocks))
    assert counted(monitor) == expected


def test_an_overlong_line_beside_two_formats_is_counted_once() -> None:
    sections = [
        b"#Fields: date time cs-method cs-uri-stem sc-status\n2027-01-15 07:59:55 GET /a 200\n",
        b"#Fields: date time cs-method cs-uri-stem sc-status time-taken\n2027-01-15 07:59:56 GET /a 200 15\n",
    ]
    _, monitor = started(Written(Block(b"".join(sections), 1)))
    assert counted(monitor) == (2, 0, 2, 1)


def test_the_newest_request_from_before_the_window_may_stand_some_blocks_back() -> None:
    follower, monitor = started(Written(Block(OLDER), Block(OLD), Block(b"", 1)))
    assert follower.latest == NOW - 800
    assert counted(monitor) == (0, 0, 0, 0)


def test_the_newest_request_in_the_window_may_stand_some_blocks_back() -> None:
    follower, _ = started(Written(Block(NEW), Block(line(NOW - 9))))
    assert follower.latest == NOW - 5


def test_of_a_wrong_file_the_newest_lines_are_shown() -> None:
    _, monitor = started(Written(*(Block(b"bad %d\n" % number) for number in range(40))))
    assert [sample.text for sample in monitor.malformed] == [f"bad {number}" for number in range(20, 40)]


@pytest.mark.parametrize(("before", "expected"), [(SLACK, False), (SLACK + 1, True)])
def test_the_way_back_goes_as_far_as_lines_may_be_out_of_order(before: int, expected: bool) -> None:
    assert old_enough(NOW, b"", ExactScanner(COMMON).scan)(line(NOW - before)) is expected
