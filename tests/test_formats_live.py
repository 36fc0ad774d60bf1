"""Formats while following: declared, wrapped, changed, given."""

from httplogstats.formats.common import COMBINED, COMMON
from httplogstats.snapshot import Request

from .fakes import Bench

NOON = 1_525_867_200  # 09/May/2018:12:00:00 +0000
DECLARED = b"#Fields: date time cs-method cs-uri-stem sc-status time-taken\n"


def iis(second: int) -> bytes:
    return b"2018-05-09 12:00:%02d GET /a 200 15\n" % second


def combined(second: int) -> bytes:
    return COMBINED.example.replace(b"16:00:39", b"12:00:%02d" % second) + b"\n"


def test_lines_behind_their_declaration() -> None:
    bench = Bench(NOON + 30, before=DECLARED + iis(20) + iis(25))
    bench.tick(NOON + 32, iis(31))
    assert bench.monitor.account.hits == 3
    bench.tick(NOON + 33, DECLARED.replace(b" time-taken", b"") + iis(32).replace(b" 15", b""))
    account = bench.monitor.account
    assert (account.hits, account.blank, account.malformed) == (4, 2, 0)


def test_the_newest_line_of_a_replay_may_stand_before_a_declaration() -> None:
    bench = Bench(NOON + 100, replay=True)
    bench.source.append(DECLARED + iis(59) + DECLARED + iis(20))
    bench.follower.read(bench.monitor, NOON + 100, 0.0, 1 << 20)
    assert bench.follower.newest == NOON + 59


def test_a_changed_format_is_followed() -> None:
    bench = Bench(NOON + 30, before=combined(20) * 100)
    json = b'{"time":"2018-05-09T12:00:31Z","remote_addr":"::1","request":"GET / HTTP/1.1","status":200}\n'
    bench.tick(NOON + 32, json * 30)
    bench.tick(NOON + 33, json * 30)
    account = bench.monitor.account
    assert (account.hits, account.malformed) == (130, 30)


def test_a_wrapped_log() -> None:
    bench = Bench(NOON + 30)
    bench.tick(NOON + 32, b"2018-05-09T12:00:31.5Z stdout F " + combined(31))
    assert bench.monitor.account.hits == 1
    assert bench.follower.layout == "combined"


def test_what_is_known_of_times_is_told() -> None:
    bench = Bench(NOON + 30)
    bench.tick(NOON + 32, (COMMON.example + b" 1500\n") * 5)
    assert (bench.follower.layout, bench.follower.unit) == ("common+time", "us?")


def test_malformed_lines_say_where_they_stop() -> None:
    bench = Bench(NOON + 30)
    wrong = combined(31).replace(b" 200 ", b" 2x0 ").replace(b"/report", b"/\\x1b")
    bench.tick(NOON + 32, combined(31) * 5 + wrong)
    (line,) = bench.feed.snapshot(Request()).malformed
    assert line.text[line.at :].startswith("2x0 123")
    assert line.expected == "a status from 100 to 999"
