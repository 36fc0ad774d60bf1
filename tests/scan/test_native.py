"""The native scanner and the exact one say the same of any bytes, in any layout, placing and filter.

`SCAN_LINES` in the environment asks for more lines than the usual 20,000.
"""

import os
import random
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.filters import Kind, Test, parse_filter
from httplogstats.formats.common import COMBINED
from httplogstats.formats.layout import Field, Form, Key, Layout, Role
from httplogstats.formats.named import LAYOUTS
from httplogstats.scan import Scanned
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.times import POWERS
from httplogstats.tally import REPORTED, TABLES

from .layouts import ALL, FULL, LATE, MORE, NESTED, OBJECTS
from .material import GOOD, NOON, PIECES, lines, ordinary
from .test_differential import PLACINGS

pytest.importorskip("httplogstats.scan._native")

from httplogstats.scan.compiled import NativeScanner

LINES = int(os.environ.get("SCAN_LINES", "20000"))
BLOCK = 50
NAMED = LAYOUTS
MANY = settings(max_examples=300, deadline=None, derandomize=True)

STAMPS = (
    b"09/May/2018:12:00:39 +0000", b"09/May/2018 12:00:39.5", b"29/Feb/2100:00:00:00",
    b"29/Feb/2000:24:00:00",
    b"2018-07-02T22:23:00.186641Z", b"2018-07-02 22:23:00", b"2018/07-02T22:23:00,1+14:59",
    b"2018-07-02T22:23:00-1500",
    b"1969-12-31T00:00:00", b"2999-12-31T23:59:59", b"3000-01-01T00:00:00", b"1970-01-01T00:00:00",
    b"Tue Jan  3 05:01:31 2012", b"Tue Jan 31 05:01:60 2012", b"tue Jan 31 05:01:31 2012",
    b"Tue Feb 29 05:01:31 2012",
    b"1445018173", b"1445018173.730", b"144501817", b"144501817123", b"1445018173730",
    b"1445018173730123456.5",
)  # fmt: skip
TESTS = (
    "section = /a", "path ~ o and status >= 400", "client !^ 10.0 and bytes < 100", "status = 5xx",
    "latency > 1ms", "latency != 0us, cache = HIT", "agent !~ curl", 'path ~ ""', "referrer != -",
    "method = GET and host ^ ex", "bytes >= 9000000000gb", "status < 1",
    "client = 10.0.0.0/9", "client != 127.0.0.1/32, client != ::/3", "client = 2001:db8::/35",
)  # fmt: skip
FILTERS = (
    (),
    *map(parse_filter, TESTS),
    (Test("bytes", Kind.BETWEEN, low=-5, high=-1),),
    (Test("bytes", Kind.BETWEEN, low=10**24),),
)


def same(native: Scanned, exact: Scanned) -> None:
    assert native == exact
    for start, tally in native.slots.items():
        for name in TABLES:
            assert list(getattr(tally, name).rows) == list(getattr(exact.slots[start], name).rows), name


@pytest.mark.parametrize("layout", [*NAMED, FULL, LATE, *ALL], ids=lambda layout: layout.name)
def test_changed_lines(layout: Layout) -> None:
    good = (*GOOD, layout.example, *MORE.get(layout, ()), *[layout.example] * 10)
    native, exact = NativeScanner(layout), ExactScanner(layout)
    for seed, where in zip(range(LINES // BLOCK // 15), cycle(FILTERS)):
        rng = random.Random(f"{layout.name} {seed}")
        data, placing = lines(rng, BLOCK, good), rng.choice(PLACINGS)
        same(native.scan(data, placing, where), exact.scan(data, placing, where))


CLIENTS = (
    b"10.0.0.1", b"10.127.255.255", b"10.128.0.0", b"11.0.0.0", b"10.0.0.01", b"10.0.0", b"10.0.0.256", b"::",
    b"2001:db8::1", b"2001:DB8:0:0:1:2:3:4", b"2001:db8:0:1::", b"::ffff:10.0.0.1", b"fe80::1%eth0",
    b"10.0.0.1\0", b"0000:0000:0000:0000:0000:0000:255.255.255.255", b"2001:db8::1:" + b"0" * 60, b"-",
)  # fmt: skip


@pytest.mark.parametrize("network", ["10.0.0.0", "10.128.0.0", "2001:db8::", "::ffff:10.0.0.0", "::"])
@pytest.mark.parametrize("mark", ["", "!"])
def test_networks(network: str, mark: str) -> None:
    native, exact = NativeScanner(COMBINED), ExactScanner(COMBINED)
    data = b"".join(ordinary(0).replace(b"10.0.0.1", client) for client in CLIENTS)
    for bits in range(129 if ":" in network else 33):
        where = parse_filter(f"client {mark}= {network}/{bits}")
        found = native.scan(data, PLACINGS[0], where)
        same(found, exact.scan(data, PLACINGS[0], where))
        assert found.hits or (bits > 8 and not mark)


def test_a_network_has_no_more_bits_than_an_address() -> None:
    for value, bits in ((b"", 0), (bytes(4), 33), (bytes(16), 129), (bytes(5), 8)):
        with pytest.raises(ValueError, match="no such network"):
            NativeScanner(COMBINED).scan(b"", PLACINGS[0], (Test("client", Kind.WITHIN, value, low=bits),))


@pytest.mark.parametrize("layout", [*NAMED, FULL, LATE, *ALL], ids=lambda layout: layout.name)
def test_changed_lines_of_which_less_is_asked(layout: Layout) -> None:
    good = (*GOOD, layout.example, *MORE.get(layout, ()), *[layout.example] * 10)
    for seed, where in zip(range(max(4, LINES // BLOCK // 100)), cycle(FILTERS)):
        rng = random.Random(f"{layout.name} {seed} less")
        tables = rng.choice((REPORTED, ("agents",), ("referrers", "hosts"), ()))
        data, placing = lines(rng, BLOCK, good), rng.choice(PLACINGS)
        filtered = where if seed % 2 else ()
        native, exact = (kind(layout, None, tables) for kind in (NativeScanner, ExactScanner))
        same(native.scan(data, placing, filtered), exact.scan(data, placing, filtered))


def test_sizes_of_any_digits() -> None:
    rng = random.Random(2)
    data = b""
    for _ in range(LINES // 10):
        text = bytearray(b"%d" % rng.randrange(10 ** rng.randrange(1, 21)))
        for _ in range(rng.choice((0, 0, 1))):
            text[rng.randrange(len(text))] = rng.choice((0, 0x2F, 0x3A, 0x2B, 0x2D, 0xB0, 0xFA, 0xFF))
        data += b'::1 - - [09/May/2018:12:00:39 +0000] "GET /%d" 200 %s\n' % (len(text), text)
    placing = Placing(NEVER, EVER, None, NEVER, 10)
    native = NativeScanner(NAMED[1]).scan(data, placing)
    same(native, ExactScanner(NAMED[1]).scan(data, placing))
    assert native.hits > LINES // 30
    assert native.malformed > LINES // 60


@MANY
@given(st.lists(st.sampled_from((*GOOD, FULL.example, *PIECES)) | st.binary(max_size=6), max_size=12))
def test_any_bytes(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    for layout in (*NAMED[:2], FULL, *ALL[:5]):
        for placing in PLACINGS[1:2]:
            same(NativeScanner(layout).scan(data, placing), ExactScanner(layout).scan(data, placing))


def test_changed_stamps() -> None:
    rng = random.Random(1)
    found = 0
    everything = Placing(NEVER, EVER, None, NEVER, 10)

    def offsets(local: int) -> int:
        return local // 900 % 7 * 900

    native, exact = (kind(NAMED[1], offsets) for kind in (NativeScanner, ExactScanner))
    for _ in range(LINES // 10):
        stamp = bytearray(rng.choice(STAMPS))
        for _ in range(rng.choice((0, 1, 1, 2))):
            stamp[rng.randrange(len(stamp))] = rng.choice(b"0123456789:/-+ .,TZJanFeb")
        line = b'::1 - - [%s] "GET / HTTP/1.1" 200 1\n' % stamp
        scanned = native.scan(line, everything)
        same(scanned, exact.scan(line, everything))
        found += scanned.hits
    assert found > LINES // 40


@pytest.mark.parametrize("form", list(POWERS))
def test_changed_times(form: Form) -> None:
    rng = random.Random(form.value)
    fields = (
        Field(Role.LATENCY, b"", b"|", form=form),
        Field(Role.REQUEST, b"|", b"|"),
        Field(Role.STATUS, b"|", b" "),
    )
    layout = Layout("times", fields, b"")
    times = (
        b"0.038",
        b"38ms",
        b"1.5e-3, 0.004",
        b"- : 12us",
        b"123456789012345.123456789012345e+9s",
        b"0e99",
        b"7\xc2\xb5s",
    )
    data = b""
    for _ in range(LINES // 20):
        text = bytearray(rng.choice(times))
        for _ in range(rng.randrange(3)):
            text[rng.randrange(len(text))] = rng.choice(b"0123456789.,: -+emus")
        data += b"%s|GET /%d|200\n" % (text, rng.randrange(5))
    placing = Placing(NEVER, EVER, NOON, NEVER, 10)
    native = NativeScanner(layout).scan(data, placing)
    same(native, ExactScanner(layout).scan(data, placing))
    assert len(native.slots[NOON].latency) > 3


def test_more_keys_than_a_table_holds() -> None:
    line = b'c%d - - [09/May/2018:12:00:39 +0000] "GET /%d/%d HTTP/1.1" 404 1 "r%d" "a%d"\n'
    data = b"".join(line % ((number % 11_000,) * 5) for number in range(13_000))
    placing = Placing(NEVER, EVER, None, NEVER, 10)
    same(NativeScanner(NAMED[1]).scan(data, placing), ExactScanner(NAMED[1]).scan(data, placing))


OBJECT_PIECES = (
    b"{", b"}", b"[", b"]", b",", b":", b'"', b" ", b"\t", b"\r", b"\\", b"1", b"-", b".5", b"e", b"E+1",
    b"0", b"01", b"true", b"false", b"null", b"NaN", b"Infinity", b"-Infinity", b"nul", b'""', b"{}", b"[]",
    b"[1,{}]", b"\xff", b'"status":', b'"status":404', b'"request":', b'"request.uri":"/x"',
    b'{"uri":"/y"}', b'"hit":"', b'"vhost":', b"\\u0041", b"\\ud83d\\ude00", b"\\udc80", b"\\u00e9",
    b"\\u20ac", b"\\n", b"\\/", b"\\x", b"\\u12", b'\\"',
)  # fmt: skip


def changed_object(rng: random.Random, example: bytes) -> bytes:
    line = example
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        at = rng.randrange(len(line) + 1)
        line = line[:at] + rng.choice(OBJECT_PIECES) + line[at + rng.choice((0, 0, 1, 5)) :]
    return line


def test_changed_objects() -> None:
    rng = random.Random(1)
    native, exact, found = NativeScanner(OBJECTS), ExactScanner(OBJECTS), 0
    examples = (
        OBJECTS.example, NESTED.example, b' { "status" : 200 , "uri" : "/a\\/b" , "ua":"\\u0041\\t" } ',
        b'{"status":"200","request":{"uri":"/n","method":"GET"},"request.ip":"::1","x":{"request":{"uri":1}}}',
        b"[" * 70 + b"]" * 70, b'{"status":200,"uri":"/","x":' + b'{"a":' * 70 + b"1" + b"}" * 71,
    )  # fmt: skip
    for _ in range(LINES // BLOCK):
        data = b"\n".join(changed_object(rng, rng.choice(examples)).replace(b"\n", b"") for _ in range(BLOCK))
        scanned = native.scan(data, PLACINGS[1])
        same(scanned, exact.scan(data, PLACINGS[1]))
        found += scanned.hits
    assert found > LINES // 10


@MANY
@given(st.lists(st.sampled_from(OBJECT_PIECES), max_size=12))
def test_any_object(pieces: list[bytes]) -> None:
    data = b"\n".join((b'{"status":200,"uri":"/a",' + b"".join(pieces) + b"}", b"".join(pieces)))
    same(NativeScanner(OBJECTS).scan(data, PLACINGS[1]), ExactScanner(OBJECTS).scan(data, PLACINGS[1]))


def test_a_layout_with_more_keys_than_can_be_run_is_read_exactly() -> None:
    more = tuple(Key(Role.CACHE, (f"k{number}",)) for number in range(70))
    deep = (Key(Role.AGENT, ("a.b.c.d.e.f",)),)
    data = OBJECTS.example.replace(b'"ua"', b'"k69":"HIT","a":{"b":{"c":{"d":{"e":{"f":"deep"}}}}},"k1"')
    for keys in (more, deep):
        layout = OBJECTS._replace(keys=OBJECTS.keys + keys)
        same(NativeScanner(layout).scan(data, PLACINGS[1]), ExactScanner(layout).scan(data, PLACINGS[1]))


def test_a_zone_that_fails_is_not_passed_over() -> None:
    def offsets(local: int) -> int:
        raise LookupError("no such zone")

    scanner = NativeScanner(NAMED[1], offsets)
    with pytest.raises(LookupError):
        scanner.scan(b'::1 - - [09/May/2018:12:00:39] "GET / HTTP/1.1" 200 1\n', PLACINGS[0])
    assert (
        scanner.scan(b'::1 - - [09/May/2018:12:00:39 +0000] "GET / HTTP/1.1" 200 1\n', PLACINGS[0]).hits == 1
    )
