"""Reading ahead gives what the source gives, and never says that all has been read when it has not."""

import random
import threading
from collections.abc import Callable

import pytest

from httplogstats.block import Block
from httplogstats.chores import Chores
from httplogstats.readahead import LARGE, ReadAhead
from httplogstats.snapshot import SourceState
from tests.fakes import FakeSource


class Log(FakeSource):
    """Like a file: where its end is, is known from the last look at it."""

    ended = ends = False

    def __init__(self, lines: int = 0) -> None:
        super().__init__()
        self.readers = list[threading.Thread]()
        self.written = list[bytes]()
        self.write(lines)

    def write(self, lines: int) -> None:
        for _ in range(lines):
            self.written.append(b"%d\n" % len(self.written))
            self.append(self.written[-1])

    @property
    def at_end(self) -> bool:
        return self.ended

    def poll(self, now: float, limit: int) -> list[Block]:
        self.readers.append(threading.current_thread())
        blocks = super().poll(now, limit)
        self.ended = not self._pending
        self.finished = self.ended and self.ends
        return blocks


def texts(blocks: list[Block]) -> list[bytes]:
    return [block.data for block in blocks]


@pytest.mark.parametrize("seed", range(50))
def test_whatever_comes_when_all_of_it_is_given_once_and_in_order(seed: int) -> None:
    rng, source = random.Random(seed), Log()
    ahead, given = ReadAhead(source), list[bytes]()
    for _ in range(100):
        source.write(rng.choice((0, 0, 1, 5)))
        given += texts(ahead.poll(0.0, rng.choice((1, LARGE))))
        if ahead.at_end:
            assert given == source.written
    while not ahead.at_end:
        given += texts(ahead.poll(0.0, LARGE))
    assert given == source.written


def test_the_next_piece_is_read_on_another_thread_and_only_of_a_backlog() -> None:
    source = Log(3)
    ahead, here = ReadAhead(source), threading.current_thread()
    assert texts(ahead.poll(0.0, LARGE)) == [b"0\n"]
    ahead.state()  # waits for what is being read
    assert [thread is here for thread in source.readers] == [True, False]
    assert (ahead.at_end, ahead.finished) == (False, False)
    assert texts(ahead.poll(0.0, LARGE - 1)) == [b"1\n"]
    assert texts(ahead.poll(0.0, LARGE)) == [b"2\n"]
    assert ahead.at_end
    assert [thread is here for thread in source.readers] == [True, False, True]


def test_what_came_behind_the_end_that_was_read_ahead_is_read_before_it_is_said() -> None:
    source = Log(2)
    ahead = ReadAhead(source)
    assert texts(ahead.poll(0.0, LARGE)) == [b"0\n"]
    ahead.state()
    assert source.at_end
    source.write(1)
    assert not ahead.at_end
    assert texts(ahead.poll(0.0, 1)) == [b"1\n", b"2\n"]
    assert ahead.at_end


def test_what_is_unread_does_not_shrink_before_it_is_given() -> None:
    source = Log(3)
    ahead = ReadAhead(source)
    ahead.poll(0.0, LARGE)
    ahead.state()
    assert (ahead.waiting, source.waiting) == (4, 2)
    ahead.poll(0.0, 1)
    assert ahead.waiting == 2


def test_a_log_that_has_ended_has_not_ended_before_all_of_it_is_given() -> None:
    source = Log(2)
    source.ends = True
    ahead = ReadAhead(source)
    ahead.poll(0.0, LARGE)
    ahead.state()
    assert (source.finished, ahead.finished) == (True, False)
    assert texts(ahead.poll(0.0, LARGE)) == [b"1\n"]
    assert ahead.finished
    assert len(source.readers) == 2


class Held(Log):
    """Is read on a thread until somebody waits for it, and says whether it was let alone meanwhile."""

    def __init__(self) -> None:
        super().__init__(2)
        self.waited = threading.Event()
        self.reading = self.disturbed = False

    def poll(self, now: float, limit: int) -> list[Block]:
        if threading.current_thread() is not threading.main_thread():
            self.reading = True
            self.waited.wait(10)
            self.reading = False
        return super().poll(now, limit)

    def state(self) -> SourceState:
        self.disturbed |= self.reading
        return super().state()

    def close(self) -> None:
        self.disturbed |= self.reading
        super().close()


@pytest.mark.parametrize("ask", [ReadAhead.state, ReadAhead.close])
def test_nobody_looks_at_or_closes_what_is_being_read(
    ask: Callable[[ReadAhead], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, wait = Held(), Chores.wait

    def let_go(self: Chores) -> None:
        source.waited.set()
        wait(self)

    ahead = ReadAhead(source)
    ahead.poll(0.0, LARGE)
    while not source.reading:
        pass
    monkeypatch.setattr(Chores, "wait", let_go)
    ask(ahead)
    source.waited.set()
    assert not source.disturbed


def test_it_closes_its_source_once_nothing_is_being_read() -> None:
    source = Log(2)
    ahead = ReadAhead(source)
    ahead.poll(0.0, LARGE)
    ahead.close()
    assert source.closed
    assert source.waiting == 0
