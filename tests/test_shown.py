"""A window whose sum takes long is made in pieces; until it is there, the one before is shown."""

from httplogstats.clock import slot_of
from httplogstats.grouping import GROUPED
from httplogstats.shown import Shown
from httplogstats.snapshot import Request, Row, Span, TableView
from httplogstats.tally import Tally
from httplogstats.windows import Windows
from tests.fakes import add

MINUTES = Request(span=Span.MINUTES_2)


def never() -> bool:
    return False


def always() -> bool:
    return True


def closed(windows: Windows, second: int) -> None:
    """A slot with one hit."""
    tally = Tally()
    tally.hits = 1
    add(tally.paths, b"/a", 1, 0, 0, 0)
    windows.add({slot_of(second, 10): tally})
    windows.close_to(second + 10)


def figures(shown: Shown, windows: Windows, request: Request = MINUTES) -> tuple[int, int, int]:
    view = shown.view(windows, request, always)
    return view.end, view.hits, view.paths.rows[0].hits


def test_what_is_asked_for_first_is_there_at_once() -> None:
    windows, shown = Windows(10), Shown(0)
    for second in (0, 10, 20):
        closed(windows, second)
    assert figures(shown, windows) == (30, 3, 3)
    assert figures(shown, windows, Request()) == (30, 1, 1)


def test_a_slot_that_closes_shows_when_its_sum_is_made() -> None:
    windows, shown = Windows(10), Shown(0)
    for second in (0, 10):
        closed(windows, second)
    assert figures(shown, windows) == (20, 2, 2)
    closed(windows, 20)
    assert figures(shown, windows) == (20, 2, 2)
    assert shown.work(always)
    assert not shown.work(never)
    assert figures(shown, windows) == (30, 3, 3)


def test_a_slot_that_closes_meanwhile_begins_the_sum_anew() -> None:
    windows, shown = Windows(10), Shown(0)
    for second in (0, 10):
        closed(windows, second)
    figures(shown, windows)
    pieces = iter((False, False, True))
    closed(windows, 20)
    shown.view(windows, MINUTES, lambda: next(pieces))
    closed(windows, 30)
    assert not shown.work(never)
    assert figures(shown, windows) == (20, 2, 2)
    shown.work(never)
    assert figures(shown, windows) == (40, 4, 4)


def test_clients_by_network_add_up() -> None:
    windows, tally = Windows(10), Tally()
    clients = [b"10.%d.%d.7" % divmod(number, 256) for number in range(GROUPED + 1)]
    for client in [*clients, b"10.0.0.1"]:
        add(tally.clients, client, 1, 10, 0, 1)
    tally.clients.other[0] += 5
    windows.add({0: tally})
    windows.close_to(10)
    view = Shown(0).view(windows, Request(networks=True, rows=0), never).clients
    assert (view.rows[0], len(view.rows)) == (Row("10.0.0.0/24", 2, 20, 0, 2), GROUPED + 1)
    assert (view.more_hits, view.exact) == (5, False)


def test_what_was_folded_of_slots_makes_figures_of_their_sum_too_small() -> None:
    """Not those of one slot, whose rows say all of it, but those of its groups."""
    windows = Windows(10)
    for slot in range(3):
        tally = Tally()
        for number in range(5):
            for table in (tally.paths, tally.clients, tally.agents):
                add(table, b"10.0.0.%d" % number, 1 + (number - slot) % 5, 0, 0, 0)
        if slot < 2:
            tally.keep(2)
        windows.add({10 * slot: tally})
        windows.close_to(10 * slot + 10)
    kept = ("paths", "clients", "failing", "agents", "families")
    asked = {
        MINUTES: set(kept),
        Request(): set(),
        Request(moment=20): {"families"},
        Request(moment=20, networks=True): {"families", "clients"},
        Request(span=Span.START): set(kept),
    }
    for request, least in asked.items():
        view = Shown(0).view(windows, request, never)
        assert {name for name in kept if getattr(view, name).least} == least, request


def test_paths_that_fail_are_counted_also_where_they_are_not_shown() -> None:
    windows, tally = Windows(10), Tally()
    for number in range(7):
        add(tally.paths, b"/%d" % number, 10, 0, 0, number)
    windows.add({0: tally})
    windows.close_to(10)
    rows = (Row("/6", 10, 0, 0, 6), Row("/5", 10, 0, 0, 5))
    assert Shown(0).view(windows, Request(rows=2), never).failing == TableView(rows, 4, 40, True)


def test_paths_that_fail_and_found_no_room_are_counted_as_more() -> None:
    windows, tally = Windows(10), Tally()
    add(tally.paths, b"/a", 10, 0, 0, 1)
    tally.paths.other[:] = 100, 0, 3, 2
    windows.add({0: tally})
    windows.close_to(10)
    view = Shown(0).view(windows, Request(), never).failing
    assert view == TableView((Row("/a", 10, 0, 0, 1),), 0, 5, False)
