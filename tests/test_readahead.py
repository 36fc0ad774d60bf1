"""Reading ahead gives what the source gives, and never says that all has been read when it has not."""

import random
import threading

import pytest

from httplogstats.block import Block
from httplogstats.readahead import LARGE, ReadAhead
from tests.fakes import FakeSource


def texts(blocks: list[Block]) -> list[bytes]:
    return [block.data for block in blocks]


@pytest.mark.parametrize("seed", range(50))
def test_whatever_comes_when_all_of_it_is_given_once_and_in_order(seed: int) -> None:
    rng, source = random.Random(seed), FakeSource()
    ahead, written, given = ReadAhead(source), list[bytes](), list[bytes]()
    for _ in range(100):
        for _ in range(rng.choice((0, 0, 1, 5))):
            written.append(b"%d\n" % len(written))
            source.append(written[-1])
        given += texts(ahead.poll(0.0, rng.choice((1, LARGE))))
        if ahead.at_end:
            assert given == written
    while not ahead.at_end:
        given += texts(ahead.poll(0.0, LARGE))
    assert given == written


def test_the_next_piece_is_read_on_another_thread_and_only_of_a_backlog() -> None:
    readers = list[threading.Thread]()

    class Noting(FakeSource):
        def poll(self, now: float, limit: int) -> list[Block]:
            readers.append(threading.current_thread())
            return super().poll(now, limit)

    source = Noting()
    ahead = ReadAhead(source)
    for number in range(3):
        source.append(b"%d\n" % number)
    assert texts(ahead.poll(0.0, LARGE)) == [b"0\n"]
    ahead.state()  # waits for what is being read
    assert [thread is threading.current_thread() for thread in readers] == [True, False]
    assert (ahead.at_end, ahead.finished) == (False, False)
    assert texts(ahead.poll(0.0, LARGE - 1)) == [b"1\n"]
    assert texts(ahead.poll(0.0, LARGE)) == [b"2\n"]
    assert ahead.at_end
    assert [thread is threading.current_thread() for thread in readers] == [True, False, True]


def test_what_came_behind_the_end_that_was_read_ahead_is_read_before_it_is_said() -> None:
    source = FakeSource()
    ahead = ReadAhead(source)
    source.append(b"0\n")
    source.append(b"1\n")
    ahead.poll(0.0, LARGE)
    ahead.state()
    source.append(b"2\n")
    source.append(b"3\n")
    source.finished = False
    assert not ahead.at_end
    assert texts(ahead.poll(0.0, 1)) == [b"1\n"]
    assert not ahead.at_end
    assert texts(ahead.poll(0.0, LARGE)) == [b"2\n"]
    ahead.state()
    assert texts(ahead.poll(0.0, 1)) == [b"3\n"]
    assert ahead.at_end


def test_what_is_unread_does_not_shrink_before_it_is_given() -> None:
    source = FakeSource()
    ahead = ReadAhead(source)
    for _ in range(3):
        source.append(b"line\n")
    ahead.poll(0.0, LARGE)
    ahead.state()
    assert (ahead.waiting, source.waiting) == (10, 5)
    ahead.poll(0.0, 1)
    assert ahead.waiting == 5


def test_it_closes_its_source_once_nothing_is_being_read() -> None:
    source = FakeSource()
    ahead = ReadAhead(source)
    source.append(b"0\n")
    source.append(b"1\n")
    ahead.poll(0.0, LARGE)
    ahead.close()
    assert source.closed
    assert source.waiting == 0
