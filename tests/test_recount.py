"""A filter counts back what is kept, as if it had stood from the start, and says what it covers."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from httplogstats.clock import slot_of
from httplogstats.filters import FilterError, parse_filter
from httplogstats.monitor import Rules
from httplogstats.snapshot import Request, Snapshot, Span
from tests.fakes import Bench, line

pytestmark = pytest.mark.usefixtures("feeds")
START = 1_525_881_600
WHERE = ("path ~ b", "status >= 400")


def busy(chance: random.Random, second: int) -> bytes:
    return b"".join(
        line(
            second - chance.choice([0, 0, 0, 1, 70]),
            f"/{chance.choice('abc')}",
            chance.choice([200, 404, 500]),
        )
        for _ in range(chance.randrange(9))
    )


def passing(lines: bytes) -> bytes:
    """The lines that pass `WHERE`, by plain words."""
    kept = [text for text in lines.splitlines(True) if b" /b " in text and b'" 200 ' not in text]
    return b"".join(kept)


def figures(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.window, snapshot.timeline, snapshot.totals


@pytest.mark.parametrize("replay", [False, True])
@pytest.mark.parametrize("seed", range(2))
def test_a_filter_shows_what_it_would_had_it_stood_from_the_start(seed: int, replay: bool) -> None:
    chance = random.Random(seed)
    whole, fed = Bench(START, replay=replay), Bench(START, replay=replay)
    begun = chance.randrange(50, 290)
    for second in range(START, START + 300):
        lines = busy(chance, second)
        whole.tick(second, lines)
        fed.tick(second, passing(lines))
        if second > START + begun and second % 7 == 0:
            whole.feed.snapshot(Request(where=WHERE))
    if replay:  # stamps keep time there: both have seen the same last second
        end = line(START + 500, "/b", 404)
        whole.tick(START + 500, end)
        fed.tick(START + 500, end)
    for span in Span:
        asked = Request(span=span, where=WHERE)
        mine, its = whole.feed.snapshot(asked), fed.feed.snapshot(asked._replace(where=()))
        assert mine.filter is not None
        assert mine.filter.part == 1
        assert mine.window.statuses == its.window.statuses
        if not replay:
            assert figures(mine) == figures(its)


def test_a_filter_agrees_with_a_slow_count() -> None:
    chance = random.Random(1)
    bench = Bench(START)
    slots: Counter[int] = Counter()
    for second in range(START, START + 120):
        paths = [chance.choice(["/api/x", "/web"]) for _ in range(5)]
        bench.tick(second, b"".join(line(second, path) for path in paths))
        slots[slot_of(second, 10)] += paths.count("/api/x")
    for start in range(START, START + 100, 10):
        window = bench.feed.snapshot(Request(moment=start + 10, where=("section = /api",))).window
        assert (window.start, window.hits) == (start, slots[start])
        assert {row.key for row in window.paths.rows} <= {"/api/x"}


def test_alerts_and_the_account_go_on_for_all_traffic() -> None:
    bench = Bench(START, rules=Rules(10, 120, Fraction(1)))
    for second in range(START, START + 130):
        bench.tick(second, line(second) * 2)
        snapshot = bench.feed.snapshot(Request(where=("path = /none",)))
    assert snapshot.alert.firing
    assert (snapshot.account.hits, snapshot.totals.hits, snapshot.window.hits) == (260, 0, 0)


@pytest.mark.parametrize("keep", [0, 20_000])
def test_what_is_not_kept_is_not_covered_and_said(keep: int) -> None:
    bench = Bench(START, keep=keep)
    for second in range(START, START + 600):
        bench.tick(second, line(second) * 3)
    snapshot = bench.feed.snapshot(Request(span=Span.START, where=("path ~ /",)))
    assert snapshot.filter is not None
    since = snapshot.filter.since
    assert since > START + 300
    assert snapshot.filter.short
    assert snapshot.window.hits == 3 * max(0, snapshot.newest - since)
    for second in range(START + 600, START + 630):
        bench.tick(second, line(second) * 3)
        snapshot = bench.feed.snapshot(Request(span=Span.START, where=("path ~ /",)))
    assert snapshot.window.start == since
    assert snapshot.window.hits == 3 * (snapshot.newest - since)


def test_a_filter_is_short_only_where_the_window_shown_holds_more() -> None:
    bench = Bench(START, keep=250_000)
    for second in range(START, START + 600):
        bench.tick(second, line(second) * 30)
    for asked, short in (
        (Request(), False),
        (Request(span=Span.MINUTES_2), True),
        (Request(span=Span.MINUTES_10), True),
        (Request(span=Span.START, moment=START + 590), True),
    ):
        view = bench.feed.snapshot(asked._replace(where=("path ~ /",))).filter
        assert view is not None
        assert START + 480 < view.since < START + 580
        assert view.short is short
    kept = Bench(START)
    kept.tick(START + 30, line(START + 5) + line(START + 30))
    for span in Span:
        view = kept.feed.snapshot(Request(span=span, where=("path ~ /",))).filter
        assert view is not None
        assert not view.short


def test_a_filter_of_which_no_whole_slot_is_kept_says_when_its_first_one_closes() -> None:
    bench = Bench(START, keep=0)
    for second in range(START, START + 105):
        bench.tick(second, line(second) * 3)
    snapshot = bench.feed.snapshot(Request(where=("path ~ /",)))
    assert snapshot.window.start == snapshot.window.end
    assert (snapshot.next_close, snapshot.newest) == (START + 120, START + 100)
    assert bench.feed.snapshot(Request()).next_close == START + 110


def test_memory_is_bounded_and_small_blocks_are_joined() -> None:
    bench = Bench(START, keep=50_000)
    for second in range(START, START + 2000):
        bench.tick(second, line(second))
        assert bench.keep.size <= 50_000
    blocks, place = 0, bench.keep.start
    while (block := bench.keep.after(place)) is not None:
        blocks, place = blocks + 1, block.end
    assert blocks <= 2
    assert bench.keep.end == 2000 * len(line(START))


def test_blocks_that_a_filter_has_not_read_are_neither_joined_nor_let_go() -> None:
    bench = Bench(START, keep=1000)
    bench.feed.snapshot(Request(where=("path ~ /",)))
    for second in range(START, START + 100):
        bench.tick(second, line(second) * 5)
        bench.feed.snapshot(Request(where=("path ~ /",)))
    snapshot = bench.feed.snapshot(Request(span=Span.START, where=("path ~ /",)))
    assert snapshot.totals.hits == 500


def test_stamps_of_another_time_are_counted_where_they_were() -> None:
    bench = Bench(START)
    for second in range(START, START + 60):
        bench.tick(second, line(second - 10**6) * 2)
    window = bench.feed.snapshot(Request(moment=START + 20, where=("status = 200",))).window
    assert (window.start, window.hits) == (START + 10, 20)


def test_a_replay_ahead_of_our_clock_goes_on_live() -> None:
    bench = Bench(START, replay=True)
    bench.feed.snapshot(Request(where=("path ~ /",)))
    bench.source.append(b"".join(line(START + 5000 + second) for second in range(100)))
    bench.tick(START, line(START + 5100))
    for second in range(START, START + 60):
        bench.tick(second, line(second))
    every = bench.feed.snapshot(Request())
    assert bench.feed.snapshot(Request(where=("path ~ /",))).window == every.window
    assert every.window.hits == 10


def test_what_is_no_test_is_refused() -> None:
    with pytest.raises(FilterError):
        Bench(START).local.snapshot(Request(where=("status = many",)))


def test_tests_as_written_mean_what_they_say() -> None:
    assert parse_filter(" and ".join(WHERE)) == tuple(test for text in WHERE for test in parse_filter(text))


def test_a_hit_is_late_also_by_a_line_that_does_not_pass() -> None:
    bench = Bench(START, replay=True)
    bench.tick(START + 200, line(START, "/x") + line(START + 200, "/x") + line(START + 5, "/late"))
    assert bench.feed.snapshot(Request(where=("path = /late",))).totals.late == 1


@pytest.mark.parametrize("text", ["path ~ invalid", "method = -", "section = /", "path = /"])
def test_what_stands_in_no_line_is_found_all_the_same(text: str) -> None:
    bench = Bench(START)
    stamp = b"[09/May/2018:16:00:01 +0000]"
    for request in (b"-", b"", b"GET http://example.org HTTP/1.1", b"GET / HTTP/1.1"):
        bench.tick(START + 1, b'- - - %b "%b" 200 5\n' % (stamp, request))
    bench.tick(START + 20)
    window = bench.feed.snapshot(Request(moment=START + 10, where=(text,))).window
    assert window.hits == 2
