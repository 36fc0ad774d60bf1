"""What is at rest answers like what it stands for, and can be changed like it."""

import pytest

from httplogstats.latency import AnyHistograms, Histograms
from httplogstats.rest import RestingHistograms, RestingTable
from httplogstats.scan import choose
from httplogstats.table import AnyTable, Table
from httplogstats.tally import FIELDS, TABLES, Tally
from httplogstats.windows import Windows
from tests.fakes import merged

Kinds = tuple[type[AnyTable], type[AnyHistograms]]
KINDS: list[Kinds] = [(Table, Histograms)]
if choose.NATIVE:
    from httplogstats.scan import _native

    KINDS.append((_native.Table, _native.Histograms))


def tally_of(kinds: Kinds, second: int, extra: int = 0) -> Tally:
    """A slot of a few hits, with a row of everything."""
    tally = Tally()
    tally.hits = 3 + extra
    tally.seconds = {second: [3 + extra, 300, 0, 1]}
    tally.statuses = {200: 2, 500: 1}
    tally.latency, tally.upstream = {5: 2, 1146: 1}, {5: 1}
    for name in TABLES:
        table = kinds[0]()
        table.add(b"/a", [2 + extra, 2**70, 1, 0])
        table.add(b"/%d" % second, [1, 100, 0, 1])
        setattr(tally, name, table)
    tally.section_latency = kinds[1]()
    tally.section_latency.add(b"/a", 1146, 2)
    return tally


@pytest.mark.parametrize("kinds", KINDS)
def test_a_table_at_rest_answers_and_changes_like_the_table(kinds: Kinds) -> None:
    table = tally_of(kinds, 100).paths
    resting = RestingTable(table)
    more = tally_of(kinds, 200).paths
    for one in (table, resting):
        one.add(b"/a", [4, 1, 0, 0])
        one.merge(RestingTable(more))
        one.merge_packed(more.packed())
        RestingTable(more).merge_into(one)
        one.keep(2)
    resting.deflate()
    assert resting == table
    assert table == resting
    assert resting == RestingTable(table)
    assert resting != RestingTable(more)
    assert (len(resting), resting.limit, resting.sums(), resting.other, resting.rows) == (
        len(table), table.limit, table.sums(), table.other, table.rows,
    )  # fmt: skip
    assert (resting.get(b"/a"), resting.get(b"/z"), b"/a" in resting) == (table.get(b"/a"), None, True)
    assert (resting.top(1), resting.served(1), resting.failing(1), list(resting.items())) == (
        table.top(1), table.served(1), table.failing(1), list(table.items()),
    )  # fmt: skip
    assert type(resting.fresh()) is type(table)


@pytest.mark.parametrize("kinds", KINDS)
def test_histograms_at_rest_answer_and_change_like_the_histograms(kinds: Kinds) -> None:
    histograms = tally_of(kinds, 100).section_latency
    resting = RestingHistograms(histograms)
    more = tally_of(kinds, 200).section_latency
    for one in (histograms, resting):
        one.add(b"/b", 7)
        one.add(b"/gone", 7)
        one.merge(RestingHistograms(more).opened(), {b"/a"})
        one.keep({b"/a", b"/b"})
    assert resting == histograms
    assert resting == RestingHistograms(histograms)
    assert resting != RestingHistograms(more)
    assert (len(resting), resting.get(b"/a"), resting.get(b"/z"), b"/a" in resting) == (
        2,
        {1146: 4},
        None,
        True,
    )
    assert dict(resting.items()) == {b"/a": {1146: 4}, b"/b": {7: 1}}
    assert type(resting.fresh()) is type(histograms)


def relax(windows: Windows) -> None:
    while windows.relax():
        pass
    windows.settle()


@pytest.mark.parametrize("kinds", KINDS)
def test_closed_slots_rest_and_tell_what_they_told(kinds: Kinds) -> None:
    windows = Windows(10)
    for second in range(100, 180, 10):
        windows.add({second: tally_of(kinds, second, extra=second)})
    windows.close_to(180)
    windows.settle()
    slots = windows.closed(80).tallies
    assert [type(tally.paths) for tally in slots] == [RestingTable] * 7 + [kinds[0]]
    relax(windows)
    assert [type(tally.paths) for tally in slots] == [RestingTable] * 8
    expected = [tally_of(kinds, second, extra=second) for second in range(100, 180, 10)]
    for tally, known in zip(slots, expected, strict=True):
        for name in sorted({*FIELDS} - {"seconds"}):
            assert getattr(tally, name) == getattr(known, name) == getattr(tally.opened(), name)
    total = merged(slots)
    assert (total.paths, total.section_latency) == (
        merged(expected).paths,
        merged(expected).section_latency,
    )
    assert windows.total.clients == merged(expected).clients


@pytest.mark.parametrize("kinds", KINDS)
def test_without_time_all_slots_but_the_newest_rest(kinds: Kinds) -> None:
    windows = Windows(10)
    for second in range(100, 250, 10):
        windows.add({second: tally_of(kinds, second)})
        windows.close_to(second + 10)
        windows.settle()
    resting = [type(tally.paths) is RestingTable for tally in windows.closed(150).tallies]
    assert resting == [True] * 14 + [False]


def test_slots_that_shrink_at_rest_are_deflated_when_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    deflated: list[RestingTable] = []

    def deflate(table: RestingTable) -> None:
        deflated.append(table)

    monkeypatch.setattr(RestingTable, "deflate", deflate)
    windows, tally = Windows(10), tally_of(KINDS[-1], 100)
    windows.add({100: tally})
    windows.close_to(110)
    relax(windows)
    windows.close_to(230)
    windows.settle()
    assert not deflated
    relax(windows)
    assert deflated == list(tally.tables)


@pytest.mark.parametrize("kinds", KINDS)
def test_what_is_not_there_does_not_rest(kinds: Kinds) -> None:
    tally = Tally()
    tally.paths, tally.section_latency = kinds[0](), kinds[1]()
    tally.clients = kinds[0](0)
    tally.clients.add(b"10.0.0.1", [1, 2, 0, 0])
    tally.rest()
    assert [name for name in TABLES if isinstance(getattr(tally, name), RestingTable)] == ["clients"]
    assert tally.clients.other == [1, 2, 0, 0]
    assert type(tally.section_latency) is kinds[1]
    assert tally.latency == {}
