"""A hostile line costs no more than its length: twice as long, at most about twice the time."""

import time
from collections.abc import Callable

import pytest

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.common import COMBINED
from httplogstats.formats.layout import Layout
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.pure import PureScanner

from .layouts import ALL

HEAD = b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "GET /'
PIECES = (
    b'"', b"\\", b'\\"', b" ", b"[", b" [", b"]", b"x", b"a ", b"\r", b'" 200 ', b'" 200 1 "', b" HTTP/1.1",
    b"9", b"/?#", b"\x00", b"\n", b"a b c [x\n",
)  # fmt: skip
SHORT = 2 * 1024
LONG = 64 * 1024
EVERYTHING = Placing(NEVER, EVER, None, NEVER, 10)
SCANNER = make_scanner(COMBINED)


def cheapest(run: Callable[[], object]) -> float:
    """CPU seconds of the best of a few runs: noise only ever adds."""
    costs = []
    for _ in range(3):
        begun = time.process_time()
        run()
        costs.append(time.process_time() - begun)
    return min(costs)


@pytest.mark.parametrize("head", [b"", b"1.2.3.4 - ", b"1.2.3.4 - - [", HEAD, HEAD + b'" 200 5 "'])
@pytest.mark.parametrize("piece", PIECES)
def test_the_cost_of_a_line_grows_with_its_length(head: bytes, piece: bytes) -> None:
    """The same bytes in lines 32 times as long may cost 5 times as much; going back would cost 32 times."""

    def cost(length: int) -> float:
        line = head + piece * (length // len(piece)) + b"\n"
        return cheapest(lambda: [SCANNER.scan(line, EVERYTHING) for _ in range(LONG // length)])

    assert cost(LONG) < 5 * cost(SHORT) + 0.005


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.name)
def test_no_layout_goes_back_in_a_line_or_over_a_block(layout: Layout, part: float) -> None:
    """Long lines cost what short ones do, and many lines that break off what few do."""
    scanner = PureScanner(layout)
    scanner.scan(layout.example, EVERYTHING)
    head = layout.example[: int(part * len(layout.example))]

    def cost(block: bytes) -> float:
        return cheapest(lambda: [scanner.scan(block, EVERYTHING) for _ in range(LONG // len(block))])

    for piece in (b'"', b" ", b"/", b"[", b"x", b'":{"'):
        short = (head + piece * (SHORT // len(piece)))[: SHORT - 1] + b"\n"
        assert cost((head + piece * LONG)[: LONG - 1] + b"\n") < 5 * cost(short) + 0.005
    few = (head + b"\n") * (SHORT // len(head))
    assert cost(few * (LONG // len(few))) < 5 * cost(few) + 0.005
