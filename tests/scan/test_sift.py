"""What is sifted out would not have passed, in any layout, and both searches find the same lines.

`SCAN_LINES` in the environment asks for more lines than the usual 20,000.
"""

import os
import random
from itertools import cycle

import pytest

from httplogstats.filters import parse_filter
from httplogstats.formats.common import COMBINED
from httplogstats.formats.layout import Layout
from httplogstats.formats.named import LAYOUTS
from httplogstats.formats.strings import pasted
from httplogstats.scan import sift
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.exact import ExactScanner

from .layouts import ALL, OBJECTS, TAILED
from .material import GOOD, PIECES, lines, ordinary
from .test_differential import PLACINGS

LINES = int(os.environ.get("SCAN_LINES", "20000"))
BLOCK = 50
STILL = [placing for placing in PLACINGS if placing.slack is None]
TESTS = (
    "section = /report", "path ~ ub and agent ~ curl", "client = 10.0.0.1", "client ^ 10.0.0",
    "method = GET", "status >= 400", "status = 5xx and path ^ /a", "status < 300", "status = 600",
    "status < 1", "path ~ invalid", "section = (connect)", "section ~ nn", "method = -", "client = -",
    "path = /", 'agent ~ "\\x5c"', "agent ~ hi", 'path ~ "a b"', "host = b.example", "referrer ~ //",
    "cache = HIT and status = 200", "path ~ p:4", "status != 200 and path ~ re",
)  # fmt: skip
FILTERS = tuple(map(parse_filter, TESTS))


@pytest.mark.parametrize("layout", [*LAYOUTS, *ALL], ids=lambda layout: layout.name)
def test_what_is_sifted_out_does_not_pass(layout: Layout) -> None:
    good = (*GOOD, layout.example, *[layout.example] * 10)
    scanner, exact, sifted_out = make_scanner(layout), ExactScanner(layout), 0
    for seed, where in zip(range(LINES // BLOCK // 5), cycle(FILTERS), strict=False):
        rng = random.Random(f"{layout.name} {seed}")
        blocks, placing = tuple(lines(rng, BLOCK // 2, good) for _ in range(2)), rng.choice(STILL)
        data, wanted = b"\n".join(blocks), sift.needles(layout, where)
        sifted = scanner.sift(blocks, wanted) if wanted else data
        sifted_out += len(sifted) < len(data)
        assert exact.scan(sifted, placing, where).slots == exact.scan(data, placing, where).slots
    assert sifted_out > LINES // BLOCK // 20


def test_a_key_that_is_no_text_is_not_searched_for() -> None:
    layout = pasted('{"s\udcff":"$status","r":"$request"}')
    assert sift.needles(layout, parse_filter("status >= 400")) == ()


def test_only_lines_that_hold_all_texts_are_left() -> None:
    wanted = ordinary(2, b"/a/c", 503)
    data = ordinary(1, b"/a/b") + wanted + ordinary(3, b"/b/c", 503) + ordinary(4, b"/a/c", 404)
    scanner = make_scanner(COMBINED)
    where = parse_filter("path ~ /c and status >= 500 and section = /a")
    assert scanner.sift((data, wanted[:-1]), sift.needles(COMBINED, where)) == wanted * 2


@pytest.mark.parametrize(
    "text",
    [
        "client != ::1",
        "client = ::/9",
        "client = 10.0.0.0/7",
        "status != 200",
        "bytes > 5",
        'path ~ ""',
        "path ~ a",
    ],
)
def test_where_any_line_may_pass_there_are_no_needles(text: str) -> None:
    assert not sift.needles(COMBINED, parse_filter(text))


@pytest.mark.parametrize("bits", range(8, 33))
def test_an_ipv4_network_is_searched_for_by_its_beginning(bits: int) -> None:
    (needle,) = sift.needles(COMBINED, parse_filter(f"client = 10.1.2.3/{bits}"))
    text = needle.text + bytes([needle.low])
    assert text == {1: b"10.", 2: b"10.1.", 3: b"10.1.2.", 4: b"10.1.2.3"}[bits // 8]


def test_a_status_that_may_be_missing_is_searched_from_the_first_number_on() -> None:
    assert not sift.needles(TAILED, parse_filter("status < 300"))
    assert sift.needles(TAILED, parse_filter("status >= 100"))


@pytest.mark.parametrize("text", ["status >= 500", "status = 4xx and path = /a/b", "agent ~ é"])
def test_json_however_it_is_written(text: str) -> None:
    where, placing, found = parse_filter(text), STILL[0], 0
    scanner, exact = make_scanner(OBJECTS), ExactScanner(OBJECTS)
    for seed in range(LINES // 100):
        rng = random.Random(seed)
        data = b"".join(json_line(rng) for _ in range(BLOCK))
        sifted = scanner.sift((data,), sift.needles(OBJECTS, where))
        expected = exact.scan(data, placing, where)
        found += expected.hits
        assert exact.scan(sifted, placing, where).slots == expected.slots, f"{seed=}"
    assert found > LINES // 100


def json_line(rng: random.Random) -> bytes:
    space, other = rng.choice(("", "", " ", "\t ")), rng.choice(("", ',"size":512', ',"x":{"status":500}'))
    status = rng.choice(
        ('"status":~200', '"status"~:~404', '"status":~"503"', '"st\\u0061tus":~503', '"status":5e2')
    )
    uri, agent = rng.choice(("/a/b", "\\/a/b", "/b")), rng.choice(("curl", "\\u00e9t\\u00e9", "été"))
    line = f'{{"time":"2018-05-09T12:00:41Z",{status},"uri":~"{uri}","ua":"{agent}"{other}}}\n'
    return line.replace("~", space).encode()


def test_both_searches_find_the_same() -> None:
    native = pytest.importorskip("httplogstats.scan._native")
    pieces = (b"a", b"b", b"ab", b"\\", b"\n", b"0", b"512", b':"', b"5" * 20, *PIECES)
    for seed in range(LINES // 100):
        rng = random.Random(seed)
        data = b"".join(rng.choices(pieces, k=200))
        blocks = (data, data[: rng.randrange(40)], b"")
        wanted = tuple(needle(rng) for _ in range(seed % 2 + 1))
        for escapes in (False, True):
            assert native.sift(blocks, wanted, escapes) == sift.sift(blocks, wanted, escapes), f"{seed=}"


def needle(rng: random.Random) -> sift.Needle:
    if rng.random() < 0.3:
        return sift.Needle(b"", *sorted(rng.choices(b"159", k=2)), rng.choice(((b"a",), (b"b", b"ab"))))
    low, high = sorted(rng.choices(b"ab059\x00\x80", k=2))
    return sift.Needle(rng.choice((b"a", b"ab", b"aba", b'" ', b"5" * 9, b"\n")), low, high)
