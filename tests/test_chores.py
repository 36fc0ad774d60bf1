"""Work is done in order, beside everything else, and its errors are not lost."""

import signal
import threading
from functools import partial

import pytest

from httplogstats import chores
from httplogstats.chores import MOST, Chores


def test_all_is_done_in_order_and_beside_the_thread_that_adds_it() -> None:
    work, done = Chores(), list[tuple[int, threading.Thread]]()
    for number in range(3 * MOST):
        work.add(partial(lambda number: done.append((number, threading.current_thread())), number))
    work.wait()
    assert [number for number, _ in done] == list(range(3 * MOST))
    assert threading.current_thread() not in {thread for _, thread in done}


def test_who_adds_more_than_may_be_left_waits_until_one_is_done() -> None:
    work, done = Chores(), list[int]()
    first, second = threading.Event(), threading.Event()
    work.add(lambda: done.append(int(first.wait(10))))
    work.add(lambda: done.append(2 * second.wait(10)))
    for _ in range(MOST - 2):
        work.add(lambda: done.append(3))
    assert done == []
    first.set()
    work.add(lambda: done.append(4))
    assert done == [1]
    second.set()
    work.wait()
    assert done == [1, 2, *[3] * (MOST - 2), 4]


def test_who_waits_gets_the_error_once_and_what_follows_is_done() -> None:
    work, done = Chores(), list[int]()

    def fail() -> None:
        raise MemoryError("too much")

    work.add(fail)
    work.add(lambda: done.append(1))
    with pytest.raises(MemoryError, match="too much"):
        work.wait()
    assert done == [1]
    work.wait()


def test_a_thread_that_has_ended_is_followed_by_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores, "LINGERS", 0.0)
    work, threads = Chores(), list[threading.Thread]()
    for _ in range(2):
        work.add(lambda: threads.append(threading.current_thread()))
        work.wait()
        threads[-1].join(10)
    assert len(threads) == 2
    assert threads[0] is not threads[1]
    assert not any(thread.is_alive() for thread in threads)


def test_where_no_thread_may_be_started_work_is_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    work, done = Chores(), list[int]()
    for number in range(2):
        work.add(lambda: done.append(1))
        assert len(done) == number + 1
    work.wait()


def test_the_thread_takes_no_signal_and_keeps_no_program_from_ending() -> None:
    work, seen = Chores(), list[object]()
    work.add(lambda: seen.append(signal.pthread_sigmask(signal.SIG_BLOCK, ())))
    work.add(lambda: seen.append(threading.current_thread().daemon))
    work.wait()
    blocked, daemon = seen
    assert {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT} <= blocked  # type: ignore[operator]
    assert daemon
