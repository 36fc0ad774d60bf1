"""Only the tables that are asked for are counted, the same ones by every scanner; all else as ever."""

import random

import pytest

from httplogstats.formats.layout import Layout
from httplogstats.scan import Scanner, choose
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.pure import PureScanner
from httplogstats.tally import REPORTED, TABLES, Tally
from httplogstats.views import slot_view

from .layouts import ALL, MORE
from .material import GOOD, lines
from .test_differential import PLACINGS


def scanners(layout: Layout, tables: tuple[str, ...]) -> list[Scanner]:
    return [
        ExactScanner(layout, None, tables),
        PureScanner(layout, None, tables),
        choose.make_scanner(layout, None, tables),
    ]


@pytest.mark.parametrize("layout", ALL, ids=lambda layout: layout.name)
@pytest.mark.parametrize("tables", [REPORTED, ("agents", "failures"), ()], ids="+".join)
def test_the_others_stay_empty(layout: Layout, tables: tuple[str, ...]) -> None:
    data = lines(random.Random(layout.name), 300, (*GOOD, layout.example, *MORE.get(layout, ()))) + b"\n"
    whole = ExactScanner(layout).scan(data, PLACINGS[1])
    for tally in whole.slots.values():
        for name in set(TABLES) - set(tables):
            setattr(tally, name, Tally().sections)
        tally.forget_folded()
    for scanner in scanners(layout, tables):
        assert scanner.scan(data, PLACINGS[1]) == whole, scanner.name


def test_a_report_asks_for_what_it_prints() -> None:
    tally = Tally()
    for name in set(TABLES) - set(REPORTED):
        setattr(tally, name, None)
    assert slot_view((0, tally), 10, 10).hits == 0
