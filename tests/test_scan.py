"""What a line counts as: semantics C1 to C8 as a table, real lines, and a slow recount beside it."""

import random

import pytest

from httplogstats.clock import EVER, NEVER, SLACK, Placing
from httplogstats.formats.common import COMBINED, COMMON
from httplogstats.formats.detect import detect
from httplogstats.scan import SAMPLES, Scanned
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.requests import parse_request
from httplogstats.scan.stamps import parse_stamp
from httplogstats.tally import Tally
from tests.fakes import hits_of, merged

EVERYTHING = Placing(NEVER, EVER, None, NEVER, 10)
GOOD = b'127.0.0.1 - james [09/May/2018:16:00:39 +0000] "GET /report HTTP/1.0" 200 123'


def scan(data: bytes, placing: Placing = EVERYTHING) -> Scanned:
    return make_scanner(COMBINED).scan(data, placing)


def total(scanned: Scanned) -> Tally:
    return merged(scanned.slots.values())


REQUESTS = [
    (b"GET /pages/create HTTP/1.1", b"GET", b"/pages", b"/pages/create"),
    (b"GET /report HTTP/1.0", b"GET", b"/report", b"/report"),
    (b"GET / HTTP/1.1", b"GET", b"/", b"/"),
    (b"GET /?x=1 HTTP/1.1", b"GET", b"/", b"/"),
    (b"GET //a HTTP/1.1", b"GET", b"/", b"//a"),
    (b"GET /pages?x=/y HTTP/1.1", b"GET", b"/pages", b"/pages"),
    (b"GET /pages/a#b?c HTTP/1.1", b"GET", b"/pages", b"/pages/a"),
    (b"GET http://my.site.com/pages/create HTTP/1.1", b"GET", b"/pages", b"/pages/create"),
    (b"GET http://my.site.com HTTP/1.1", b"GET", b"/", b"/"),
    (b"GET http://my.site.com?q=/a/b HTTP/1.1", b"GET", b"/", b"/"),
    (b"OPTIONS * HTTP/1.1", b"OPTIONS", b"*", b"*"),
    (b"CONNECT host:443 HTTP/1.1", b"CONNECT", b"(connect)", b"host:443"),
    (b"CONNECT /a?b HTTP/1.1", b"CONNECT", b"(connect)", b"/a?b"),
    (b"GET /a", b"GET", b"/a", b"/a"),
    (b"GET /a b/c HTTP/1.1", b"GET", b"/a b", b"/a b/c"),
    (b"GET /%2Fa/b HTTP/1.1", b"GET", b"/%2Fa", b"/%2Fa/b"),
    (b"GET foo HTTP/1.1", b"GET", b"(invalid)", b"foo"),
    (b"GET ?x HTTP/1.1", b"GET", b"(invalid)", b"?x"),
    (b"M-SEARCH /x HTTP/1.1", b"M-SEARCH", b"/x", b"/x"),
    (b"-", b"-", b"(invalid)", b"(invalid)"),
    (b"", b"-", b"(invalid)", b"(invalid)"),
    (b"GET HTTP/1.1", b"-", b"(invalid)", b"(invalid)"),
    (b"GET  HTTP/1.1", b"-", b"(invalid)", b"(invalid)"),
    (b"\\x16\\x03\\x01\\x02", b"-", b"(invalid)", b"(invalid)"),
]


@pytest.mark.parametrize(("request_", "method", "section", "path"), REQUESTS)
def test_c4_c5_requests(request_: bytes, method: bytes, section: bytes, path: bytes) -> None:
    assert parse_request(request_) == (method, section, path)


@pytest.mark.parametrize(("request_", "method", "section", "path"), REQUESTS)
def test_the_scanner_counts_requests_so(request_: bytes, method: bytes, section: bytes, path: bytes) -> None:
    tally = total(scan(GOOD.replace(b"GET /report HTTP/1.0", request_) + b"\n"))
    assert (list(tally.methods), list(tally.sections.rows), list(tally.paths.rows)) == (
        [method],
        [section],
        [path],
    )


STAMPS = [
    (b"09/May/2018:16:00:39 +0000", 1525881639),
    (b"09/May/2018:16:00:39 +0200", 1525881639 - 7200),
    (b"09/May/2018:16:00:39 -0530", 1525881639 + 19800),
    (b"09/May/2018:16:00:39", 1525881639),
    (b"29/Feb/2020:00:00:00 +0000", 1582934400),
    (b"31/Feb/2020:00:00:00 +0000", None),
    (b"09/may/2018:16:00:39 +0000", None),
    (b"09/May/9999:16:00:39 +0000", None),
    (b"09/May/1969:16:00:39 +0000", None),
    (b"09/May/2018:16:00:60 +0000", None),
    (b"09/May/2018:24:00:00 +0000", None),
    (b"09/May/2018:16:00:39 +9999", None),
    (b"09/May/2018:16:00:39 +0060", None),
    (b"9/May/2018:16:00:39 +0000", None),
]


@pytest.mark.parametrize(("stamp", "second"), STAMPS)
def test_t1_stamps(stamp: bytes, second: int | None) -> None:
    assert parse_stamp(stamp) == second
    line = GOOD.replace(b"09/May/2018:16:00:39 +0000", stamp) + b"\n"
    assert (scan(line).hits, scan(line).malformed) == ((0, 1) if second is None else (1, 0))


HITS = [
    (GOOD, 200, 123),
    (b'::1 - - [26/Dec/2016:16:16:48 +0200] "-" 408 -', 408, 0),
    (b'1.2.3.4 - jill doe [09/May/2018:16:00:39 +0000] "GET /a HTTP/1.1" 200 5', 200, 5),
    (b'1.2.3.4 - - [29/Aug/2023:22:02:58] "GET /~x/publish.html" 200 271', 200, 271),
    (b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "GET /a HTTP/1.1" 200 5 "-" "Mozilla/5.0 (X11)"', 200, 5),
    (b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "GET /a HTTP/1.1" 200 5 "-" "x" "-" rt=0.002 x', 200, 5),
    (b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "GET /a HTTP/1.1" 200 5 0.038', 200, 5),
    (b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "GET /a\\" 404 1 \\"b HTTP/1.1" 200 5', 200, 5),
    (b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "GET /a\\\\" 404 1 "b" 200 5', 404, 1),
    (b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "GET /a\\x22 404 1" 200 5', 200, 5),
    (b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "GET /a\x0b\x0c\rb HTTP/1.1" 200 5', 200, 5),
    (b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "GET /\xe2\x80\xa8 HTTP/1.1" 200 5', 200, 5),
    (b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "" 400 9999999999999999999', 400, 9999999999999999999),
]


@pytest.mark.parametrize(("line", "status", "size"), HITS)
@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b""])
def test_c1_c6_hits(line: bytes, status: int, size: int, ending: bytes) -> None:
    scanned = scan(line + ending)
    assert (scanned.hits, scanned.malformed, scanned.blank) == (1, 0, 0)
    assert (total(scanned).statuses, total(scanned).size) == ({status: 1}, size)


@pytest.mark.parametrize(
    "line",
    [
        b"rubbish",
        GOOD.replace(b" 200 ", b" 099 "),
        GOOD.replace(b" 200 ", b" 1000 "),
        GOOD.replace(b" 200 ", b" 20x "),
        GOOD + b"x",
        GOOD.replace(b" 123", b" 12345678901234567890"),
        GOOD.replace(b" 123", b" -1"),
        GOOD.replace(b" 123", b""),
        GOOD.replace(b'1.0"', b"1.0"),
        b" " + GOOD,
    ],
)
def test_malformed_lines_are_counted_and_kept(line: bytes) -> None:
    scanned = scan(line + b"\n" + GOOD + b"\n\n\r\n")
    assert (scanned.hits, scanned.malformed, scanned.blank) == (1, 1, 2)
    assert scanned.samples == [line]


def test_samples_are_the_newest() -> None:
    scanned = scan(b"".join(b"bad %d\n" % number for number in range(50)))
    assert scanned.samples == [b"bad %d" % number for number in range(50 - SAMPLES, 50)]


def test_a_request_cannot_forge_a_line_or_a_field() -> None:
    forged = GOOD.replace(b"/report", b'/a\\" 500 1\r6.6.6.6 - - [09/May/2018:16:00:39 +0000] \\"GET /forged')
    scanned = scan(forged + b"\n")
    assert scanned.hits == 1
    assert total(scanned).statuses == {200: 1}
    assert set(total(scanned).clients.rows) == {b"127.0.0.1"}


def test_detection() -> None:
    tail = b' "-" "curl/8.14.1"'
    assert detect(GOOD + b"\n") is COMMON
    assert detect((GOOD + tail + b"\n") * 3 + b"rubbish\n") is COMBINED
    assert detect(b"rubbish\n" * 10 + GOOD) is None
    assert detect(b"") is None


PIECES = [
    b" ", b'"', b"\\", b"[", b"]", b"\r", b"-", b"/", b"?", b"404", b"\x00", b"\xff", b"HTTP/1.1", b"\n",
]  # fmt: skip


def mutated(pick: random.Random) -> bytes:
    line = bytearray(pick.choice(HITS)[0])
    for _ in range(pick.choice([0, 0, 1, 2, 4])):
        position = pick.randrange(len(line) + 1)
        line[position : position + pick.choice([0, 0, 1, 3])] = pick.choice(PIECES)
    return bytes(line)


def recount(line: bytes) -> tuple[bytes, int, int] | None:
    """Client, status and size by a walk over the bytes, written from the rules alone."""
    client, space, rest = line.partition(b" ")
    _, space_2, rest = rest.partition(b" ")
    user, bracket, rest = rest.partition(b" [")
    stamp, closing, rest = rest.partition(b"]")
    if not (client and space and space_2 and user and bracket and closing and rest.startswith(b' "')):
        return None
    if line.split(b" ")[1] == b"" or parse_stamp(stamp) is None:
        return None
    position, escaped = 2, False
    while position < len(rest) and (escaped or rest[position : position + 1] != b'"'):
        escaped = not escaped and rest[position : position + 1] == b"\\"
        position += 1
    words = rest[position + 1 :].split(b" ")
    if position >= len(rest) or len(words) < 3 or words[0]:
        return None
    status, size = words[1], words[2]
    if len(status) != 3 or not status.isdigit() or status < b"100":
        return None
    if size != b"-" and not (size.isdigit() and len(size) <= 19):
        return None
    return client, int(status), 0 if size == b"-" else int(size)


@pytest.mark.parametrize("seed", range(20))
def test_the_block_path_equals_a_slow_recount_on_mutated_lines(seed: int) -> None:
    pick = random.Random(seed)
    data = b"".join(mutated(pick) + b"\n" for _ in range(1000))
    hits, malformed, blank = [], 0, 0
    for line in (line.removesuffix(b"\r") for line in data.split(b"\n")[:-1]):
        found = recount(line)
        blank += not line
        malformed += bool(line) and found is None
        hits += [found] if found else []
    scanned = scan(data)
    assert (scanned.hits, scanned.malformed, scanned.blank) == (len(hits), malformed, blank)
    tally = total(scanned)
    assert tally.size == sum(size for _, _, size in hits)
    clients = {client[:512] for client, _, _ in hits}
    assert {key: row[0] for key, row in tally.clients.rows.items()} == {
        client: sum(1 for hit in hits if hit[0][:512] == client) for client in clients
    }
    cut = [scan(line + b"\n") for line in data.split(b"\n")[:-1]]
    assert merged(total(part) for part in cut) == tally


def test_believed_ranges() -> None:
    line = GOOD + b"\n"
    now = 1_800_000_000
    live = scan(line * 3, Placing(now - 60, now + 1, now, now - 1, 10))
    assert (live.arrivals, live.greatest, list(live.slots)) == (3, now, [now])
    primed = scan(line * 3, Placing(now - 60, now + 1, None, now - 60, 10))
    assert (primed.skipped, primed.hits, primed.slots) == (3, 0, {})


def test_late_and_overdue_hits() -> None:
    line = GOOD + b"\n"
    second = 1525881639
    late = scan(line * 2, Placing(NEVER, EVER, 0, second + 1, 10))
    assert late.slots[second + 1].late == 2
    assert hits_of(late.slots[second + 1].overdue) == {(second + 1, second): 2}
    replay = scan(line, Placing(NEVER, EVER, 0, NEVER, 10, SLACK, second + 60))
    assert hits_of(replay.slots[second - 9].seconds) == {second: 1}
