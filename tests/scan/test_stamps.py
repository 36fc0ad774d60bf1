"""The cache of stamps says what the parser says, also where it leaves out fractions of a second."""

import random

import pytest

from httplogstats.scan.stamps import Stamps, parse_stamp

STAMPS = (
    b"09/May/2018:16:00:39 +0000", b"09/May/2018:16:00:39.123 +0200", b"09/May/2018:16:00:39.5",
    b"2018-05-09T16:00:39.123456Z", b"2018/05/09 16:00:39", b"2018-05-09T16:00:39,1+02:00",
    b"Wed May  9 16:00:39 2018", b"1525867239", b"1525867239.5", b"1525867239123.25", b"1525867239123456789",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_a_cached_stamp_is_the_parsed_one(seed: int) -> None:
    rng, stamps = random.Random(seed), Stamps()
    for _ in range(500):
        stamp = rng.choice(STAMPS)
        for _ in range(rng.randrange(3)):
            at = rng.randrange(len(stamp) + 1)
            piece = rng.choice((b".5", b",25", b".", b"7", b"Z", b" ", b"\n", b".123456789", b""))
            stamp = stamp[:at] + piece + stamp[rng.choice((at, at, at + 1)) :]
        assert stamps[stamp] == parse_stamp(stamp), stamp


def test_fractions_fill_no_cache() -> None:
    stamps = Stamps()
    assert {stamps[b"2018-05-09T16:00:39.%dZ" % number] for number in range(100)} == {1_525_881_639}
    assert len(stamps) == 1
