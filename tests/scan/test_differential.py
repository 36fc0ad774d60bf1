"""All of what the scanner says against the reference: changed lines, any placing, any cut.

`SCAN_LINES` in the environment asks for more lines than the usual 20,000.
"""

import os
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.common import COMBINED, COMMON
from httplogstats.formats.layout import Layout
from httplogstats.scan import Scanned
from httplogstats.scan.choose import make_scanner

from . import reference
from .material import GOOD, NOON, PIECES, lines, ordinary, together

LINES = int(os.environ.get("SCAN_LINES", "20000"))
BLOCK = 50
PLACINGS = (
    Placing(NEVER, EVER, None, NEVER, 10),
    Placing(NEVER, EVER, NOON + 5, NOON + 10, 10),
    Placing(NOON, NOON + 40, NOON + 41, NOON + 15, 10),
    Placing(NOON, NOON + 50, None, NOON, 10),
    Placing(NEVER, EVER, NOON, NEVER, 10, 60),
    Placing(NEVER, EVER, NOON, NOON + 3, 7, 5, NOON + 12),
    Placing(EVER, EVER, NOON, NOON - 1, 10),
)
SCANNER = make_scanner(COMBINED)
MANY = settings(max_examples=300, deadline=None, derandomize=True)
BYTES = st.binary(max_size=6)


def in_blocks(data: bytes, placing: Placing, rng: random.Random, most: int) -> Scanned:
    """Scan `data` cut at line ends, each block with the greatest second of those before."""
    rest, parts = re.findall(rb"[^\n]*\n|[^\n]+", data), []
    while rest:
        number = rng.randint(1, most)
        parts.append(SCANNER.scan(b"".join(rest[:number]), placing))
        placing = placing._replace(greatest=parts[-1].greatest)
        rest = rest[number:]
    return together(parts)


@pytest.mark.parametrize("layout", [COMBINED, COMMON], ids=["combined", "common"])
def test_as_the_reference_says(layout: Layout) -> None:
    scanner = make_scanner(layout)
    for seed in range(LINES // BLOCK // 2):
        rng = random.Random(seed)
        data, placing = lines(rng, BLOCK), rng.choice(PLACINGS)
        assert scanner.scan(data, placing) == reference.scan(data, placing, layout is COMBINED), f"{seed=}"


def test_the_material_has_all_kinds_of_lines() -> None:
    found = reference.scan(lines(random.Random(1), 2000), PLACINGS[2])
    assert min(found.hits, found.malformed, found.blank, found.arrivals) > 50
    assert any(tally.late for tally in found.slots.values())


@MANY
@given(st.lists(st.sampled_from(GOOD + PIECES) | BYTES, max_size=12), st.sampled_from(PLACINGS))
def test_any_bytes(pieces: list[bytes], placing: Placing) -> None:
    data = b"".join(pieces)
    assert SCANNER.scan(data, placing) == reference.scan(data, placing)


@MANY
@given(st.lists(st.sampled_from(PIECES) | BYTES, max_size=12), st.sampled_from(PLACINGS))
def test_any_request(pieces: list[bytes], placing: Placing) -> None:
    data = b'::1 - - [09/May/2018:12:00:39 +0000] "GET /%s HTTP/1.1" 200 1\n' % b"".join(pieces)
    assert SCANNER.scan(data, placing) == reference.scan(data, placing)


@pytest.mark.parametrize("placing", PLACINGS)
def test_any_cut_gives_the_same(placing: Placing) -> None:
    rng = random.Random(7)
    data = lines(rng, 400)
    whole = together([SCANNER.scan(data, placing)])
    for most in (1, 5, 100):
        assert in_blocks(data, placing, rng, most) == whole


@pytest.mark.parametrize("seed", range(30))
def test_a_replay_out_of_order_does_not_depend_on_its_cuts(seed: int) -> None:
    rng = random.Random(seed)
    data = b"".join(
        ordinary(max(0, 3 * number + rng.randint(-130, 10)), rng.choice((b"/a/b", b"/c")), 400)
        for number in range(300)
    )
    placing = Placing(NEVER, EVER, NOON, NEVER, 10, 60)
    whole = SCANNER.scan(data, placing)
    assert whole == reference.scan(data, placing)
    assert any(tally.late for tally in whole.slots.values())
    for most in (1, 2, 30):
        assert in_blocks(data, placing, rng, most) == whole
