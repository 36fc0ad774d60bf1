"""The header and what stands in place of the figures: what is watched, and how well."""

import pytest

from httplogstats.snapshot import FilterView, Following, Snapshot, SourceState, Span
from httplogstats.ui.panes.top import parsed
from tests.ui import fakes
from tests.ui.screens import dashboard, line_with, screen

PATTERN = SourceState("/0/*.log", Following.FOLLOWING, matches=0)


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
        (fakes.much()._replace(clock="arrival"), "clock: arrival  16:00:40"),
        (fakes.much()._replace(sources=fakes.much().sources * 3), " 3 logs "),
    ],
)
def test_header_says_which_time_counts(moment: Snapshot, said: str) -> None:
    assert said in screen(moment).splitlines()[0]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (fakes.waiting(), "/var/log/nginx/access.log: waiting - no such file yet"),
        (fakes.denied(), "/a.log: denied - permission denied"),
        (fakes.ended(), "The input has ended: 81.2 k lines read  "),
        (
            fakes.ended()._replace(clock="arrival"),
            "The input has ended: 81.2 k lines read; they count as of now, --no-follow goes by their dates",
        ),
        (
            fakes.not_understood(),
            "0 of 1 204 lines understood (m shows them); such as: Nov 24 kernel: hello",
        ),
        (
            fakes.not_understood()._replace(account=fakes.not_understood().account._replace(malformed=1)),
            "0 of 1 line understood (m shows them); first: Nov 24 kernel: hello",
        ),
        (fakes.replay(), "Reading from the start: 250 MB of 1.0 GB, 25.0 %, 100 k lines/s, 30 s left"),
        (fakes.replay()._replace(lines_per_second=0), "Reading from the start: 250 MB of 1.0 GB, 25.0 %  "),
        (fakes.much()._replace(trouble="the disk is full"), "the disk is full"),
        (
            fakes.much()._replace(sources=(SourceState("/a", Following.FOLLOWING, "mount the folder"),)),
            "/a: mount the folder",
        ),
        (
            fakes.silent()._replace(latest=fakes.NOW - 86_400),
            "No request for 1 d 0 h, since 2018-05-08 16:00:40; --from-start reads it",
        ),
        (
            fakes.much()._replace(latest=fakes.NOW - 600),
            "No request for 10 min, since 2018-05-09 15:50:40; w leads to since start ",
        ),
        (
            fakes.silent()._replace(latest=fakes.NOW + 7200),
            "The newest request is dated 2018-05-09 18:00:40, ahead of this clock",
        ),
    ],
)
def test_what_keeps_figures_away_is_said_loudly(moment: Snapshot, said: str) -> None:
    lines = fakes.runs(dashboard(moment), (120, 40))
    assert any(style == "warning" and said in text for line in lines for style, text in line)


@pytest.mark.parametrize("ago", [0, 599, None])
def test_a_short_silence_is_seen_in_the_timeline(ago: int | None) -> None:
    latest = None if ago is None else fakes.NOW - ago
    assert "No request for" not in screen(fakes.much()._replace(latest=latest))
    assert "SECTIONS" in screen(fakes.silent()._replace(latest=fakes.NOW - 86_400))


def test_of_an_old_log_it_is_said_how_to_see_it_as_it_was() -> None:
    old = fakes.much()._replace(latest=fakes.NOW - 86_400, started=fakes.NOW - 3)
    hint = "; w leads to since start, --no-follow shows it as it was "
    assert hint in screen(old)
    assert line_with(screen(old, 80, 24), "No request").rstrip().endswith("; w leads to since start")
    assert "--no-follow" not in screen(old._replace(started=fakes.NOW - 90_000))


def test_nobody_is_led_where_they_are() -> None:
    long_ago = fakes.much()._replace(latest=fakes.NOW - 600)
    everything = long_ago._replace(window=long_ago.window._replace(span=Span.START))
    assert "w leads" in screen(long_ago)
    assert "No request for" in screen(everything)
    assert "w leads" not in screen(everything)


@pytest.mark.parametrize("moment", [fakes.waiting(), fakes.denied(), fakes.not_understood()])
def test_where_there_are_no_figures_there_is_no_empty_dashboard(moment: Snapshot) -> None:
    assert "SECTIONS" not in screen(moment)
    assert "SECTIONS" in screen(moment._replace(account=fakes.much().account, window=fakes.much().window))


def beside(moment: Snapshot, following: Following = Following.WAITING) -> Snapshot:
    """The moment, with a log that is missing beside the others."""
    missing = SourceState("/b.log", following, "no such file yet")
    return moment._replace(sources=(missing, *moment.sources))


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (80, 17)])
def test_a_missing_log_beside_others_takes_away_neither_panes_nor_what_else_is_said(
    size: tuple[int, int],
) -> None:
    quiet = beside(fakes.silent()._replace(latest=fakes.NOW - 86_400))
    text = screen(quiet, *size)
    assert "/b.log: waiting - no such file yet" in text
    assert "No request for 1 d 0 h" in text
    assert "SECTIONS" in text
    assert "SECTIONS" in screen(beside(fakes.silent()), *size)
    assert "tried again" not in text


def test_on_a_small_screen_there_is_one_line_of_warning() -> None:
    text = screen(beside(fakes.much()._replace(latest=fakes.NOW - 86_400)), 80, 12)
    assert "/b.log: waiting" in text
    assert "No request for" not in text


def test_a_log_that_is_not_understood_is_said_also_beside_a_missing_one() -> None:
    text = screen(beside(fakes.not_understood()))
    assert "/b.log: waiting - no such file yet" in text
    assert "0 of 1 204 lines understood" in text
    assert "SECTIONS" not in text


def test_a_pattern_is_no_log_beside_one_that_is_missing() -> None:
    waiting = fakes.waiting()
    assert "SECTIONS" not in screen(waiting._replace(sources=(*waiting.sources, PATTERN)))


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
    view = fakes.filtered()._replace(filter=FilterView((test,), fakes.NOW, 1.0), fields=fields)
    for size in ((120, 40), (80, 24)):
        line = line_with(screen(view, *size), "FILTER")
        assert (f"no {test.split()[0]} in this log" in line) is said


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
def test_a_filter_that_counts_less_than_the_window_shown_says_from_when(size: tuple[int, int]) -> None:
    def pieces(short: bool) -> list[tuple[object, str]]:
        view = FilterView(("status >= 500",), fakes.NOW - 5, 1.0, short)
        return fakes.runs(dashboard(fakes.filtered()._replace(filter=view)), size)[2]

    found = pieces(short=True)
    at = found.index(("warning", " only from 16:00:35 on, see --keep "))
    assert found[at - 1] == ("text", " ")
    assert not any("--keep" in text for _, text in pieces(short=False))


def logs(*ages: int | None, **of: object) -> Snapshot:
    """Several logs, the newest requests of which are so old."""
    sources = tuple(
        SourceState(f"/{at}/{at}.log", Following.FOLLOWING, latest=None if age is None else fakes.NOW - age)
        for at, age in enumerate(ages)
    )
    return fakes.much()._replace(sources=sources, **of)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (logs(3, 720), "  2 logs    1.log silent for 12 min    nginx combined"),
        (logs(3, 720, 86_400, 599), " 4 logs    2.log silent for 1 d 0 h, 1 more    nginx combined"),
        (logs(3, None), "  2 logs    1.log silent    nginx combined"),  # since start, long ago
        (logs(3, 599), "  2 logs   nginx combined"),
        (
            logs(3, 3)._replace(sources=(*logs(3, 3).sources, PATTERN._replace(matches=1))),
            "  3 logs   nginx combined",
        ),
        (logs(700, 720), "  2 logs   nginx combined"),  # all are: the banner says so
        (logs(3, 720, clock="replay"), "  2 logs   nginx combined"),
        (logs(3, None, started=fakes.NOW - 3), "  2 logs   nginx combined"),
    ],
)
def test_the_one_of_several_logs_that_is_silent_is_named(moment: Snapshot, said: str) -> None:
    assert said in screen(moment).splitlines()[0]


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ((*logs(3, 3).sources, PATTERN), " 2 logs "),
        ((*logs(3).sources, PATTERN), " /0/0.log "),
        ((*logs(3).sources, PATTERN._replace(matches=2)), " 3 logs "),
        ((PATTERN._replace(matches=2),), " /0/*.log "),
        ((*logs(3).sources, PATTERN._replace(matches=None, following=Following.WAITING)), " 2 logs "),
    ],
)
def test_logs_are_counted_and_a_pattern_is_none(sources: tuple[SourceState, ...], said: str) -> None:
    assert said in screen(fakes.much()._replace(sources=sources)).splitlines()[0]


def test_of_two_logs_of_one_name_the_silent_one_is_named_with_its_folder() -> None:
    moment = logs(3, 720)
    one, other = moment.sources
    moment = moment._replace(
        sources=(one._replace(name="/a/access.log"), other._replace(name="/b/access.log"))
    )
    assert " /b/access.log silent for 12 min " in screen(moment).splitlines()[0]


def test_the_silent_log_is_named_before_format_and_share_where_there_is_little_room() -> None:
    assert screen(logs(3, 720), 60, 12).splitlines()[0].split() == [
        "2", "logs", "1.log", "silent", "for", "12", "min", "live", "16:00:40",
    ]  # fmt: skip
