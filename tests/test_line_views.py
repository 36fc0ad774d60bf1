"""How single lines are shown: safe, with all their fields, in the zone of their log."""

import pytest

from httplogstats.feed import LocalFeed
from httplogstats.follower import Follower
from httplogstats.keep import Keep
from httplogstats.monitor import Monitor, Rules
from httplogstats.recent import LONGEST
from httplogstats.snapshot import Request
from tests.fakes import Bench, FakeClock, FakeSource, line

pytestmark = pytest.mark.usefixtures("feeds")
START = 1_525_881_600


def test_hostile_lines_are_safe_and_all_fields_are_there() -> None:
    bench = Bench(START)
    bench.tick(START, line(START, "/\x1b[31m\u202e"))
    bench.tick(START, b"malformed\n\n")
    (view,) = bench.feed.snapshot(Request(lines=9)).lines
    assert view.path == "/\\x1b[31m\\xe2\\x80\\xae"
    assert view.text.isprintable()
    assert view.text.isascii()
    assert dict(view.fields)["status"] == "200"
    assert dict(view.fields)["request"].startswith("GET /\\x1b")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""], ids=["", "of Windows", "of a finished log"])
def test_a_line_is_shown_without_its_end(end: bytes) -> None:
    bench, text = Bench(START), line(START).removesuffix(b"\n")
    bench.tick(START, text + end)
    (view,) = bench.feed.snapshot(Request(lines=9)).lines
    assert view.text == text.decode()
    assert "skip" not in dict(view.fields)


def test_of_a_long_line_its_beginning_is_shown() -> None:
    bench = Bench(START)
    bench.tick(START, line(START, "/" + "a" * 9_000))
    (view,) = bench.feed.snapshot(Request(lines=9)).lines
    assert len(view.text) == LONGEST


def test_stamps_without_a_zone_are_in_that_of_their_log() -> None:
    keep, source = Keep(10**9), FakeSource()
    source.append(line(START).replace(b" +0000", b""))
    follower = Follower(source, START, None, keep, offsets=lambda local: 7200)
    feed = LocalFeed([follower], Monitor(Rules(), START, str), FakeClock(START + 400), keep=keep)
    feed.tick()
    (view,) = feed.snapshot(Request(lines=9)).lines
    assert view.second == follower.newest == START - 7200
