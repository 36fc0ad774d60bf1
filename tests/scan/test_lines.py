"""What a block of lines counts as, by literals (semantics C1 to C8, T1, T2, T4 to T6)."""

import gc
from collections.abc import Callable

import pytest

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.filters import parse_filter
from httplogstats.formats.common import COMBINED, COMMON
from httplogstats.formats.layout import Layout
from httplogstats.formats.objects import NGINX_JSON
from httplogstats.scan import SAMPLE_LIMIT, SAMPLES, Scanned, Scanner
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.pure import PureScanner
from httplogstats.table import TABLE_LIMIT
from httplogstats.tally import Tally
from tests.fakes import add, hits_of

FOUR = 1_525_881_600  # 09/May/2018:16:00:00 +0000
EVERYTHING = Placing(NEVER, EVER, None, NEVER, 10)
CORE = b'127.0.0.1 - james [09/May/2018:16:00:39 +0000] "GET /report HTTP/1.0" 200 123'
BERLIN = b' - - [25/Oct/2016:14:49:33 +0200] "'
SOON = 1_477_399_773  # that stamp


def scan(data: bytes, placing: Placing = EVERYTHING) -> Scanned:
    return make_scanner(COMBINED).scan(data, placing)


def only(scanned: Scanned) -> Tally:
    (tally,) = scanned.slots.values()
    return tally


def account(scanned: Scanned) -> tuple[int, int, int]:
    return scanned.hits, scanned.malformed, scanned.blank


def at(second: int, status: int = 200) -> bytes:
    """A line of the second `FOUR + second`."""
    stamp = b"09/May/2018:16:%02d:%02d +0000" % divmod(second, 60)
    return b'::1 - - [%s] "GET / HTTP/1.1" %d 1\n' % (stamp, status)


def test_one_line_fills_all_tables() -> None:
    tally = Tally()
    tally.hits, tally.size = 1, 123
    tally.seconds, tally.statuses, tally.methods = {FOUR + 39: [1, 123, 0, 0]}, {200: 1}, {b"GET": 1}
    add(tally.clients, b"127.0.0.1", 1, 123, 0, 0)
    add(tally.sections, b"/report", 1, 123, 0, 0)
    add(tally.paths, b"/report", 1, 123, 0, 0)
    assert scan(CORE + b"\n") == Scanned({FOUR + 30: tally}, hits=1, greatest=FOUR + 39)


def test_a_block_without_lines_is_nothing() -> None:
    assert scan(b"") == Scanned()
    assert scan(b"", Placing(NEVER, EVER, 7, NEVER, 10, greatest=5)) == Scanned(greatest=5)


REAL = [
    # lines of Apache, nginx, lnav and beats: client, method, section, status, size, second
    (b'::1 - - [26/Dec/2016:16:16:48 +0200] "-" 408 -', (b"::1", b"-", b"(invalid)", 408, 0, 1482761808)),
    (
        b'10.1.2.3 - - [11/Feb/2013:06:43:36 +0000] "GET /~scottp/publish.html" 200 271',
        (b"10.1.2.3", b"GET", b"/~scottp", 200, 271, 1360565016),
    ),
    (
        b"77.179.66.156" + BERLIN + b'GET / HTTP/1.1" 200 612 "-" "Mozilla/5.0 (Macintosh; Intel Mac OS X '
        b'10_12_0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/54.0.2840.59 Safari/537.36"',
        (b"77.179.66.156", b"GET", b"/", 200, 612, SOON),
    ),
    (b"a" + BERLIN + b'GET /a/b HTTP/2.0" 200 1 "-" "c" "1.2.3.4"', (b"a", b"GET", b"/a", 200, 1, SOON)),
    (b"a" + BERLIN + b'GET /a/b HTTP/2.0" 200 1 "-" "c" 0.038', (b"a", b"GET", b"/a", 200, 1, SOON)),
    (b"a" + BERLIN + b'GET /a HTTP/2.0" 200 1 "-" "c" "-" rt=0.1 u=-', (b"a", b"GET", b"/a", 200, 1, SOON)),
    (
        b'a - Jo Ann Doe [25/Oct/2016:14:49:33 +0200] "POST /a HTTP/1.1" 500 9999999999999999999',
        (b"a", b"POST", b"/a", 500, 9999999999999999999, SOON),
    ),
    (b"a" + BERLIN + b'\\x16\\x03\\x01" 400 166 "-" "-"', (b"a", b"-", b"(invalid)", 400, 166, SOON)),
    (b"a" + BERLIN + b'" 400 0', (b"a", b"-", b"(invalid)", 400, 0, SOON)),
]


@pytest.mark.parametrize("layout", [COMMON, COMBINED], ids=lambda layout: layout.name)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"", b"\r"])
@pytest.mark.parametrize(("line", "expected"), REAL)
def test_real_lines(
    layout: Layout, end: bytes, line: bytes, expected: tuple[bytes, bytes, bytes, int, int, int]
) -> None:
    client, method, section, status, size, second = expected
    scanned = make_scanner(layout).scan(line + end, EVERYTHING)
    assert account(scanned) == (1, 0, 0)
    assert scanned.greatest == second
    tally = only(scanned)
    failed = [int(400 <= status < 500), int(500 <= status < 600)]
    assert tally.clients.rows == {client: [1, size, *failed]}
    assert tally.sections.rows == {section: [1, size, *failed]}
    assert (tally.methods, tally.statuses, tally.size) == ({method: 1}, {status: 1}, size)
    assert tally.seconds == {second: [1, size, *failed]}


@pytest.mark.parametrize(
    "line",
    [
        b" ",
        b"\r\r",
        b"\x0b",
        CORE.replace(b"127.0.0.1", b""),
        CORE.replace(b" 200 ", b" 20 "),
        CORE.replace(b" 200 ", b" +20 "),
        CORE.replace(b" 200 ", b" - "),
        CORE.replace(b" 200 ", b"  200 "),
        CORE.replace(b" 200 123", b" 200 "),
        CORE.replace(b" 200 123", b' 200 ""'),
        CORE + b'"',
        CORE + b"\r\r",
        CORE.replace(b"123", b"--"),
        CORE.replace(b"HTTP/1.0", b"HTTP/1.0\\"),
        CORE.replace(b" [", b"["),
        CORE.replace(b'"GET', b"GET"),
        CORE.replace(b"]", b""),
        CORE.replace(b"+0000", b"+1500"),
        CORE.replace(b"2018", b"3000"),
    ],
)
def test_what_is_malformed(line: bytes) -> None:
    expected = line.removesuffix(b"\r")
    for before in (b"", CORE + b"\n"):
        scanned = scan(before + line + b"\n")
        assert (scanned.malformed, scanned.samples) == (1, [expected])


@pytest.mark.parametrize("byte", [b"\x0b", b"\x0c", b"\r", b"\x1c", b"\x85", b"\xe2\x80\xa8", b"\x00"])
def test_only_a_newline_ends_a_line(byte: bytes) -> None:
    line = CORE.replace(b"/report", b"/a" + byte + CORE.replace(b'"', b"'") + byte + b"b")
    scanned = scan(line + b"\n")
    assert account(scanned) == (1, 0, 0)
    assert list(only(scanned).clients.rows) == [b"127.0.0.1"]


@pytest.mark.parametrize(
    ("request_line", "section"),
    [
        (rb"GET /a\" 404 1 \"x HTTP/1.1", rb"/a\" 404 1 \"x"),
        (rb"GET /a\x22 404 1 \x22x HTTP/1.1", rb"/a\x22 404 1 \x22x"),
        (rb"GET /a\\\" 500 9 HTTP/1.1", rb"/a\\\" 500 9"),
        (rb"GET /a\\", rb"/a\\"),
    ],
)
def test_nothing_inside_a_request_forges_a_status(request_line: bytes, section: bytes) -> None:
    scanned = scan(CORE.replace(b"GET /report HTTP/1.0", request_line) + b"\n")
    assert account(scanned) == (1, 0, 0)
    assert only(scanned).sections.rows == {section: [1, 123, 0, 0]}
    assert only(scanned).statuses == {200: 1}


def test_samples_are_cut() -> None:
    assert scan(b"x" * 2000).samples == [b"x" * SAMPLE_LIMIT]
    assert len(scan(b"x\n" * 50).samples) == SAMPLES


def test_samples_of_bad_dates_and_bad_lines_are_the_lines_in_order() -> None:
    lines = [b"one", CORE.replace(b"May", b"Mai"), b"three", CORE.replace(b"2018", b"1066")]
    assert scan(b"\n".join([CORE, *lines, CORE])).samples == lines


def test_keys_are_cut_and_then_one() -> None:
    client, path = b"c" * 512, b"/" + b"p" * 511
    lines = [CORE.replace(b"127.0.0.1", client + end).replace(b"/report", path + end) for end in (b"1", b"2")]
    tally = only(scan(b"\n".join(lines)))
    assert tally.clients.rows == {client: [2, 246, 0, 0]}
    assert tally.paths.rows == {path: [2, 246, 0, 0]}
    assert tally.sections.rows == {path: [2, 246, 0, 0]}


@pytest.mark.parametrize("user", [b"-", b"a b"])  # a user with a space is left to the exact reader
def test_a_full_table_adds_to_its_other_row_in_order_of_appearance(user: bytes) -> None:
    line = b'%d - %s [09/May/2018:16:00:39 +0000] "GET /%d/x HTTP/1.1" 404 1'
    numbers = [*range(TABLE_LIMIT + 1), 0, TABLE_LIMIT]
    tally = only(scan(b"\n".join(line % (number, user, number) for number in numbers)))
    assert tally.hits == TABLE_LIMIT + 3
    last = TABLE_LIMIT - 1
    for table, key in ((tally.clients, b"%d"), (tally.sections, b"/%d"), (tally.paths, b"/%d/x")):
        assert len(table.rows) == TABLE_LIMIT
        assert table.rows[key % 0] == [2, 2, 2, 0]
        assert table.rows[key % last] == [1, 1, 1, 0]
        assert table.other == [2, 2, 2, 0]


def test_two_classes_of_errors_are_told_apart() -> None:
    tally = only(scan(b"".join(at(1, status) for status in (100, 399, 400, 499, 500, 599, 600, 999))))
    assert tally.seconds == {FOUR + 1: [8, 8, 2, 2]}
    for rows in (tally.clients.rows, tally.sections.rows, tally.paths.rows):
        assert list(rows.values()) == [[8, 8, 2, 2]]
    assert tally.statuses == {100: 1, 399: 1, 400: 1, 499: 1, 500: 1, 599: 1, 600: 1, 999: 1}


def test_lines_of_several_slots_fall_into_their_slots() -> None:
    scanned = scan(at(9) + at(10) + at(8) + at(31, 404))
    assert {start - FOUR: hits_of(tally.seconds) for start, tally in scanned.slots.items()} == {
        0: {FOUR + 9: 1, FOUR + 8: 1},
        10: {FOUR + 10: 1},
        30: {FOUR + 31: 1},
    }
    assert scanned.slots[FOUR + 30].seconds == {FOUR + 31: [1, 1, 1, 0]}


def test_a_stamp_that_is_not_believed_belongs_to_the_arrival() -> None:
    scanned = scan(at(4) + at(5) + at(20) + at(21), Placing(FOUR + 5, FOUR + 20, FOUR + 15, NEVER, 10))
    assert (scanned.hits, scanned.arrivals, scanned.skipped, scanned.greatest) == (4, 2, 0, FOUR + 20)
    assert hits_of(scanned.slots[FOUR + 10].seconds) == {FOUR + 15: 2}


def test_a_priming_skips_what_lies_outside() -> None:
    scanned = scan(at(4) + at(5) + at(20) + at(21), Placing(FOUR + 5, FOUR + 20, None, NEVER, 10))
    assert (scanned.hits, scanned.arrivals, scanned.skipped, scanned.greatest) == (2, 0, 2, FOUR + 20)
    nothing = scan(at(4), Placing(FOUR + 5, FOUR + 20, None, NEVER, 10, greatest=FOUR))
    assert nothing == Scanned(skipped=1, greatest=FOUR)


def test_a_hit_before_its_horizon_is_overdue_and_late_if_its_slot_is_closed() -> None:
    horizon = FOUR + 15
    scanned = scan(at(9) + at(10) + at(14) + at(15), Placing(NEVER, EVER, None, horizon, 10))
    assert list(scanned.slots) == [FOUR + 10]
    tally = scanned.slots[FOUR + 10]
    assert (tally.hits, tally.late, hits_of(tally.seconds)) == (4, 1, {horizon: 1})
    assert hits_of(tally.overdue) == {
        (horizon, FOUR + 9): 1,
        (horizon, FOUR + 10): 1,
        (horizon, FOUR + 14): 1,
    }


def test_a_slot_that_ends_at_the_horizon_is_closed() -> None:
    scanned = scan(at(9) + at(10), Placing(NEVER, EVER, None, FOUR + 10, 10))
    assert hits_of(scanned.slots[FOUR + 10].overdue) == {(FOUR + 10, FOUR + 9): 1}
    assert scanned.slots[FOUR + 10].late == 1


def test_in_a_replay_the_horizon_follows_the_greatest_stamp() -> None:
    scanned = scan(at(100) + at(40) + at(39) + at(161) + at(100), Placing(NEVER, EVER, None, NEVER, 10, 60))
    first, second = scanned.slots[FOUR + 40], scanned.slots[FOUR + 100]
    assert hits_of(first.seconds) == {FOUR + 40: 1}  # 60 s out of order is in time
    assert (hits_of(first.overdue), first.late) == ({(FOUR + 40, FOUR + 39): 1}, 1)
    assert (hits_of(second.overdue), second.late) == ({(FOUR + 101, FOUR + 100): 1}, 0)
    assert scanned.greatest == FOUR + 161


def test_in_a_replay_the_greatest_stamp_before_the_block_counts() -> None:
    scanned = scan(at(39), Placing(NEVER, EVER, None, NEVER, 10, 60, greatest=FOUR + 100))
    assert hits_of(scanned.slots[FOUR + 40].overdue) == {(FOUR + 40, FOUR + 39): 1}
    assert scanned.greatest == FOUR + 100


@pytest.mark.parametrize("make", [make_scanner, PureScanner, ExactScanner])
@pytest.mark.parametrize(
    ("line", "layout"),
    [
        (CORE + b' "%b" "%b"', COMBINED),
        (
            b'{"time_iso8601": "2018-05-09T16:00:39Z", "request": "GET / HTTP/1.1", "status": 200,'
            b' "http_referer": "%b", "http_user_agent": "%b"}',
            NGINX_JSON,
        ),
    ],
)
def test_an_empty_referrer_and_agent_are_a_dash(
    make: Callable[[Layout], Scanner], line: bytes, layout: Layout
) -> None:
    data = b"".join(line % (text, text) + b"\n" for text in (b"", b"-", b"a"))
    tally = only(make(layout).scan(data, EVERYTHING))
    for table in (tally.referrers, tally.agents):
        assert [(key, row[0]) for key, row in table.items()] == [(b"-", 2), (b"a", 1)]
    where = parse_filter("agent = - and referrer = -")
    assert make(layout).scan(line % (b"", b""), EVERYTHING, where).hits == 1


@pytest.mark.parametrize("was_on", [True, False])
def test_the_garbage_collector_is_left_as_it_was(was_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        scan(CORE)
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()
