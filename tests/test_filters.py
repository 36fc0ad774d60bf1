"""What a line of text means as a filter, where it is refused, and how it is written again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from httplogstats.filters import MOST, TEXTS, FilterError, Kind, Test, describe, parse_filter

MEANT = {
    "section = /api": (Test("section", Kind.IS, b"/api"),),
    "Section=/api and status >= 500": (
        Test("section", Kind.IS, b"/api"), Test("status", Kind.BETWEEN, low=500),
    ),
    "status = 5xx, client != 10.0.0.1": (
        Test("status", Kind.BETWEEN, low=500, high=599), Test("client", Kind.IS, b"10.0.0.1", negated=True),
    ),
    "status != 404": (Test("status", Kind.BETWEEN, low=404, high=404, negated=True),),
    "status < 400": (Test("status", Kind.BETWEEN, high=399),),
    "report": (Test("path", Kind.HAS, b"report"),),
    'agent !~ "Mozilla/5.0 (X"': (Test("agent", Kind.HAS, b"Mozilla/5.0 (X", negated=True),),
    "client = 10.1.2.3/8": (Test("client", Kind.WITHIN, b"\x0a\0\0\0", low=8),),
    "client != 2001:DB8::/33": (
        Test("client", Kind.WITHIN, b"\x20\x01\x0d\xb8" + bytes(12), low=33, negated=True),
    ),
    'client = "10.0.0.0/8"': (Test("client", Kind.IS, b"10.0.0.0/8"),),
    "path = 10.0.0.0/8": (Test("path", Kind.IS, b"10.0.0.0/8"),),
    "client ^ 203.0.113.": (Test("client", Kind.BEGINS, b"203.0.113."),),
    r"path = /\x1b\\": (Test("path", Kind.IS, b"/\x1b\\"),),
    "latency > 500ms and bytes <= 1.5kB": (
        Test("latency", Kind.BETWEEN, low=500_001), Test("bytes", Kind.BETWEEN, high=1500),
    ),
    "status < 100": (Test("status", Kind.BETWEEN, high=99),),
    'path = ""': (Test("path", Kind.IS, b""),),
    "bytes >= 9223372036854775807": (Test("bytes", Kind.BETWEEN, low=MOST, high=MOST),),
    "": (),
    "  ": (),
}  # fmt: skip


@pytest.mark.parametrize("text", MEANT)
def test_what_a_text_means(text: str) -> None:
    assert parse_filter(text) == MEANT[text]


@pytest.mark.parametrize("text", MEANT)
def test_what_is_written_means_the_same(text: str) -> None:
    assert parse_filter(" and ".join(describe(test) for test in MEANT[text])) == MEANT[text]


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("colour = red", 0, "one of section"),
        ("status = abc", 9, "a status such as"),
        ("latency > 500", 10, "a time with its unit"),
        ("section =", 9, "a value"),
        ("section > /a", 8, "one of ="),
        ("status ~ 4", 7, "one of = !="),
        ("section = /a or path = b", 13, '"and", which joins all tests: there is no "or"'),
        ("status=500 || status=404", 11, '"and", which joins all tests: there is no "or"'),
        ("status=500 OR", 11, '"and", which joins all tests: there is no "or"'),
        ("section = /a order", 13, '"and"'),
        ("section = /a andy", 13, '"and"'),
        ("section = /a and", 16, "a field or a word"),
        ("section = /a and ", 17, "a field or a word"),
        ("section = /a &&", 15, "a field or a word"),
        ("section = /a,", 13, "a field or a word"),
        ('"open', 0, "a field or a word"),
        ('status = ""', 9, "a status such as"),
        ("bytes > 9999999999gb", 8, "a smaller number"),
        ("client = 10.0.0.0/33", 9, "an address, or a network such as"),
        ("client = 10.0/8", 9, "an address, or a network such as"),
        ("client = ::/129", 9, "an address, or a network such as"),
        ("client = 10.0.0.0/", 9, "an address, or a network such as"),
        ("client ^ 10.0.0.0/8", 7, "one of = !="),
        ("bytes > 9223372036854775807", 6, "one of ="),
    ],
)
def test_where_it_stops_being_understood(text: str, at: int, expected: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse_filter(text)
    assert caught.value.at == at
    assert caught.value.expected.startswith(expected)


@pytest.mark.parametrize(
    ("test", "found", "good"),
    [
        (Test("path", Kind.HAS, b"b"), b"abc", True),
        (Test("path", Kind.BEGINS, b"b"), b"abc", False),
        (Test("agent", Kind.IS, b"x"), None, False),
        (Test("agent", Kind.IS, b"x", negated=True), None, True),
        (Test("latency", Kind.BETWEEN, low=1), None, False),
        (Test("status", Kind.BETWEEN, low=400, high=499), 499, True),
        (*parse_filter("client = 10.0.0.0/12"), b"10.15.0.1", True),
        (*parse_filter("client = 10.0.0.0/12"), b"10.16.0.1", False),
        (*parse_filter("client = 0.0.0.0/0"), b"::1", False),
        (*parse_filter("client = 2001:db8::/64"), b"2001:DB8:0:0:1:2:3:4", True),
        (*parse_filter("client != 10.0.0.0/8"), None, True),
        (Test("status", Kind.BETWEEN, low=400, high=MOST), 399, False),
    ],
)
def test_what_passes(test: Test, found: bytes | int | None, good: bool) -> None:
    assert test.passes(found) is good


TEXT = st.builds(
    Test,
    st.sampled_from(TEXTS),
    st.sampled_from([Kind.IS, Kind.HAS, Kind.BEGINS]),
    st.binary(max_size=12) | st.text('"\\ ,x=~^', max_size=6).map(str.encode),
    low=st.just(0),
    high=st.just(MOST),
    negated=st.booleans(),
)


@given(
    st.sampled_from(["status", "bytes", "latency"]),
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    st.integers(0, 10**19),
    st.sampled_from(["", ".5", "kb", "gb", "us", "ms", "s", "xx"]),
)
def test_any_number_is_written_so_that_it_means_the_same(
    field: str, sign: str, number: int, unit: str
) -> None:
    try:
        tests = parse_filter(f"{field} {sign} {number}{unit}")
    except FilterError:
        return
    assert parse_filter(describe(tests[0])) == tests


@given(TEXT)
def test_any_text_is_written_so_that_it_means_the_same(test: Test) -> None:
    assert parse_filter(describe(test)) == (test,)
