"""A collector and its screens: several at once, slow ones, hostile ones, and one that comes back."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from httplogstats.collector.client import BUSY, GONE, OTHER, NoAnswer
from httplogstats.collector.frames import REQUEST_LIMIT, packed
from httplogstats.collector.server import FEWER_ROWS
from httplogstats.snapshot import Order, Request, Span
from tests.collector.near import HELLO, Near
from tests.fakes import Bench, line

NOW = 1_800_000_000


def counted(seconds: int = 20, path: str = "/pages/create") -> Bench:
    bench = Bench(NOW)
    for second in range(NOW, NOW + seconds):
        bench.tick(second, line(second, path) * 2)
    bench.tick(NOW + seconds + 2)
    return bench


@pytest.fixture
def near() -> Iterator[Near]:
    bench = counted()
    with Near(bench.local, bench.clock) as near:
        yield near


def still_answers(near: Near) -> bool:
    screen = near.screen()
    hits = screen.snapshot(Request()).account.hits
    screen.close()
    return hits == 40


def test_screens_with_different_questions_get_their_own_answers(near: Near) -> None:
    first, second = near.screen(), near.screen()
    for _ in range(3):
        assert first.snapshot(Request(Span.SLOT)).window.hits == 20
        assert second.snapshot(Request(Span.START)).window.hits == 40
    assert near.serving is not None
    assert near.serving.screens == 2
    first.close()
    assert second.snapshot(Request(Span.SLOT)).window.hits == 20
    near.serving.serve(0)
    assert near.serving.screens == 1


def test_an_answer_that_has_come_already_is_not_waited_for(
    near: Near, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = near.screen()
    screen.snapshot(Request())
    ask = screen._ask

    def answered(request: Request) -> None:
        ask(request)
        screen._pump()
        assert near.serving is not None
        near.serving.serve(0)

    monkeypatch.setattr(screen, "_ask", answered)
    before = near.clock.elapsed()
    assert screen.snapshot(Request(Span.START)).window.hits == 40
    assert near.clock.elapsed() == before


def hostile(near: Near, data: bytes) -> bool:
    """Whether what a connection says ends it."""
    with near.connect() as connection:
        connection.sendall(data)
        assert near.serving is not None
        for _ in range(4):
            near.serving.serve(0)
        connection.setblocking(False)
        with suppress(BlockingIOError):
            while connection.recv(65536):
                pass
            return True
        return False


HOSTILE = {
    "huge": (REQUEST_LIMIT + 1).to_bytes(4, "big"),
    "http": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "no json": b"\0\0\0\1{",
    "a snapshot": packed(HELLO),
    "two at once": packed(Request()) * 2,
    "no filter": packed(Request(where=("status >= nothing at all",))),
    "wide": packed(Request(columns=10**12)),
    "long": packed(Request(timeline=10**12)),
    "limit 0": packed(Request(orders=(Order("key", Fraction(0)),))),
    "limit of many digits": packed(Request(orders=(Order("key", Fraction(1, 10**30)),))),
    "negative": packed(Request(rows=-1)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_wrong_with_a_connection_ends_that_one_and_nothing_else(near: Near, kind: str) -> None:
    screen = near.screen()
    assert screen.snapshot(Request()).account.hits == 40
    assert hostile(near, HOSTILE[kind])
    assert near.serving is not None
    assert near.serving.screens == 1
    assert screen.snapshot(Request(Span.START)).window.hits == 40
    assert screen.snapshot(Request()).trouble == ""


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | st.from_type(Request).map(packed))
def test_nothing_that_is_sent_stops_the_collector(near: Near, data: bytes) -> None:
    hostile(near, data)
    assert still_answers(near)


def test_half_an_escaped_pair_is_no_matter(near: Near) -> None:
    assert not hostile(near, packed(Request(where=("\ud800",))))
    assert still_answers(near)


def test_a_stranger_is_turned_away() -> None:
    bench = counted()
    with Near(bench.local, bench.clock) as near:
        near.die()
        near.start(bench.local, may=lambda _: False)
        with pytest.raises(NoAnswer):
            near.screen().snapshot(Request())
        assert near.serving is not None
        assert near.serving.screens == 0


def test_a_screen_that_takes_nothing_holds_one_answer_and_nobody_up() -> None:
    bench = counted(1, "/" + "x" * 400)
    bench.tick(NOW + 3, b"".join(line(NOW + 3, f"/{number}/{'y' * 400}") for number in range(3000)))
    bench.tick(NOW + 20)
    with Near(bench.local, bench.clock) as near, near.connect() as slow:
        assert near.serving is not None
        slow.setblocking(False)
        for _ in range(50):  # as many as fit: the answers are greater than what the system keeps for us
            with suppress(BlockingIOError):
                slow.send(packed(Request(Span.START, rows=0)))
            near.serving.serve(0)
        (connection,) = near.serving._screens
        assert 1_000_000 < len(connection.out) < 10_000_000
        assert near.screen().snapshot(Request()).account.hits == 3002


def test_an_answer_too_large_for_a_frame_has_fewer_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = counted(1)
    bench.tick(NOW + 3, b"".join(line(NOW + 3, f"/{number}") for number in range(900)))
    bench.tick(NOW + 20)
    monkeypatch.setattr("httplogstats.collector.server.SNAPSHOT_LIMIT", 20_000)
    with Near(bench.local, bench.clock) as near:
        paths = near.screen().snapshot(Request(Span.START, rows=0)).window.paths
    assert len(paths.rows) == FEWER_ROWS
    assert paths.more_keys == 901 - FEWER_ROWS


def test_a_collector_that_ends_is_missed_and_found_again() -> None:
    bench = counted()
    with Near(bench.local, bench.clock) as near:
        screen = near.screen()
        assert screen.snapshot(Request()).trouble == ""
        near.die()
        near.clock.time += 1
        screen.tick()
        lost = screen.snapshot(Request())
        assert (lost.trouble, lost.clock, lost.account.hits) == (GONE, "stale", 40)
        near.start(counted(30).local)
        near.clock.time += 1
        screen.tick()
        found = screen.snapshot(Request())
        assert (found.trouble, found.account.hits) == ("", 60)


def test_nothing_is_told_twice_by_a_collector_that_has_come_back() -> None:
    def firing(seconds: int) -> Bench:
        bench = Bench(NOW)
        for second in range(NOW, NOW + seconds):
            bench.tick(second, line(second) * (20 if second < NOW + 100 else 1))
        return bench

    bench = firing(90)
    with Near(bench.local, bench.clock) as near:
        screen, seen = near.screen(), []

        def look() -> None:
            seen.extend(screen.snapshot(Request(events_from=len(seen))).events)

        look()
        look()
        assert [event.fired for event in seen] == [True]
        near.die()
        screen.tick()
        near.start(firing(240).local)  # it has read the same log again, and further
        near.clock.time += 1
        screen.tick()
        look()
        look()
    assert [event.fired for event in seen] == [True, False]


def test_an_order_is_carried_out_once_also_by_a_collector_that_has_come_back() -> None:
    bench = counted()
    asked = Request(orders=(Order("key", Fraction(5)),))
    with Near(bench.local, bench.clock) as near:
        screen = near.screen()
        for _ in range(2):
            notes = screen.snapshot(asked).events
            assert [event.note for event in notes] == [True]
        near.die()
        screen.tick()
        near.start(counted().local)
        near.clock.time += 1
        screen.tick()
        answer = screen.snapshot(asked)
        assert answer.alert.limit == 10
        assert len(answer.events) == 1


def test_a_collector_that_does_not_answer_is_said_and_never_waited_for_long() -> None:
    bench = counted()
    with Near(bench.local, bench.clock) as near:
        screen = near.screen()
        screen.snapshot(Request())
        server, near.serving = near.serving, None  # stopped, its sockets are open
        begun = near.clock.elapsed()
        assert screen.snapshot(Request()).trouble == ""
        assert near.clock.elapsed() - begun < 0.1
        near.clock.time += 5
        assert screen.snapshot(Request(Span.START)).trouble == BUSY
        near.serving = server
        answer = screen.snapshot(Request(Span.START))
        assert (answer.trouble, answer.window.hits) == ("", 40)


def test_another_version_is_said() -> None:
    bench = counted()
    with Near(bench.local, bench.clock) as near:
        near.die()
        near.start(bench.local, hello=HELLO._replace(shape="another"))
        with pytest.raises(NoAnswer, match="another version"):
            near.screen().snapshot(Request())
    assert "restart" in OTHER


def test_a_collector_that_was_never_there_is_said_at_once() -> None:
    bench = counted()
    with Near(bench.local, bench.clock) as near:
        near.die()
        with pytest.raises(NoAnswer):
            near.screen().snapshot(Request())


def test_a_listener_is_taken_from(near: Near) -> None:
    assert near.serving is not None
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as caller:
        listener.bind("\0httplogstats-test")
        listener.listen(1)
        listener.setblocking(False)
        near.serving.listen(listener)
        caller.connect("\0httplogstats-test")
        near.serving.serve(0)
        assert near.serving.screens == 1
