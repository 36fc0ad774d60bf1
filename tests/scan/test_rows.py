"""What the pure scanner reads in other ways than line by line, against the exact one: literals."""

import pytest

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.common import COMBINED
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.pure import FEW, PureScanner

ALL = Placing(NEVER, EVER, None, NEVER, 10)
LINE = b'10.0.0.%d - - [09/May/2018:12:00:39 +0000] "GET /a HTTP/1.1" 200 %b "-" "b"\n'


@pytest.mark.parametrize("sizes", [[b"5", b"-", b"0"], [b"5", b"007", b"-"], [b"00"], [b"9" * 19, b"1"]])
def test_sizes_are_read_together(sizes: list[bytes]) -> None:
    scanned = PureScanner(COMBINED).scan(b"".join(LINE % (1, size) for size in sizes), ALL)
    (tally,) = scanned.slots.values()
    assert (tally.hits, tally.size) == (len(sizes), sum(int(size.replace(b"-", b"0")) for size in sizes))


@pytest.mark.parametrize("many", [1, FEW, FEW + 1, 100])
def test_lines_that_are_no_hits_leave_the_others_as_they_are(many: int) -> None:
    unfit = [b"no hit\n", b"\n", b'10.0.0.1 - - [x] "GET /a HTTP/1.1" 200 5 "-" "b"\n', b"\\\n"]
    data = b"".join(unfit[number % 4] + LINE % (number, b"%d" % number) for number in range(many))
    assert PureScanner(COMBINED).scan(data, ALL) == ExactScanner(COMBINED).scan(data, ALL)


def test_a_client_may_have_any_byte_but_a_space() -> None:
    data = LINE % (1, b"5") + (LINE % (2, b"6")).replace(b"10.0.0.2", b'"a\\')
    assert PureScanner(COMBINED).scan(data, ALL) == ExactScanner(COMBINED).scan(data, ALL)
