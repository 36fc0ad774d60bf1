"""Wherever in a piece of a block a value stands, the native scanner reads it as the exact one does."""

import pytest

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.common import COMBINED
from httplogstats.formats.layout import Field, Layout, Role
from httplogstats.scan.exact import ExactScanner

pytest.importorskip("httplogstats.scan._native")

from httplogstats.scan.compiled import NativeScanner

EVERYTHING = Placing(NEVER, EVER, None, NEVER, 10)
STAMP = b"[09/May/2018:16:00:39 +0000]"
WORD, PIECE = 64, 4096
TAIL = (
    b'::1 - - %s "GET /a HTTP/1.1" 200 7 "-" "c"\n' % STAMP,
    b'::2 - Jo Ann Doe %s "GET /\\"b\\\\" 404 8 "" "d\\\\\\"e" 0.1\r\n' % STAMP,
    b'::3 - "f ] %s "-" 408 - "-" "\\"" "g"\n' % STAMP,
    b'::4 - - %s "GET /h" 200 9 "i\\" "j"\n' % STAMP,
)


def check(data: bytes, layout: Layout = COMBINED) -> None:
    assert NativeScanner(layout).scan(data, EVERYTHING) == ExactScanner(layout).scan(data, EVERYTHING)


@pytest.mark.parametrize("begin", [0, PIECE - 300])
def test_lines_begin_at_any_byte(begin: int) -> None:
    for length in range(begin, begin + 2 * WORD):
        check(b"x" * length + b"\n" + b"".join(TAIL))


@pytest.mark.parametrize("most", [3 * WORD, PIECE])
def test_values_are_of_any_length(most: int) -> None:
    for length in range(most - 2 * WORD, most + WORD):
        long = b"k" * length
        check(b'%s - - %s "GET /a" 200 1 "-" "c"\n' % (long, STAMP) + TAIL[0])
        check(b'l - - %s "GET /%s" 200 1 "-" "%s\\\\" m\n' % (STAMP, long, long) + TAIL[0])
        check(b'l - - %s "GET /a" 200 1%s "n"\n' % (STAMP, long) + TAIL[0])


@pytest.mark.parametrize("end", [b"", b"\r", b"\n"])
def test_a_block_may_end_anywhere(end: bytes) -> None:
    whole = TAIL[0] + TAIL[1]
    for length in range(len(whole)):
        check(whole[:length] + end)


def test_marks_of_a_line_are_not_those_of_the_next() -> None:
    core = b'a - - %s "GET /' % STAMP
    for line in (b"a", b"a ", b"a - - [", core[:-6], core, core + b'" 200'):
        check(line + b"\n" + TAIL[0] + line + b"\r\n" + TAIL[1])


BORDERS = (b"", b"\0", b" ", b'"', b'" "', b"\\", b"\r", b"[", b"] ", b"|", b"123456789")


@pytest.mark.parametrize("closes", BORDERS)
@pytest.mark.parametrize("opens", BORDERS)
def test_any_bytes_may_stand_between_fields(opens: bytes, closes: bytes) -> None:
    layout = Layout(
        "any",
        (
            Field(Role.CLIENT, opens, closes),
            Field(Role.STATUS, closes, b" "),
            Field(Role.REQUEST, b" ", b'"'),
            Field(Role.AGENT, b'"', closes, optional=True),
        ),
        b"",
    )
    good = opens + b"a" + closes + b'200 GET /b"'
    odd = opens + b"a\\" + closes + b'200 GET /b\\"d"'
    lines = (good, good + b"c", good + b"c" + closes, odd, good[1:], good[:-1])
    check(b"\n".join(lines), layout)
    check(b"\r\n".join(lines + lines), layout)
