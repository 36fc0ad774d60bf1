"""What stands on the screen, by its text and its styles."""

from dataclasses import replace
from datetime import UTC
from fractions import Fraction

import pytest
from urwid.testing import check_box_sizing

from httplogstats.account import Account
from httplogstats.snapshot import AlertEvent, AlertView, FilterView, Following, Snapshot, SourceState, Span
from httplogstats.ui.panes.alerts import Alerts
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.panes.top import parsed
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


def test_header_says_what_is_watched_and_how_well_it_is_understood() -> None:
    header = screen(fakes.much()).splitlines()[0]
    assert header.startswith(" httplogstats   /var/log/nginx/access.log   nginx combined · 99.9 % parsed  ")
    assert header.endswith("  live  16:00:40   up 2 d 4 h ")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            80,
            [
                "/var/log/nginx/access.log",
                "nginx",
                "combined",
                "·",
                "99.9",
                "%",
                "parsed",
                "live",
                "16:00:40",
            ],
        ),
        (60, ["/var/log/nginx/access.log", "live", "16:00:40"]),
        (32, ["/var~ccess.log", "live", "16:00:40"]),
    ],
)
def test_header_gives_up_facts_before_the_log_and_the_time(columns: int, expected: list[str]) -> None:
    assert screen(fakes.much(), columns, 12).splitlines()[0].split() == expected


@pytest.mark.parametrize(
    ("hits", "malformed", "expected"), [(9, 0, "100"), (99_999, 1, "99.9"), (1, 1, "50.0"), (0, 3, "0.0")]
)
def test_only_all_of_it_is_100_percent(hits: int, malformed: int, expected: str) -> None:
    assert parsed(hits, malformed) == expected


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (fakes.ended(), "ended  16:00:40"),
        (fakes.replay(), "replay  16:00:40"),
        (replace(fakes.much(), clock="arrival"), "clock: arrival  16:00:40"),
        (replace(fakes.much(), sources=fakes.much().sources * 3), " 3 logs "),
    ],
)
def test_header_says_which_time_counts(moment: Snapshot, said: str) -> None:
    assert said in screen(moment).splitlines()[0]


def test_state_is_calm_with_rate_limit_and_last_recovery() -> None:
    state = screen(fakes.much()).splitlines()[1]
    assert state.startswith(" OK   8.4 req/s over 2 min  █")
    assert state.endswith("│ limit 10/s   alerts 2 · last recovered 15:56:20 ")


@pytest.mark.parametrize(("value", "full"), [(0, 0), (600, 0.5), (1200, 1)])
def test_gauge_is_full_at_the_limit(value: int, full: float) -> None:
    state = screen(replace(fakes.much(), alert=replace(fakes.much().alert, value=value))).splitlines()[1]
    gauge = state.partition("min  ")[2].partition("│")[0]
    assert gauge.count("█") == pytest.approx(len(gauge) * full, abs=1)
    assert len(gauge) > 20


def test_an_alert_turns_the_whole_line() -> None:
    runs = fakes.runs(dashboard(fakes.firing()), (120, 40))[1]
    assert {style for style, _ in runs} == {"alert"}
    text = "".join(part for _, part in runs)
    assert text.startswith(" ▲ ALERT 10.3 req/s over 2 min, since 15:56:20 (4 min) ")
    assert text.endswith(" limit 10/s   alerts 1 ")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(34, " ▲ ALERT 10.3 req/s over 2 min"), (20, " ▲ ALERT 10.3 req/s"), (12, " ▲ ALERT"), (4, " ▲ ~")],
)
def test_an_alert_on_a_narrow_screen_cuts_no_number(columns: int, expected: str) -> None:
    runs = fakes.runs(dashboard(fakes.firing()), (columns, 5))[0]
    assert {style for style, _ in runs} == {"alert"}
    assert "".join(text for _, text in runs).rstrip() == expected


def test_nothing_is_called_ok_that_cannot_be_known() -> None:
    assert screen(fakes.waiting()).splitlines()[1].startswith(" NO INPUT   – req/s")
    assert screen(fakes.not_understood()).splitlines()[1].startswith(" NO DATA   – req/s")
    gone = replace(fakes.much(), sources=(SourceState("/a.log", Following.WAITING, "gone"),))
    assert screen(gone).splitlines()[1].startswith(" NO INPUT   8.4 req/s")
    stale = screen(replace(fakes.much(), clock="stale")).splitlines()
    assert stale[1].startswith(" STALE   8.4 req/s")
    assert "stale  16:00:40" in stale[0]


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
    assert name in screen(replace(fakes.much(), window=replace(fakes.much().window, span=span)))


def test_no_data_yet_zero_and_nothing_look_different() -> None:
    before, after = screen(fakes.none()), screen(fakes.silent())
    assert "Last 10 s   – no data yet, first figures in 8 s" in before
    assert "no requests" not in before
    assert "2xx" not in before
    assert "0 requests   0.0/s   no errors   0 B" in after
    assert "no requests" in after
    assert "nothing fails" in after
    assert line_with(after, "2xx").split("│")[1].split() == ["2xx", "0"]


def test_of_errors_the_share_stays_where_there_is_no_room_for_their_number() -> None:
    window = replace(
        fakes.much().window, span=Span.MINUTES_10, hits=620_000, client_errors=14_260, size=10**9
    )
    line = line_with(screen(replace(fakes.much(), window=window), 80, 24), "Last 10 min")
    assert line.rstrip().endswith("  620 k requests  62.0 k/s  2.3 % errors")


def test_status_classes_and_codes() -> None:
    text = screen(fakes.much())
    for words in (["2xx", "70", "83.3", "%"], ["4xx", "2", "2.4", "%"], ["5xx", "1", "1.2", "%"]):
        assert line_with(text, f"│ {words[0]} ").split("│")[1].split()[:4] == words
    assert line_with(text, "301 ").split("│")[1].split() == ["200", "68", "301", "5"]
    assert "1xx" not in text


def test_methods_that_do_not_fit_are_summed_up() -> None:
    window = replace(fakes.much().window, methods=tuple((f"M{number}", 9 - number) for number in range(8)))
    text = screen(replace(fakes.much(), window=window))
    last = [line.rsplit("│", 1)[-1] for line in text.splitlines()]
    hits = [int(line.split()[1]) for line in last if line.strip().startswith("M") and "METHODS" not in line]
    rest = next(line for line in last if "more" in line)
    assert rest.split() == [f"({8 - len(hits)}", "more,", str(sum(range(2, 10)) - sum(hits)), "hits)"]


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
    totals.show(replace(fakes.much(), account=Account(hits=998_204, malformed=938, blank=858)))
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
    totals.show(replace(moment, account=Account(hits=90, malformed=4, blank=blank, overlong=overlong)))
    lines = [line.decode().split() for line in totals.render((27, 6 + filtered), True).text]
    odd = "overlong 6" if overlong else "blank 3"
    account = [f"lines read {94 + overlong + blank}", "= requests 90", "+ malformed (m) 4", f"+ {odd}"]
    assert [" ".join(line) for line in lines[2 + filtered :]] == account


def test_alerts_stand_in_their_exact_words_with_what_these_do_not_say() -> None:
    text = screen(fakes.much())
    assert line_with(text, "▲ High") == f" ▲ {fakes.FIRED.message}{'10.0 req/s ':>38}"
    recovered = f" ▼ {fakes.RECOVERED.message}"
    assert (
        line_with(text, "▼ High") == recovered + f"{'after 17 min, peak 31.0 req/s ':>{120 - len(recovered)}}"
    )
    old = replace(fakes.FIRED, before_start=True)
    assert "before start · 10.0 req/s" in screen(replace(fakes.much(), events=(old,)))


@pytest.mark.parametrize("before", [(), (fakes.FIRED,), (replace(fakes.FIRED, rule="API errors"),)])
def test_of_a_limit_moved_step_by_step_the_last_step_stands_for_all(before: tuple[AlertEvent, ...]) -> None:
    def note(message: str) -> AlertEvent:
        return replace(fakes.FIRED, fired=False, note=True, message=f"High traffic {message}")

    moved = "limit changed from"
    steps = (
        f"{moved} 10 to 11",
        f"{moved} 11 to 12",
        "acknowledged",
        f"{moved} 12 to 13",
        f"{moved} 13 to 14",
    )
    events = (*before, *map(note, steps))
    pane = Alerts(Manner(UTC))
    for shown in (1, 2, 3, 6):
        pane.show(replace(fakes.much(), events=events[:shown]))
        pane.render((80, 10))
    rows = [text for row in pane.render((80, 10)).text[1:] if (text := row.decode().strip(" ·▲"))]
    wanted = (f"{moved} 10 to 12", "acknowledged", f"{moved} 12 to 14")
    assert rows == [*(event.message for event in before), *(f"High traffic {text}" for text in wanted)]


def test_a_usual_message_stands_on_one_line_of_80() -> None:
    assert f"▲{fakes.FIRED.message}" in screen(fakes.firing(), 80, 24)


def test_in_a_replay_an_alert_lasts_as_long_as_in_the_log() -> None:
    """Not since then by our own clock, which may be years."""
    alert = replace(fakes.much().alert, firing=True, since=1000)
    moment = replace(fakes.much(), alert=alert, clock="replay", newest=1090)
    assert " (1 min) " in screen(moment).splitlines()[1]


def test_the_smallest_screens_keep_the_state_and_the_whole_newest_alert() -> None:
    lines = screen(fakes.firing(), 20, 5).splitlines()
    assert lines[0] == " ▲ ALERT 10.3 req/s "
    assert "".join(lines[1:]) == f"▲{fakes.FIRED.message}"
    assert "/static" in screen(fakes.much(), 40, 10)
    assert "recovered at 2018-05-09 15:56:20" in screen(fakes.much(), 40, 10)


def test_an_empty_list_says_when_an_alert_would_fire() -> None:
    text = screen(fakes.none())
    assert "An alert fires when more than 10 requests per second arrive on average over 2 min" in text


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (fakes.waiting(), "/var/log/nginx/access.log: waiting - no such file yet"),
        (fakes.denied(), "/a.log: denied - permission denied"),
        (fakes.ended(), "The input has ended: 81.2 k lines read"),
        (
            fakes.not_understood(),
            "0 of 1 204 lines understood (m shows them); such as: Nov 24 kernel: hello",
        ),
        (
            replace(fakes.not_understood(), account=replace(fakes.not_understood().account, malformed=1)),
            "0 of 1 lines understood (m shows them); first: Nov 24 kernel: hello",
        ),
        (fakes.replay(), "Reading from the start: 250 MB of 1.0 GB, 25.0 %, 100 k lines/s, 30 s left"),
        (replace(fakes.replay(), lines_per_second=0), "Reading from the start: 250 MB of 1.0 GB, 25.0 %  "),
        (replace(fakes.much(), trouble="the disk is full"), "the disk is full"),
        (
            replace(fakes.much(), sources=(SourceState("/a", Following.FOLLOWING, "mount the folder"),)),
            "/a: mount the folder",
        ),
    ],
)
def test_what_keeps_figures_away_is_said_loudly(moment: Snapshot, said: str) -> None:
    lines = fakes.runs(dashboard(moment), (120, 40))
    assert any(style == "warning" and said in text for line in lines for style, text in line)


@pytest.mark.parametrize("moment", [fakes.waiting(), fakes.denied(), fakes.not_understood()])
def test_where_there_are_no_figures_there_is_no_empty_dashboard(moment: Snapshot) -> None:
    assert "SECTIONS" not in screen(moment)
    assert "SECTIONS" in screen(replace(moment, account=fakes.much().account, window=fakes.much().window))


def test_the_timeline_shows_the_limit_errors_and_alerts() -> None:
    lines = fakes.runs(dashboard(fakes.much()), (120, 40))
    text = ["".join(part for _, part in line) for line in lines]
    bars, errors, axis = text[3:7], text[7], text[8]
    assert "16.5/s max" in bars[0]
    assert any("┄" in line and "10/s limit" in line for line in bars)
    assert errors[1:61].strip() == ""
    assert errors[61:101] == "▓" * 40
    assert "8.3/s err" in errors
    assert axis.index("▼") == 1 + (600 - 260) // 6
    assert "15:52" in axis
    assert {style for style, part in lines[7] if part.strip() and "/s" not in part} == {"errors"}


@pytest.mark.parametrize(
    ("test", "fields", "said"),
    [
        ("host = a.example", ("agent",), True),
        ("latency > 1s", ("agent",), True),
        ("host = a.example", ("host",), False),
        ("path = /a", ("agent",), False),
        ("host = a.example", (), False),  # the format is not known yet
    ],
)
def test_a_filter_by_what_the_log_does_not_have_is_said(
    test: str, fields: tuple[str, ...], said: bool
) -> None:
    view = replace(fakes.filtered(), filter=FilterView((test,), fakes.NOW, 1.0), fields=fields)
    for size in ((120, 40), (80, 24)):
        line = line_with(screen(view, *size), "FILTER")
        assert (f"no {test.split()[0]} in this log" in line) is said


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
def test_a_filter_that_counts_less_than_the_window_shown_says_from_when(size: tuple[int, int]) -> None:
    def pieces(short: bool) -> list[tuple[object, str]]:
        view = FilterView(("status >= 500",), fakes.NOW - 5, 1.0, short)
        return fakes.runs(dashboard(replace(fakes.filtered(), filter=view)), size)[2]

    found = pieces(short=True)
    at = found.index(("warning", " only from 16:00:35 on, see --keep "))
    assert found[at - 1] == ("text", " ")
    assert not any("--keep" in text for _, text in pieces(short=False))


def test_columns_over_the_limit_look_other_than_those_below() -> None:
    def lowest(moment: Snapshot, row: int) -> list[tuple[str, int]]:
        return [(style, len(text)) for style, text in fakes.runs(dashboard(moment), (120, 40))[row]]

    assert lowest(fakes.much(), 6)[1:3] == [("bar", 61), ("fired", 39)]  # 60 hits in 6 s are at the limit
    assert ("bar", 100) in lowest(fakes.filtered(), 7)  # the limit is one of all traffic


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
@pytest.mark.parametrize("events", [(), (fakes.FIRED, fakes.RECOVERED)])
def test_under_a_filter_it_is_said_that_alerts_count_all_traffic(
    size: tuple[int, int], events: tuple[AlertEvent, ...]
) -> None:
    alert = replace(fakes.much().alert, events=len(events))
    filtered = replace(fakes.filtered(), alert=alert, events=events)
    assert "of all traffic" in line_with(screen(filtered, *size), "ALERTS")
    assert "of all traffic" not in screen(replace(filtered, filter=None), *size)


@pytest.mark.parametrize("height", [24, 30, 40, 60])
@pytest.mark.parametrize("hits", [0, 10, 42, 59, 61, 300])
def test_the_line_of_the_limit_is_named_as_the_limit_and_nothing_else(hits: int, height: int) -> None:
    figures = fakes.much().timeline._replace(hits=(0,) * 50 + (hits,) * 50)
    lines = screen(replace(fakes.much(), timeline=figures), 120, height).splitlines()
    assert all("10/s limit" in line for line in lines if "┄" in line)
    assert sum(f"{hits / 6:.1f}/s max" in line for line in lines) == 1


def test_one_request_is_no_requests() -> None:
    window = replace(fakes.much().window, hits=1, clients_seen=1)
    text = screen(replace(fakes.much(), window=window))
    assert "  1 request   " in text
    assert "   1 client\n" in "\n".join(line.rstrip() + "\n" for line in text.splitlines())


@pytest.mark.parametrize(("hits", "row"), [(42, 6), (600, 5)], ids=["lowest", "above the limit"])
def test_in_the_timeline_no_data_yet_is_not_zero(hits: int, row: int) -> None:
    totals = replace(fakes.much().totals, started=fakes.NOW - 301)
    figures = fakes.much().timeline._replace(hits=(0,) * 70 + (hits,) * 30)
    lines = screen(replace(fakes.much(), totals=totals, timeline=figures)).splitlines()
    assert lines[row][1:51] == "no data before 15:55:39  ".rjust(50)
    assert lines[row][71:101] == "█" * 30
    late = screen(replace(fakes.much(), totals=replace(totals, started=fakes.NOW - 500), timeline=figures))
    assert "no data" not in late  # there is no room for it


def test_ascii_mode_draws_no_other_character() -> None:
    for name, moment in fakes.MOMENTS.items():
        board = dashboard(moment, plain=True)
        assert drawn(board).isascii(), name
        board.open_help()
        assert drawn(board).isascii(), name


def test_a_moment_that_changes_nothing_draws_nothing() -> None:
    board = dashboard(fakes.much())
    canvas = board.render((120, 40), True)
    board.show(replace(fakes.much()))
    assert board.render((120, 40), True) is canvas
    board.show(replace(fakes.much(), now=fakes.NOW + 1))
    assert board.render((120, 40), True) is not canvas


def ruled() -> Snapshot:
    """Two rules of the file beside the built-in one; one of them fires."""
    errors = AlertView(
        "API errors",
        True,
        fakes.NOW - 60,
        90,
        60,
        Fraction(5),
        3,
        None,
        "rate_5xx",
        "%",
        True,
        Fraction(71, 10),
    )
    silence = AlertView(
        "Silence", False, None, 90, 60, Fraction(1), 0, None, "no_traffic", "hits", False, Fraction(90)
    )
    return replace(fakes.much(), rules=(silence, errors))


def test_each_rule_has_a_line_where_there_is_room_the_worst_first() -> None:
    lines = screen(ruled(), 120, 40).splitlines()
    assert lines[1].startswith(" ▲ API errors 7.1 % over 1 min, since 15:59:40 (1 min)")
    assert lines[1].endswith("above 5.0 %   alerts 3 ")
    assert lines[2].startswith(" OK   8.4 req/s")
    assert lines[3].startswith(" OK   Silence  90 hits over 1 min   silence")


def test_the_worst_rule_has_the_only_line() -> None:
    lines = screen(ruled(), 80, 24).splitlines()
    assert lines[1].startswith(" ▲ API errors 7.1 %")
    assert not any("Silence" in line for line in lines[:4])
    noted = replace(ruled().rules[1], acknowledged=True)
    both = replace(fakes.firing(), rules=(noted,))
    assert screen(both, 80, 24).splitlines()[1].startswith(" ▲ ALERT 10.3 req/s")


def test_a_note_of_the_user_is_no_crossing() -> None:
    note = replace(fakes.RECOVERED, note=True, message="High traffic limit changed from 10/s to 11/s at noon")
    text = screen(replace(fakes.much(), events=(*fakes.much().events, note)))
    assert " · High traffic limit changed from 10/s to 11/s at noon" in text
