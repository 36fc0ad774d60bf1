"""The newest lines that pass, as they come, up to a moment, and no slower than allowed."""

import random

import pytest

from httplogstats.feed import LocalFeed
from httplogstats.follower import Follower
from httplogstats.keep import Keep
from httplogstats.monitor import Monitor, Rules
from httplogstats.recent import Recent
from httplogstats.scan.exact import ExactScanner
from httplogstats.snapshot import LineView, Request
from tests.fakes import Bench, FakeClock, FakeSource, line

pytestmark = pytest.mark.usefixtures("feeds")
START = 1_525_881_600


def never() -> bool:
    return False


def paths(lines: tuple[LineView, ...]) -> list[str]:
    return [view.path for view in lines]


def fill(bench: Bench, seconds: int, each: int = 3) -> list[str]:
    """All paths asked for, oldest first; /n/7 fails."""
    asked = []
    for second in range(seconds):
        names = [f"/n/{(second * each + number) % 10}/{second * each + number}" for number in range(each)]
        lines = [line(START + second, name, 500 if "/n/7/" in name else 200) for name in names]
        bench.tick(START + second, b"".join(lines))
        asked += names
    return asked


def test_the_newest_lines_come_oldest_first() -> None:
    bench = Bench(START)
    asked = fill(bench, 100)
    assert paths(bench.feed.snapshot(Request(lines=7)).lines) == asked[-7:]
    assert bench.feed.snapshot(Request()).lines == ()
    assert paths(bench.feed.snapshot(Request(lines=1000)).lines) == asked


@pytest.mark.parametrize("seed", range(2))
def test_lines_are_the_same_however_they_come(seed: int) -> None:
    chance = random.Random(seed)
    bench, asked, number = Bench(START), [], 0
    for second in range(60):
        names = [f"/{chance.choice('ab')}/{number + extra}" for extra in range(chance.randrange(30))]
        number += len(names)
        asked += names
        bench.tick(START + second, b"".join(line(START + second, name) for name in names))
        if chance.random() < 0.5:
            where = chance.choice([(), ("section = /a",)])
            expected = [name for name in asked if not where or name.startswith("/a")]
            shown = bench.feed.snapshot(Request(lines=25, where=where)).lines
            assert paths(shown) == expected[-25:]
            assert len({view.place for view in shown}) == len(shown)


def test_few_lines_are_taken_apart_for_one_that_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else one at the beginning of a long block, or a moment long ago, would hold up the screen."""
    bench = Bench(START, replay=True)
    names = ["/wanted", *(f"/n/{number}" for number in range(3000))]
    bench.tick(START + 400, b"".join(line(START + number // 10, name) for number, name in enumerate(names)))
    taken: list[bytes] = []
    record = ExactScanner.record
    monkeypatch.setattr(
        ExactScanner, "record", lambda self, text, scanned: taken.append(text) or record(self, text, scanned)
    )
    shown = bench.feed.snapshot(Request(lines=5, where=("path = /wanted",))).lines
    assert paths(shown) == ["/wanted"]
    shown = bench.feed.snapshot(Request(lines=5, moment=START + 50)).lines
    assert paths(shown) == names[495:500]
    assert len(taken) < 300


@pytest.mark.parametrize("joined", [0, 128 * 1024])
def test_a_moment_ends_them(joined: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("httplogstats.keep.JOINED", joined)
    bench = Bench(START)
    asked = fill(bench, 200)
    shown = bench.feed.snapshot(Request(lines=5, moment=START + 50)).lines
    assert paths(shown) == asked[145:150]
    shown = bench.feed.snapshot(Request(lines=2, moment=START + 50, where=("status >= 500",))).lines
    assert paths(shown) == ["/n/7/137", "/n/7/147"]


def test_a_moment_ends_them_in_each_of_several_logs() -> None:
    """Of logs that are replayed each comes with pieces of its own, which begin long before the others end."""
    keep, monitor, sources = Keep(10**9), Monitor(Rules(), START, str), (FakeSource(), FakeSource())
    for name, source in zip("ab", sources, strict=True):
        source.append(b"".join(line(START + second, f"/{name}/{second}") for second in range(100)))
    followers = [Follower(source, START, None, keep) for source in sources]
    feed = LocalFeed(followers, monitor, FakeClock(START + 400), keep=keep)
    while feed.tick():
        pass
    shown = paths(feed.snapshot(Request(lines=100, moment=START + 50)).lines)
    assert sorted(shown) == sorted(f"/{name}/{second}" for name in "ab" for second in range(50))


def test_what_is_kept_no_longer_is_not_shown() -> None:
    bench = Bench(START, keep=3000)
    asked, numbers = fill(bench, 500), []
    for second in range(500, 520):
        shown = bench.feed.snapshot(Request(lines=1000)).lines
        assert shown == Recent(bench.keep).newest(1000, (), None, never)
        assert paths(shown) == asked[len(asked) - len(shown) :]
        numbers.append(len(shown))
        asked.append(f"/later/{second}")
        bench.tick(START + second, line(START + second, asked[-1]))
    assert 0 < max(numbers) < 40


def apart(bench: Bench, seconds: range) -> None:
    """A line in each second, stamped as of another time: such blocks cannot be joined."""
    for second in seconds:
        bench.tick(START + second, line(second, f"/{second % 3}/{second}"))


@pytest.mark.parametrize("asked", [False, True], ids=["at first", "after a flood"])
def test_a_search_goes_on_where_it_was_enough(asked: bool) -> None:
    bench = Bench(START)
    recent = Recent(bench.keep)
    apart(bench, range(30))
    if asked:
        recent.newest(20, ("section = /1",), None, never)
    apart(bench, range(30, 100))
    counts = [len(recent.newest(20, ("section = /1",), None, lambda: True)) for _ in range(100)]
    assert counts[0] < counts[30] < counts[-1] == 20
    shown = paths(recent.newest(20, ("section = /1",), None, never))
    assert shown == [f"/1/{second}" for second in range(40, 100, 3)]


def test_what_was_found_is_shown_behind_the_few_lines_that_have_come() -> None:
    bench = Bench(START)
    recent = Recent(bench.keep)
    apart(bench, range(9))
    recent.newest(5, (), None, never)
    apart(bench, range(9, 10))
    shown = paths(recent.newest(5, (), None, lambda: True))
    assert shown == ["/2/5", "/0/6", "/1/7", "/2/8", "/0/9"]


def test_a_flood_is_passed_over() -> None:
    bench = Bench(START)
    recent = Recent(bench.keep)
    fill(bench, 10)
    recent.newest(5, (), None, never)
    asked = fill(bench, 50)
    assert paths(recent.newest(5, (), None, lambda: True)) == asked[-5:]


def test_nothing_is_kept_nothing_is_shown() -> None:
    assert Recent(Keep(0)).newest(5, (), None, never) == ()
