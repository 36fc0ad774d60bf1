"""Scanners of blocks against the exact one, line by line: any layout, changed lines, filters, placings, cuts.

`SCAN_LINES` in the environment asks for more lines than the usual 20,000.
"""

import os
import random

import pytest

from httplogstats.filters import parse_filter
from httplogstats.formats import named
from httplogstats.formats.common import COMBINED
from httplogstats.formats.layout import Layout
from httplogstats.formats.strings import pasted
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.pure import PureScanner
from httplogstats.table import TABLE_LIMIT
from httplogstats.windows import Windows

from .layouts import ALL, FORWARDED, NESTED, OBJECTS, PADDED, TABBED, TAILED
from .material import PIECES
from .test_differential import PLACINGS

LINES = int(os.environ.get("SCAN_LINES", "20000"))
BLOCK = 40
LAYOUTS = (*named.LAYOUTS, *ALL)
EACH = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
FILTERS = (
    "", "", "", "status >= 400", "section = /report", "path ~ a and status = 2xx", "agent !~ curl",
    "latency > 10ms", "client ^ 10. and host != a.example", "bytes < 100 and method = GET", "cache = HIT",
    "client = 10.0.0.0/9", "client != ::/127",
)  # fmt: skip
MORE = {
    "tailed": (
        TAILED.example.replace(b"10.0.0.1:5", b"[::1]:80"), TAILED.example + b' ref="a" urt=-',
        TAILED.example.replace(b" 200 ", b" 000 "), TAILED.example.replace(b' 0.012 "HIT"', b""),
        TAILED.example.replace(b" urt=0.3", b' urt= ref="x\\"y"'), TAILED.example.replace(b'"c/8"', b'""'),
        TAILED.example.replace(b"0.012", b"-").replace(b"urt=0.3", b"urt=0.3, 0.4 urt=5"),
    ),
    "tabbed": (TABBED.example.replace(b"\t15", b""), TABBED.example.replace(b"GET", b"CONNECT"),
               TABBED.example.replace(b"/a/b?c", b"-"), TABBED.example + b"\tmore\tfields"),
    "padded": (
        PADDED.example.replace(b" 200 5706", b" -1 +5706"), PADDED.example.replace(b"3163", b"+3163"),
        PADDED.example.replace(b"   agent", b"   "), PADDED.example.replace(b"   3163", b"    "),
    ),
    "objects": (
        NESTED.example, OBJECTS.example.replace(b"null", b'"a.example:81"'), b"{}", b"[1]", b'{"status":200}',
        OBJECTS.example.replace(b"curl", b"c\\u0041\\ud83d\\ude00\\udc80"),
        OBJECTS.example.replace(b"curl", b"\xff\xfe"),
        OBJECTS.example.replace(b'"size"', b'"status"'), OBJECTS.example.replace(b"200", b'"200"'),
        OBJECTS.example.replace(b'"x":', b'"vhost":'), OBJECTS.example.replace(b"GET /j/k HTTP/1.1", b"-"),
    ),
    "nested": (OBJECTS.example, NESTED.example.replace(b'["b"]', b'["b","c",{"d":[[[]]]}]')),
}  # fmt: skip


def mutated(rng: random.Random, layout: Layout) -> bytes:
    """A line of the layout, unchanged or changed in a few places."""
    line = rng.choice((layout.example, *MORE.get(layout.name, ())))
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        at = rng.randrange(len(line) + 1)
        until = min(len(line), at + rng.choice((0, 1, 1, 3, 20)))
        middle = (rng.choice(PIECES), bytes([rng.randrange(256)]), b"", line[at:until] * 2, b"7", b"{", b",")
        line = line[:at] + rng.choice(middle) + line[until:]
    return line


def block(rng: random.Random, layout: Layout) -> bytes:
    ends = (b"\n", b"\n", b"\n", b"\r\n")
    return b"".join(mutated(rng, layout) + rng.choice(ends) for _ in range(BLOCK))[: rng.choice((None, -1))]


@EACH
def test_the_twin_counts_as_the_exact_scanner_does(layout: Layout) -> None:
    pure, exact = PureScanner(layout), ExactScanner(layout)
    for seed in range(LINES // BLOCK // len(LAYOUTS)):
        rng = random.Random(seed)
        data, placing, where = block(rng, layout), rng.choice(PLACINGS), parse_filter(rng.choice(FILTERS))
        assert pure.scan(data, placing, where) == exact.scan(data, placing, where), f"{seed=}"


@EACH
def test_a_block_is_counted_in_pieces_as_if_it_were_whole(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("httplogstats.scan.pure.PIECE", 500)
    exact, rng = ExactScanner(layout), random.Random(1)
    for placing in PLACINGS:
        data, where = block(rng, layout), parse_filter(rng.choice(FILTERS))
        assert PureScanner(layout).scan(data, placing, where) == exact.scan(data, placing, where)


@EACH
@pytest.mark.parametrize("seed", range(5))
def test_what_is_counted_into_open_slots_is_the_same_in_sum(layout: Layout, seed: int) -> None:
    pure, exact, rng = PureScanner(layout), ExactScanner(layout), random.Random(seed)
    placing, opened, whole = PLACINGS[seed], Windows(10), Windows(10)
    for _ in range(4):
        data = block(rng, layout)
        opened.add(pure.scan(data, placing, into=opened.open).slots)
        whole.add(exact.scan(data, placing).slots)
    assert opened.open == whole.open
    assert opened.seconds == whole.seconds


@EACH
def test_ordinary_lines_take_the_quick_way(layout: Layout) -> None:
    scanner = PureScanner(layout)
    line = layout.example.replace(b"CONNECT ecs.us-west-2.amazonaws.com:443", b"GET http://a.example/b")
    _, odd = scanner._rows.read((line + b"\n") * 10)
    assert not odd


def test_a_quote_that_is_closed_in_the_next_line_joins_no_lines() -> None:
    for layout in (COMBINED, *ALL):
        line = layout.example
        for cut in [at for at in range(len(line)) if line[at] in b'"]: ']:
            data = line + b"\n" + line[:cut] + b"\n" + line[cut:] + b"\n" + line + b"\n"
            assert PureScanner(layout).scan(data, PLACINGS[0]) == ExactScanner(layout).scan(data, PLACINGS[0])


@pytest.mark.parametrize("length", [1, 254, 255, 256, 257, 300, 511, 512, 513, 1000])
def test_a_long_section_is_whole(length: int) -> None:
    long = b"s" * length
    lines = [b"/" + long, b"/" + long + b"/b", b"/s/" + long, b"/s?" + long]
    for layout in (TABBED, OBJECTS):
        target = b"/j/k" if layout is OBJECTS else b"/a/b?c"
        data = b"".join(layout.example.replace(target, line) + b"\n" for line in lines)
        assert PureScanner(layout).scan(data, PLACINGS[0]) == ExactScanner(layout).scan(data, PLACINGS[0])


CLIENTS = {
    b"10.0.0.1": b"10.0.0.1", b"10.0.0.1:80": b"10.0.0.1", b"a.example:65535": b"a.example",
    b"2001:db8::80": b"2001:db8::80", b"::1": b"::1", b"::": b"::", b"1:2:3": b"1:2:3",
    b"[2001:db8::1]:443": b"2001:db8::1", b"[::1]": b"::1", b"[a]:1": b"a", b"[]:80": b"[]",
    b"10.0.0.1:123456": b"10.0.0.1:123456", b"10.0.0.1:": b"10.0.0.1:", b":80": b":80", b"a:b": b"a:b",
    b"[a:b:80": b"[a:b:80", b"a:b]:80": b"a:b]:80", b"fe80::1%eth0": b"fe80::1%eth0", b"a:1b": b"a:1b",
    b"x" * 510 + b":8": b"x" * 510, b"x" * 511 + b":8": b"x" * 511 + b":",
    b"1:2:" + b"3" * 512: b"1:2:" + b"3" * 508,
}  # fmt: skip
"""What is written, and the client it is, where it may have a port."""


@pytest.mark.parametrize("layout", [TABBED, FORWARDED, OBJECTS], ids=lambda layout: layout.name)
@pytest.mark.parametrize("written", CLIENTS)
def test_a_port_goes_and_an_address_stays(layout: Layout, written: bytes) -> None:
    client = CLIENTS[written]
    for text in (written, written + b", 10.0.0.2"):
        data = layout.example.replace(b"10.0.0.1, 10.0.0.2", b"10.0.0.1").replace(b"10.0.0.1", text) + b"\n"
        exact = ExactScanner(layout).scan(data, PLACINGS[0])
        assert [key for tally in exact.slots.values() for key in tally.clients.rows] == [client]
        assert PureScanner(layout).scan(data, PLACINGS[0]) == exact
        assert make_scanner(layout).scan(data, PLACINGS[0]) == exact


@pytest.mark.parametrize(
    "text", ['"%r" %s client=%h;', "%s %U method=%m;", '%s "%r" at=%t;', "%s %U;", '%s "%{Referer}i" %U;']
)
def test_a_last_field_that_is_not_there_counts_as_none(text: str) -> None:
    layout = pasted(text)
    lines = (
        '"GET /a" 404 client=10.0.0.1;',
        '"GET /a" 404',
        "404 /a method=GET;",
        "404 /a",
        '404 "GET /a"',
        "404",
    )
    data = "".join(line + "\n" for line in (*lines, '404 "-"', '404 "-" /a')).encode()
    scanned = PureScanner(layout).scan(data, PLACINGS[1])
    assert scanned == ExactScanner(layout).scan(data, PLACINGS[1])
    assert scanned.hits


@pytest.mark.parametrize("odd", [b'"z":\r1', b'"z"\r:1', b'"z":1\r', b'"z":' + b"9" * 5000])
def test_what_is_json_and_still_no_example_for_others_is_read_line_by_line(odd: bytes) -> None:
    data = OBJECTS.example.replace(b'"host":null', odd) + b"\n" + OBJECTS.example + b"\n"
    scanned = PureScanner(OBJECTS).scan(data, PLACINGS[0])
    assert scanned == ExactScanner(OBJECTS).scan(data, PLACINGS[0])
    assert scanned.hits == 2


def test_a_full_table_is_full_in_the_same_order() -> None:
    lines = [TABBED.example.replace(b"10.0.0.1", b"%d" % number) for number in range(TABLE_LIMIT + 50)]
    lines[7] = lines[7].replace(b"GET", b"CONNECT")  # left to the exact reader
    data = b"\n".join([*lines, *lines[::-3]])
    assert PureScanner(TABBED).scan(data, PLACINGS[0]) == ExactScanner(TABBED).scan(data, PLACINGS[0])
