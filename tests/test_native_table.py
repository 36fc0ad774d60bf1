"""A table in native code does what one of Python does, whatever is done to it."""

import random

import pytest

from httplogstats.table import AnyTable, Table

native = pytest.importorskip("httplogstats.scan._native")


def same(one: AnyTable, other: AnyTable) -> None:
    assert one == other
    assert other == one
    assert list(one.items()) == list(other.items())
    for most in (0, 1, 3, 50):
        assert one.top(most) == other.top(most)
        assert one.served(most) == other.served(most)
        assert one.failing(most) == other.failing(most)
    assert (len(one), one.sums(), one.other, one.rows) == (len(other), other.sums(), other.other, other.rows)


def fill(rng: random.Random, tables: list[AnyTable], keys: int) -> None:
    for _ in range(rng.randrange(3 * keys)):
        key = b"k%d" % rng.randrange(keys) * rng.choice((1, 1, 4))
        figures = [
            rng.randrange(4),
            rng.choice((5, 2**63, 2**64 - 1)),
            rng.randrange(2),
            rng.randrange(3) // 2,
        ]
        for table in tables:
            table.add(key, figures)


@pytest.mark.parametrize("seed", range(150))
def test_any_history_gives_the_same(seed: int) -> None:
    rng = random.Random(seed)
    limit, keys = rng.choice((3, 40, 10_000)), rng.choice((2, 50, 300))
    pair: list[AnyTable] = [Table(limit), native.Table(limit)]
    for _ in range(6):
        fill(rng, pair, keys)
        more: list[AnyTable] = [Table(30), native.Table(30)]
        fill(rng, more, keys)
        match rng.randrange(3):
            case 0:
                pair[0].merge(more[0])
                pair[1].merge(more[1])
            case 1:
                pair[0].merge(more[1])
                pair[1].merge(more[0])
            case _:
                most = rng.choice((0, 1, 5, 100))
                for table in pair:
                    table.keep(most)
        same(*pair)


def test_a_difference_is_seen() -> None:
    for one in (Table(), native.Table()):
        other = native.Table()
        for table in (one, other):
            table.add(b"a", [1, 2, 3, 4])
        assert one == other
        other.add(b"a", [0, 1, 0, 0])
        assert one != other
        one.add(b"a", [0, 1, 0, 0])
        other.add(b"b", [0, 0, 0, 0])
        assert one != other
    assert native.Table() != {}


def test_keys_are_found() -> None:
    table = native.Table()
    table.add(b"", [1, 0, 0, 0])
    table.add(b"x" * 512, [2, 0, 0, 0])
    assert b"" in table
    assert b"x" not in table
    assert (table.get(b"x" * 512), table.get(b"x" * 511)) == ([2, 0, 0, 0], None)


def test_wrong_arguments_are_refused() -> None:
    table = native.Table()
    for call in (
        lambda: table.add("text", [1, 2, 3, 4]),
        lambda: table.add(b"short", [1]),
        lambda: table.add(b"count", [2**64, 0, 0, 0]),
        lambda: table.merge(7),
        lambda: table.keep(-1),
        lambda: "text" in table,
    ):
        with pytest.raises((TypeError, IndexError, OverflowError, AttributeError)):
            call()
    assert len(table) == 0
