"""Looking back: what is shown for a moment is what was shown when it was now."""

import random

import pytest

from httplogstats.latency import bucket_of
from httplogstats.ring import KEPT_SECONDS, Stretch
from httplogstats.shown import Shown
from httplogstats.snapshot import Request, Span, WindowView
from httplogstats.tally import Tally, add_counts
from httplogstats.windows import Windows
from tests.fakes import Bench, add, line

START = 1_525_881_600
SPANS = (Span.SLOT, Span.MINUTES_2, Span.MINUTES_10)


def busy(chance: random.Random, second: int) -> bytes:
    paths = [f"/{chance.choice('abcdef')}/{chance.randrange(3)}" for _ in range(chance.randrange(6))]
    return b"".join(line(second, path, chance.choice([200, 200, 304, 404, 500])) for path in paths)


def plain(view: WindowView) -> WindowView:
    return view._replace(late=0)


@pytest.mark.parametrize("seed", range(2))
def test_a_moment_shows_what_was_shown_live(seed: int) -> None:
    chance = random.Random(seed)
    bench = Bench(START)
    seen: dict[tuple[Span, int], WindowView] = {}
    for second in range(START, START + 750):
        bench.tick(second, busy(chance, second - chance.randrange(3)))
        for span in SPANS if second % 10 == 3 else ():
            snapshot = bench.feed.snapshot(Request(span=span))
            assert snapshot.moment is None
            seen[span, snapshot.newest] = snapshot.window
    newest = bench.feed.snapshot(Request()).newest
    for (span, moment), window in seen.items():
        again = bench.feed.snapshot(Request(span=span, moment=moment))
        assert again.moment == (moment if moment < newest else None)
        assert again.window == window


def test_counting_goes_on_while_one_looks_back() -> None:
    bench = Bench(START)
    for second in range(START, START + 100):
        bench.tick(second, line(second))
        back = bench.feed.snapshot(Request(moment=START + 20))
    assert (back.window.start, back.window.end, back.window.hits) == (START + 10, START + 20, 10)
    assert back.account.hits == 100


def test_moments_are_ends_of_slots_that_are_kept() -> None:
    windows = Windows(10)
    assert windows.moment(50) is None
    windows.begin(0)
    windows.close_to(KEPT_SECONDS + 100)
    assert [windows.moment(second) for second in (-5, 105, 111, 120, KEPT_SECONDS + 95, 10**9)] == [
        110, 110, 120, 120, None, None,
    ]  # fmt: skip
    assert windows.closed(20, 135) == Stretch(110, 130)


def test_an_hour_is_kept_whatever_the_interval() -> None:
    for interval in (1, 7, 10, 3600):
        windows = Windows(interval)
        windows.begin(0)
        windows.close_to(3 * KEPT_SECONDS)
        oldest = windows.moment(0)
        assert oldest is not None
        assert 3 * KEPT_SECONDS - oldest >= KEPT_SECONDS - 2 * interval


def test_the_timeline_moves_to_a_moment_that_it_does_not_reach() -> None:
    bench = Bench(START)
    for second in range(START, START + 1800, 60):
        bench.tick(second, line(second))
    live, near, far = (
        bench.feed.snapshot(Request(moment=moment)).timeline for moment in (None, START + 1700, START + 600)
    )
    assert near == live
    assert far.start <= START + 590 < START + 600 <= far.start + far.step * len(far.hits) < live.start + 600
    assert sum(far.hits) == 10


def test_since_start_looks_back_at_all_that_is_kept() -> None:
    bench = Bench(START)
    for second in range(START, START + 60):
        bench.tick(second, line(second))
    view = bench.feed.snapshot(Request(span=Span.START, moment=START + 30)).window
    assert (view.end, view.hits) == (START + 30, 30)


def test_times_of_a_window_come_from_its_histograms() -> None:
    tally = Tally()
    tally.hits = 100
    for number in range(1, 101):
        add_counts(tally.latency, {bucket_of(1000 * number): 1})
    add(tally.sections, b"/a", 1, 0, 0, 0)
    add(tally.sections, b"/b", 1, 0, 0, 0)
    tally.section_latency.add(b"/a", bucket_of(5000))
    windows = Windows(10)
    windows.add({0: tally})
    windows.close_to(10)
    view = Shown(0).view(windows, Request(), lambda: False)
    assert view.latency is not None
    found = (view.latency.hits, view.latency.p50, view.latency.p95, view.latency.p99, view.latency.longest)
    assert found == pytest.approx((100, 50_000, 95_000, 99_000, 100_000), rel=1 / 64)
    assert view.upstream is None
    assert [row.latency is not None for row in view.sections.rows] == [True, False]
