"""Tables: columns, order, selection, scrolling."""

import pytest
from urwid.testing import click

from httplogstats.snapshot import Row, Snapshot, TableView
from httplogstats.ui.panes import tables
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.panes.table import Table
from tests.ui import fakes
from tests.ui.screens import line_with, screen
from tests.ui.session import Session

ROWS = tuple(Row(f"/{name}", 50 - at, at * 1000, at % 3, at % 2) for at, name in enumerate("abcdefghij"))


def moment(*rows: Row, more: int = 0) -> Snapshot:
    window = fakes.much().window._replace(sections=TableView(rows, more, more * 2, True))
    return fakes.much()._replace(window=window)


def table(*rows: Row, height: int = 8, more: int = 0) -> Table:
    made = tables.all_tables(Manner())["sections"]
    made.render((80, height), True)
    made.show(moment(*(rows or ROWS), more=more))
    return made


def keys(made: Table, height: int = 8) -> list[str]:
    lines = [line.decode().split()[:1] for line in made.render((80, height), True).text]
    return [line[0] for line in lines[1:] if line and line[0].startswith("/")]


def heading(made: Table) -> str:
    return made.render((90, 8), True).text[0].decode()


def test_sections_have_their_columns_and_say_how_much_more_there_is() -> None:
    text = screen(fakes.much())
    heading = line_with(text, "SECTIONS").split("│")[0].split()
    assert heading == ["SECTIONS", "HITS", "%", "/s", "4xx", "5xx", "BYTES"]
    row = line_with(text, "/api ").split("│")[0].split()
    assert row == ["/api", "41", "48.8", "4.1", "2", "1", "410", "kB"]
    assert "(12 more, 12 hits)" in text


@pytest.mark.parametrize("width", range(1, 90))
def test_a_number_is_whole_or_absent(width: int) -> None:
    made = tables.all_tables(Manner())["sections"]
    made.show(fakes.much())
    line = made.render((width, 8), True).text[1].decode()
    figures = line.replace("kB", "").split()[1:] if width > 12 else []
    assert [word for word in figures if word not in ("41", "48.8", "4.1", "2", "1", "410")] == [
        word for word in figures if set(word) <= set("█▏▎▍▌▋▊▉")
    ]


def test_columns_go_one_by_one_and_hits_stay() -> None:
    made = tables.all_tables(Manner())["sections"]
    made.show(fakes.much())
    headings = [
        made.render((width, 9), False).text[0].decode().split()[1:] for width in (60, 50, 45, 40, 30, 22)
    ]
    assert headings == [
        ["HITS", "%", "/s", "4xx", "5xx", "BYTES"],
        ["HITS", "/s", "4xx", "5xx", "BYTES"],
        ["HITS", "/s", "4xx", "5xx"],
        ["HITS", "/s", "4xx", "5xx"],
        ["HITS", "5xx"],
        ["HITS"],
    ]


def test_the_first_move_selects_the_first_row_and_moves_stop_at_the_ends() -> None:
    made = table()
    selected = []
    for action in ("down", "down", "up", "up", "last", "down", "first", "page down"):
        made.move(action)
        selected.append(made.selected)
    assert selected == ["/a", "/b", "/a", "/a", "/j", "/j", "/a", "/g"]


def test_the_selected_row_is_always_seen_and_looks_it() -> None:
    made = table()
    made.move("last")
    assert keys(made) == ["/e", "/f", "/g", "/h", "/i", "/j"]
    lines = fakes.runs(made, (80, 8))
    assert [line[0][1].strip() for line in lines if {style for style, _ in line} == {"selected"}] != []


def test_a_row_stays_selected_when_its_rank_changes() -> None:
    made = table()
    made.move("down")
    made.move("down")
    made.show(moment(*ROWS[::-1]))
    assert made.row() == ROWS[1]
    made.show(moment(*ROWS[2:]))  # gone (W3): nothing else is selected in its place
    assert made.row() is None
    made.show(moment(*ROWS))
    assert made.row() == ROWS[1]


def test_sorting_goes_through_the_columns_and_back() -> None:
    made = table(Row("/a", 9, 10, 0, 1), Row("/b", 8, 30, 3, 0), Row("/c", 7, 20, 4, 0))
    order = []
    for _ in range(4):
        made.sort()
        order.append(keys(made))
    assert order == [["/c", "/b", "/a"], ["/a", "/b", "/c"], ["/b", "/c", "/a"], ["/a", "/b", "/c"]]
    assert not made.needs_all
    made.reverse()
    assert keys(made) == ["/c", "/b", "/a"]
    assert made.needs_all
    assert "▴HITS" in made.render((80, 8), True).text[0].decode()


def test_what_is_sorted_by_stays_or_is_given_up_when_the_log_says_other_things() -> None:
    made = tables.all_tables(Manner())["sections"]
    made.show(fakes.rich())
    while "▾p95" not in heading(made):
        made.sort()
    made.sort()
    assert "▾BYTES" in heading(made)
    made.show(fakes.much())  # whose lines say no times
    assert "▾BYTES" in heading(made)
    made.show(fakes.much()._replace(fields=()))
    assert "▾HITS" in heading(made)


def test_what_is_below_is_counted() -> None:
    made = table(more=5)
    assert made.render((80, 8), True).text[-1].decode().strip() == "(9 more, 180 hits)"


def test_where_a_row_says_more_the_heading_counts_what_is_below() -> None:
    assert heading_of("SECTIONS", 40, 10) == ["SECTIONS", "+14", "HITS", "4xx", "5xx"]
    methods = tables.all_tables(Manner())["methods"]
    methods.show(fakes.much())
    assert methods.render((27, 3), False).text[0].decode().split() == ["METHODS", "HITS", "+1", "more"]


def heading_of(title: str, columns: int, rows: int) -> list[str]:
    text = screen(fakes.much(), columns, rows)
    return next(part.split() for part in line_with(text, title).split("│") if title in part)


def test_figures_that_may_be_too_small_are_marked() -> None:
    """Looking back far, or since start with more keys than are kept: some of a row's hits were folded."""
    marked = fakes.much().window._replace(sections=fakes.SECTIONS._replace(exact=False, least=True))
    moment = fakes.much()._replace(window=marked)
    assert line_with(screen(moment, 150, 40), "SECTIONS").startswith(" SECTIONS ≥ at least   ")
    assert line_with(screen(moment, 80, 24), "SECTIONS").startswith(" SECTIONS ≥ ")
    assert line_with(screen(moment, 40, 10), "SECTIONS").startswith(" SECTIONS ≥ ")
    assert line_with(screen(moment, 80, 24, plain=True), "SECTIONS").startswith(" SECTIONS >= ")
    assert "PATHS  " in screen(moment)
    session = Session(moment)
    assert "figures      at least: not all rows were kept" in session.type("tab", "down", "i")
    session.type("esc", "tab")
    assert "figures  " not in session.type("down", "i")
    assert "≥ at least: not all rows were kept" in session.type("esc", "?")


def test_the_errors_say_by_what_they_are_sorted() -> None:
    rows = (Row("503 a /x", 1, 1, 0, 1), Row("502 a /y", 1, 2, 0, 1), Row("404 b /z", 600, 600, 600, 0))
    window = fakes.much().window._replace(failures=TableView(rows, 0, 0, True))
    session = Session(fakes.much()._replace(window=window))
    order = []
    for key in ("e", "s", "s", "s"):
        lines = session.type(key).splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith(" ERRORS"))
        mark = next(word for word in lines[at].split() if word.startswith("▾"))
        order.append((mark, [line.split()[0] for line in lines[at + 1 : at + 4]]))
    assert order == [
        ("▾5xx", ["503", "502", "404"]),
        ("▾HITS", ["404", "503", "502"]),
        ("▾BYTES", ["404", "502", "503"]),
        ("▾5xx", ["503", "502", "404"]),
    ]
    assert " ERRORS  ▾5xx first " in Session(fakes.rich(), (40, 12)).type("e")
    assert " ERRORS  ▾BYTES " in Session(fakes.rich(), (40, 12)).type("e", "s", "s")


def test_a_client_with_a_long_name_leaves_room_for_the_path_that_fails() -> None:
    made = tables.all_tables(Manner())["errors"]
    rows = (Row(f"404 {'c' * 400} /missing", 2, 0, 2, 0),)
    made.show(
        fakes.much()._replace(window=fakes.much().window._replace(failures=TableView(rows, 0, 0, True)))
    )
    assert made.render((110, 6), True).text[1].decode().split()[:3] == ["404", "c" * 38 + "~", "/missing"]


def test_a_sum_of_the_rows_stays_above_them_and_is_not_counted_below() -> None:
    made = tables.all_tables(Manner())["latency"]
    made.show(fakes.rich())
    for turn in (lambda: None, made.sort, made.reverse):
        turn()
        lines = [line.decode().strip() for line in made.render((90, 6), True).text]
        assert [line[:12] for line in lines[1:3]] == ["all requests", "upstream of "]
        hits = sum(int(line.split()[1]) for line in lines[3:5])
        assert lines[5] == f"(15 more, {84 - hits + 12} hits)"
    assert made.render((90, 2), True).text  # where there is no room for them


def test_agents_name_humans_first_whoever_asks_most() -> None:
    window = fakes.rich().window._replace(hits=100, kinds=(("tools", 50), ("AI", 30), ("browsers", 20)))
    made = tables.all_tables(Manner())["families"]
    made.show(fakes.rich()._replace(window=window))
    headings = [made.render((width, 8), True).text[0].decode() for width in (80, 62)]
    assert headings[0].startswith("AGENTS  browsers 20 %  AI 30 %  tools 50 %  ")
    assert headings[1].startswith("AGENTS  browsers 20 %  AI 30 %  ")


def test_click_selects_and_wheel_scrolls_without_selecting() -> None:
    made = table()
    assert click(made, (80, 8), 3, 2)
    assert made.selected == "/b"
    click(made, (80, 8), 3, 2, button=5)
    assert keys(made)[0] == "/d"
    assert made.selected == "/b"
    click(made, (80, 8), 3, 2, button=4)
    assert keys(made)[0] == "/a"
    click(made, (80, 8), 3, 7)  # the line that counts what is below is no row
    assert made.selected == "/b"


def test_bytes_are_there_where_the_log_says_them() -> None:
    """IIS leaves them out unless it is told: 0 B of a log that does not say is a wrong figure."""
    without = fakes.rich()._replace(fields=tuple(field for field in fakes.RICH if field != "bytes"))
    assert "BYTES" in screen(fakes.rich(), 150, 44)
    assert " kB" in screen(fakes.rich(), 150, 44)
    for text in (screen(without, 150, 44), screen(without, 80, 24)):
        assert not {"BYTES", "bytes", "B", "kB", "MB", "B/s", "kB/s"} & set(text.split())


def test_times_are_there_where_the_log_says_them() -> None:
    assert "p95" not in screen(fakes.much())
    text = screen(fakes.rich(), 150, 44)
    assert line_with(text, "SECTIONS").split("│")[0].split()[-2:] == ["p95", "BYTES"]
    assert line_with(text, "/api ").split("│")[0].split()[6:8] == ["210", "ms"]
    assert "p50 12 ms  p95 210 ms  p99 1.4 s" in text
    made = tables.all_tables(Manner())["latency"]
    made.show(fakes.rich())
    lines = [line.decode().split() for line in made.render((90, 8), True).text]
    assert lines[0] == ["LATENCY", "by", "section", "▾HITS", "p50", "p95", "p99", "max"]
    assert lines[1] == ["all", "requests", "84", "12", "ms", "210", "ms", "1.4", "s", "2.0", "s"]
    assert lines[2][:3] == ["upstream", "of", "all"]
    assert lines[3][0] == "/api"
