"""What stands on the screen, by its text and its styles."""

from dataclasses import replace
from datetime import UTC

import pytest
from urwid.testing import render_text

from httplogstats.snapshot import Snapshot
from httplogstats.ui.dashboard import Dashboard
from tests.ui import fakes

SIZES = [(200, 60), (120, 40), (80, 24), (60, 20), (40, 10), (20, 5), (7, 3), (1, 1)]


def dashboard(moment: Snapshot, plain: bool = False) -> Dashboard:
    board = Dashboard(UTC, plain)
    board.show(moment)
    return board


def screen(moment: Snapshot, columns: int = 120, rows: int = 40, plain: bool = False) -> str:
    return "\n".join(render_text(dashboard(moment, plain), (columns, rows)))


def line_with(text: str, word: str) -> str:
    return next(line for line in text.splitlines() if word in line)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", fakes.MOMENTS)
def test_every_moment_fills_every_size_exactly(name: str, size: tuple[int, int]) -> None:
    canvas = dashboard(fakes.MOMENTS[name]).render(size, True)
    assert (canvas.cols(), canvas.rows()) == size


def test_header_says_what_is_watched_and_how_well_it_is_understood() -> None:
    header = screen(fakes.much()).splitlines()[0]
    assert "/var/log/nginx/access.log   nginx combined · 100.0 % parsed" in header
    assert header.rstrip().endswith("live   16:00:40   up 2 d 4 h")


def test_header_gives_up_facts_before_the_name_and_the_time() -> None:
    assert screen(fakes.much(), 40, 12).splitlines()[0].split() == [
        "/var/lo~nx/access.log", "live", "16:00:40",
    ]  # fmt: skip


def test_state_is_calm_with_rate_limit_and_last_recovery() -> None:
    state = screen(fakes.much()).splitlines()[1]
    assert state.startswith(" OK   8.4 req/s over 2 min  █")
    assert "│ limit 10.0/s   alerts 2 · last recovered 15:56:20" in state


def test_gauge_is_full_at_the_limit() -> None:
    alert = replace(fakes.much().alert, value=600)
    half = screen(replace(fakes.much(), alert=alert)).splitlines()[1].count("█")
    alert = replace(alert, value=1200)
    full = screen(replace(fakes.much(), alert=alert)).splitlines()[1].count("█")
    assert half * 2 == pytest.approx(full, abs=2)
    assert full > 20


def test_an_alert_turns_the_whole_line() -> None:
    runs = fakes.runs(dashboard(fakes.firing()), (120, 40))[1]
    assert {style for style, _ in runs} == {"alert"}
    text = "".join(part for _, part in runs)
    assert text.startswith(" ▲ ALERT  10.3 req/s over 2 min, since 15:56:20 (4 min)")
    assert text.endswith("limit 10.0/s   alerts 1 ")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [(34, " ▲ ALERT 10.3 req/s over 2 min"), (20, " ▲ ALERT 10.3 req/s"), (12, " ▲ ALERT"), (3, " ▲")],
)
def test_an_alert_on_a_narrow_screen_cuts_no_number(columns: int, expected: str) -> None:
    assert screen(fakes.firing(), columns, 5).splitlines()[0].rstrip() == expected


def test_window_says_its_exact_interval_and_when_the_next_one_comes() -> None:
    window = line_with(screen(fakes.much()), "Last 10 s")
    assert window.rstrip().split("   ") == [
        " Last 10 s  16:00:30 – 16:00:40", "84 requests", "8.4/s", "1.2 MB", "3.6 % errors", "23 clients",
        "next in 8 s",
    ]  # fmt: skip


def test_no_data_yet_zero_and_nothing_look_different() -> None:
    before, after = screen(fakes.none()), screen(fakes.silent())
    assert "Last 10 s  – no data yet, first figures in 8 s" in before
    assert "no requests" not in before
    assert "0 requests" in after
    assert "no requests" in after
    assert "nothing fails" in after
    assert line_with(before, "2xx").split("│")[1].split() == ["2xx", "–"]
    assert line_with(after, "2xx").split("│")[1].split() == ["2xx", "0"]


def test_sections_have_their_columns_and_say_how_many_more() -> None:
    text = screen(fakes.much())
    heading = line_with(text, "SECTIONS").split("│")[0].split()
    assert heading == ["SECTIONS", "HITS", "%", "/s", "4xx", "5xx", "BYTES"]
    assert line_with(text, "/api ").split("│")[0].split()[:7] == [
        "/api", "41", "48.8", "4.1", "2", "1", "410",
    ]  # fmt: skip
    assert "(12 more)" in text


@pytest.mark.parametrize("columns", range(12, 80, 3))
def test_a_number_is_whole_or_absent(columns: int) -> None:
    moment = replace(fakes.much(), window=replace(fakes.much().window, statuses=()))
    row = line_with(screen(moment, columns, 20), "/api").split("│")[0].split()
    whole = ["/api", "41", "48.8", "4.1", "2", "1", "410", "kB"]
    assert [word for word in row if word not in whole and not set(word) & set("█▏▎▍▌▋▊▉")] == []


def test_totals_account_for_every_line() -> None:
    text = screen(fakes.much())
    figures = {
        line.split("│")[-1].split()[0]: line.split()[-1]
        for line in text.splitlines()
        if "│" in line[-30:] and line.split("│")[-1].split()
    }
    assert (figures["malformed"], figures["blank"], figures["overlong"], figures["late"]) == (
        "17", "3", "1", "2",
    )  # fmt: skip


def test_alerts_stand_in_their_exact_words_with_what_these_do_not_say() -> None:
    text = screen(fakes.much())
    assert f" ▲ {fakes.FIRED.message}  10.0/s" in text
    assert f" ▼ {fakes.RECOVERED.message}  after 17 min, peak 31.0/s" in text
    old = replace(fakes.FIRED, before_start=True)
    assert "10.0/s (before start)" in screen(replace(fakes.much(), events=(old,)))


def test_the_smallest_screens_keep_the_state_and_the_newest_alert() -> None:
    text = screen(fakes.much(), 20, 5)
    assert text.startswith(" OK  8.4 req/s")
    assert "recovered" in text
    assert "/api" in screen(fakes.much(), 40, 10)


def test_every_event_is_kept_and_the_end_is_followed() -> None:
    board = dashboard(fakes.none())
    events = tuple(replace(fakes.FIRED, message=f"alert number {number}") for number in range(500))
    board.render((80, 24), True)
    board.show(replace(fakes.none(), events=events[:499]))
    board.show(replace(fakes.none(), events=events))
    assert any("alert number 499" in line for line in render_text(board, (80, 24)))
    board.move("home")
    assert any("alert number 0 " in line for line in render_text(board, (80, 24)))
    board.show(replace(fakes.none(), events=(*events, replace(fakes.FIRED, message="one more"))))
    assert not any("one more" in line for line in render_text(board, (80, 24)))
    board.move("end")
    assert any("one more" in line for line in render_text(board, (80, 24)))


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (fakes.waiting(), "/var/log/nginx/access.log: waiting - no such file yet"),
        (fakes.denied(), "/a.log: denied - permission denied"),
        (fakes.ended(), "the input has ended; 81.2 k lines were read"),
        (fakes.not_understood(), "0 of 1 204 lines understood (m shows them); such as: Nov 24 kernel: hello"),
        (
            fakes.replay(),
            "reading from the start: 250 MB of 1.0 GB, 25.0 %, 100 k lines/s, 30 s left",
        ),
        (replace(fakes.much(), trouble="the disk is full"), "the disk is full"),
    ],
)
def test_what_keeps_figures_away_is_said_loudly(moment: Snapshot, said: str) -> None:
    lines = fakes.runs(dashboard(moment), (120, 40))
    assert any(style == "warning" and said in text for line in lines for style, text in line)


def test_errors_and_the_limit_are_seen_in_the_timeline() -> None:
    lines = fakes.runs(dashboard(fakes.much()), (120, 40))
    bars = [(style, text) for line in lines[3:6] for style, text in line if "█" in text]
    assert {style for style, _ in bars} == {"bar", "error"}
    text = screen(fakes.much())
    assert "16.5 max" in text
    assert "10.0 limit" in text
    marks = text.splitlines()[6]
    assert marks.index("▼") == 1 + (600 - 260) // 6


def test_ascii_mode_draws_no_other_character() -> None:
    for name, moment in fakes.MOMENTS.items():
        assert screen(moment, plain=True).isascii(), name


def test_a_moment_that_changes_nothing_draws_nothing() -> None:
    board = dashboard(fakes.much())
    canvas = board.render((120, 40), True)
    board.show(replace(fakes.much()))
    assert board.render((120, 40), True) is canvas
    board.show(replace(fakes.much(), now=fakes.NOW + 1))
    assert board.render((120, 40), True) is not canvas


def test_focus_is_seen_and_keys_scroll_the_pane_that_has_it() -> None:
    board = dashboard(fakes.much())
    board.render((120, 40), True)
    seen = []
    for _ in range(6):
        drawn = [run for line in fakes.runs(board, (120, 40)) for run in line]
        seen.append([text.split()[0] for style, text in drawn if style == "focus"])
        board.focus_next(1)
    assert seen == [["ALERTS"], ["SECTIONS"], ["PATHS"], ["CLIENTS"], ["FAILING"], ["ALERTS"]]
    board.focus_on("paths")
    board.move("down")
    text = "\n".join(render_text(board, (120, 40)))
    assert "/api/user0 " not in text
    assert "/api/user1 " in text
    board.move("end")
    assert "/api/user29 " in "\n".join(render_text(board, (120, 40)))
    board.move("home")
    assert "/api/user0 " in "\n".join(render_text(board, (120, 40)))
