"""Every pane at every size, and the figures of window, status, methods and totals."""

import pytest
from urwid.testing import check_box_sizing

from httplogstats.account import Account
from httplogstats.snapshot import Snapshot, Span
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.panes.totals import Totals
from tests.ui import fakes
from tests.ui.screens import dashboard, drawn, line_with, screen

SIZES = [(200, 60), (120, 40), (80, 24), (60, 20), (40, 10), (20, 5), (7, 3), (1, 1), (0, 0), (0, 9), (9, 0)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", fakes.MOMENTS)
def test_every_moment_fills_every_size_exactly(name: str, size: tuple[int, int]) -> None:
    board = dashboard(fakes.MOMENTS[name])
    canvas = board.render(size, True)
    assert (canvas.cols(), canvas.rows()) == size
    board.open_help()
    canvas = board.render(size, True)
    assert (canvas.cols(), canvas.rows()) == size


@pytest.mark.parametrize("name", fakes.MOMENTS)
def test_every_pane_draws_in_any_place(name: str) -> None:
    for pane in dashboard(fakes.MOMENTS[name]).panes.values():
        for columns in (9, 13, 16, 20, 27, 49, 90):
            check_box_sizing(pane, cols=columns, rows=7)


def test_window_says_its_exact_interval_and_when_the_next_one_comes() -> None:
    text = screen(fakes.much())
    window = text.splitlines().index(line_with(text, "Last 10 s"))
    assert text.splitlines()[window].split("  ", 2)[1].strip() == "16:00:30 – 16:00:40"
    assert text.splitlines()[window].endswith("next in 8 s ")
    sums = "   84 requests   8.4/s   3.6 % errors (3)   1.2 MB  120 kB/s   23 clients"
    assert text.splitlines()[window + 1].rstrip() == sums


@pytest.mark.parametrize(
    ("span", "name"),
    [(Span.SLOT, "Last 10 s"), (Span.MINUTES_2, "Last 2 min"), (Span.START, "Since start")],
)
def test_window_is_named(span: Span, name: str) -> None:
    assert name in screen(fakes.much()._replace(window=fakes.much().window._replace(span=span)))


@pytest.mark.parametrize("size", [(40, 10), (60, 15), (80, 24)])
@pytest.mark.parametrize(("hits", "rate"), [(84, "8.4/s"), (12_040, "1 204/s"), (10**7, "1.0 M/s")])
@pytest.mark.parametrize("moment", [fakes.much(), fakes.back()])
def test_the_rate_stays_however_great_it_is(
    size: tuple[int, int], hits: int, rate: str, moment: Snapshot
) -> None:
    line = line_with(screen(moment._replace(window=moment.window._replace(hits=hits)), *size), "10 s")
    assert f"  {rate}" in line
    assert "16:00:40" in line or "15:55:40" in line
    assert "16:00:30" in line or moment.moment is not None


def test_no_data_yet_zero_and_nothing_look_different() -> None:
    before, after = screen(fakes.none()), screen(fakes.silent())
    assert "Last 10 s   – no data yet, first figures in 8 s" in before
    paused = screen(fakes.none()._replace(clock="replay", account=fakes.much().account))
    assert "– no data yet, first figures when lines come that are 60 s younger" in paused
    assert "no requests" not in before
    assert "2xx" not in before
    assert "0 requests   0.0/s   no errors   0 B" in after
    assert "no requests" in after
    assert "nothing fails" in after
    assert line_with(after, "2xx").split("│")[1].split() == ["2xx", "0"]


def test_of_errors_the_share_stays_where_there_is_no_room_for_their_number() -> None:
    window = fakes.much().window._replace(
        span=Span.MINUTES_10, hits=620_000, client_errors=14_260, size=10**9
    )
    line = line_with(screen(fakes.much()._replace(window=window), 80, 24), "Last 10 min")
    assert line.rstrip().endswith("  620 k requests  62.0 k/s  2.3 % errors")


def test_status_classes_and_codes() -> None:
    text = screen(fakes.much())
    for words in (["2xx", "70", "83.3", "%"], ["4xx", "2", "2.4", "%"], ["5xx", "1", "1.2", "%"]):
        assert line_with(text, f"│ {words[0]} ").split("│")[1].split()[:4] == words
    assert line_with(text, "301 ").split("│")[1].split() == ["200", "68", "301", "5"]
    assert "1xx" not in text


def test_methods_that_do_not_fit_are_summed_up() -> None:
    window = fakes.much().window._replace(methods=tuple((f"M{number}", 9 - number) for number in range(8)))
    text = screen(fakes.much()._replace(window=window))
    last = [line.rsplit("│", 1)[-1] for line in text.splitlines()]
    hits = [int(line.split()[1]) for line in last if line.strip().startswith("M") and "METHODS" not in line]
    assert hits == [9, 8, 7]
    assert any(line.split() == ["METHODS", "HITS", "+5", "more"] for line in last)
    last = [
        line.rsplit("│", 1)[-1] for line in screen(fakes.much()._replace(window=window), 120, 54).splitlines()
    ]
    hits = [int(line.split()[1]) for line in last if line.strip().startswith("M") and "METHODS" not in line]
    rest = next(line for line in last if "more" in line)
    assert rest.split() == [f"({8 - len(hits)}", "more,", str(sum(range(2, 10)) - sum(hits)), "hits)"]


def test_codes_that_do_not_fit_are_counted() -> None:
    assert "STATUS  +5 more" in line_with(screen(fakes.much(), 60, 15), "STATUS")
    assert "more" not in line_with(screen(fakes.much()), "STATUS")


def test_totals_account_for_every_line() -> None:
    lines = screen(fakes.much(), 200, 60).splitlines()
    last = [line.rsplit("│", 1)[-1].split() for line in lines]
    assert ["late", "2"] in last
    assert [words for words in last if words and words[0] in ("=", "+")] == [
        ["=", "requests", "81", "204"], ["+", "malformed", "(m)", "17"], ["+", "blank", "3"],
        ["+", "overlong", "1"],
    ]  # fmt: skip


def test_the_account_is_exact_where_its_figures_fit() -> None:
    totals = Totals(Manner())
    totals.show(fakes.much()._replace(account=Account(hits=998_204, malformed=938, blank=858)))
    wide, narrow = (
        [row.decode().split("  ")[-1].strip() for row in totals.render((width, 7), True).text]
        for width in (27, 17)
    )
    assert wide[2:6] == ["1 000 000", "998 204", "938", "858"]
    assert narrow[2:4] == ["1.0 M", "998 k"]


@pytest.mark.parametrize("filtered", [False, True])
@pytest.mark.parametrize(("overlong", "blank"), [(6, 0), (0, 3)])
def test_the_account_adds_up_also_where_totals_have_little_room(
    filtered: bool, overlong: int, blank: int
) -> None:
    moment = fakes.filtered() if filtered else fakes.much()
    totals = Totals(Manner())
    totals.show(moment._replace(account=Account(hits=90, malformed=4, blank=blank, overlong=overlong)))
    lines = [line.decode().split() for line in totals.render((27, 6 + filtered), True).text]
    odd = "overlong 6" if overlong else "blank 3"
    account = [f"lines read {94 + overlong + blank}", "= requests 90", "+ malformed (m) 4", f"+ {odd}"]
    assert [" ".join(line) for line in lines[2 + filtered :]] == account


def test_one_request_is_no_requests() -> None:
    window = fakes.much().window._replace(hits=1, clients_seen=1)
    text = screen(fakes.much()._replace(window=window))
    assert "  1 request   " in text
    assert "   1 client\n" in "\n".join(line.rstrip() + "\n" for line in text.splitlines())


def test_ascii_mode_draws_no_other_character() -> None:
    for name, moment in fakes.MOMENTS.items():
        board = dashboard(moment, plain=True)
        assert drawn(board).isascii(), name
        board.open_help()
        assert drawn(board).isascii(), name


def test_a_moment_that_changes_nothing_draws_nothing() -> None:
    board = dashboard(fakes.much())
    canvas = board.render((120, 40), True)
    board.show(fakes.much()._replace())
    assert board.render((120, 40), True) is canvas
    board.show(fakes.much()._replace(now=fakes.NOW + 1))
    assert board.render((120, 40), True) is not canvas
