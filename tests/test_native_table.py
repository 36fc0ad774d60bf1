"""A table in native code does what one of Python does, whatever is done to it."""

import random
import threading
from contextlib import suppress

import pytest

from httplogstats.rest import RestingTable
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
        for order in ("hits", "served", "errors"):
            assert one.shown(order, most) == other.shown(order, most)
    assert (len(one), one.sums(), one.other, one.rows) == (len(other), other.sums(), other.other, other.rows)


def fill(rng: random.Random, tables: list[AnyTable], keys: int) -> None:
    for _ in range(rng.randrange(3 * keys)):
        key = b"k%d" % rng.randrange(keys) * rng.choice((1, 1, 4)) + rng.choice((b"", b"\x7f\\\xff\n", b"~ "))
        figures = [
            rng.randrange(4),
            rng.choice((5, 2**63, 2**64 - 1)),
            rng.randrange(2),
            rng.randrange(3) // 2,
        ]
        for table in tables:
            table.add(key, figures)


def again(table: AnyTable) -> AnyTable:
    """The table, packed and unpacked."""
    other = type(table)()
    other.unpack(table.packed())
    assert (other.limit, other.kept) == (table.limit, table.kept)
    assert len(other.packed()) == len(table.packed())
    return other


@pytest.mark.parametrize("seed", range(150))
def test_any_history_gives_the_same(seed: int) -> None:
    rng = random.Random(seed)
    limit, keys = rng.choice((3, 40, 10_000)), rng.choice((2, 50, 300))
    kept = rng.choice((0, 0, 1, 20))
    pair: list[AnyTable] = [Table(limit, kept), native.Table(limit, kept)]
    for _ in range(6):
        fill(rng, pair, keys)
        same(*(RestingTable(table) for table in pair))
        pair = [again(table) for table in pair]
        more: list[AnyTable] = [Table(30), native.Table(30)]
        fill(rng, more, keys)
        match rng.randrange(4):
            case 3:
                for table, other in zip(pair, more, strict=True):
                    RestingTable(other).merge_into(table)
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


@pytest.mark.parametrize("seed", range(100))
def test_bytes_that_no_packing_gave_are_refused_or_make_some_table(seed: int) -> None:
    rng = random.Random(seed)
    table, histograms = native.Table(rng.choice((3, 40))), native.Histograms()
    fill(rng, [table], 20)
    for _ in range(20):
        histograms.add(b"/%d" % rng.randrange(4), rng.randrange(2000), rng.randrange(1, 2**40))
    for kind in (table, histograms):
        for _ in range(50):
            packed = bytearray(kind.packed())
            for _ in range(rng.randrange(1, 4)):
                packed[rng.randrange(len(packed))] = rng.choice((0, 1, 127, 128, 255, rng.randrange(256)))
            other = type(kind)()
            with suppress(ValueError):
                other.unpack(bytes(packed[: rng.choice((None, None, rng.randrange(len(packed))))]))
            assert len(list(other.items())) <= len(packed)
            again(other) if kind is table else other.unpack(other.packed())


def test_what_is_no_packed_table_is_refused() -> None:
    for kind in (native.Table, native.Histograms):
        one = kind()
        for packed in (b"", b"\x80", one.packed() + b"\0", one.packed()[:-1], b"\xff" * 20):
            with pytest.raises(ValueError, match="no packed"):
                one.unpack(packed)
            if kind is native.Table:
                with pytest.raises(ValueError, match="no packed"):
                    one.merge_packed(packed)
        assert len(one) == 0


def test_a_packed_row_takes_little_more_than_its_key() -> None:
    table = native.Table()
    for number in range(1000):
        table.add(b"/page/%03d" % number, [3, 90_000, 0, 0])
    assert len(table.packed()) <= 1000 * (len("/page/000") + 5) + 20


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
        lambda: table.merge(table),
        lambda: table.keep(-1),
        lambda: "text" in table,
    ):
        with pytest.raises((TypeError, IndexError, OverflowError, AttributeError, ValueError)):
            call()
    assert len(table) == 0


def test_a_table_that_another_thread_reads_can_be_read_and_not_changed() -> None:
    """Merging gives Python's lock away, so this thread goes on meanwhile, at whatever moment."""
    more, total = native.Table(), native.Table()
    for number in range(5000):
        more.add(b"key %d" % number, [1, 2, 0, 0])
    merging = threading.Thread(target=lambda: [total.merge(more) for _ in range(100)])
    merging.start()
    added = 0
    while merging.is_alive():
        assert len(more.top(10)) == 10
        with suppress(RuntimeError):  # it is in use
            more.add(b"key 0", [0, 1, 0, 0])
            added += 1
    merging.join()
    assert total.sums()[0] == 100 * 5000
    assert more.get(b"key 0") == [1, 2 + added, 0, 0]
