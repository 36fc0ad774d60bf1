"""The counting as a whole, on a clock that moves when told to: live, after a stop, primed, replayed."""

import random

import pytest

from httplogstats.snapshot import MalformedLine, Request, Span
from tests.fakes import Bench, line

pytestmark = pytest.mark.usefixtures("feeds")
NOW = 1_800_000_000
FIRE, RECOVER = True, False


def flow(bench: Bench, rate: int, start: int, end: int, behind: int = 0) -> None:
    """`rate` lines in each second of `[start, end)`, read then, stamped `behind` seconds earlier."""
    for second in range(start, end):
        bench.tick(second, line(second - behind) * rate)


def settle(bench: Bench, start: int, end: int) -> None:
    for second in range(start, end):
        bench.tick(second)


def test_eleven_a_second_fires_at_110_and_recovers_on_its_second() -> None:
    bench = Bench(NOW)
    flow(bench, 11, NOW, NOW + 110)
    settle(bench, NOW + 110, NOW + 130)  # case 11
    assert bench.crossings == [(FIRE, NOW + 110, 1210), (RECOVER, NOW + 121, 1199)]


def test_an_event_is_decided_at_the_first_tick_two_seconds_after_its_second() -> None:
    bench = Bench(NOW)
    bench.tick(NOW + 50, line(NOW + 50) * 1201)
    bench.tick(NOW + 51)
    assert bench.crossings == []
    bench.tick(NOW + 52)
    assert bench.crossings == [(FIRE, NOW + 51, 1201)]


@pytest.mark.parametrize("behind", [8 * 365 * 86400, 7 * 3600, -7 * 3600], ids=["14 of 2018", "15", "ahead"])
def test_cases_14_and_15_stamps_that_are_not_believed_count_as_now(behind: int) -> None:
    bench = Bench(NOW)
    flow(bench, 11, NOW, NOW + 115, behind)
    assert bench.crossings == [(FIRE, NOW + 110, 1210)]
    assert bench.feed.snapshot(Request()).clock == "arrival"


def test_case_16_a_stop_of_ours_is_no_alert() -> None:
    bench = Bench(NOW)
    flow(bench, 5, NOW, NOW + 200)
    bench.tick(NOW + 800, b"".join(line(second) * 5 for second in range(NOW + 200, NOW + 800)))
    flow(bench, 5, NOW + 800, NOW + 1000)
    assert bench.crossings == []


def test_case_17_a_flood_while_we_were_stopped_has_its_true_dates() -> None:
    bench = Bench(NOW)
    flow(bench, 5, NOW, NOW + 200)
    rates = {s: 20 if 300 <= s < 500 else 5 for s in range(200, 800)}
    backlog = [line(NOW + s) * rate for s, rate in rates.items()]
    for start in range(0, len(backlog), 7):  # however the backlog is cut into reads
        bench.source.append(b"".join(backlog[start : start + 7]))
    bench.tick(NOW + 800)
    flow(bench, 5, NOW + 800, NOW + 900)
    assert bench.crossings == [(FIRE, NOW + 341, 1215), (RECOVER, NOW + 581, 1185)]


def test_priming_gives_the_state_of_a_program_that_was_there_before() -> None:
    before = b"".join(line(s) * 11 for s in range(NOW - 700, NOW))
    bench = Bench(NOW, before)
    bench.tick(NOW)
    snapshot = bench.feed.snapshot(Request())
    assert snapshot.alert.firing
    assert snapshot.events[0].before_start
    bench.tick(NOW + 2)
    assert bench.feed.snapshot(Request()).window.hits == 110


def test_priming_counts_only_its_window() -> None:
    bench = Bench(NOW, line(NOW - 3600) * 50 + b"rubbish\n" + line(NOW - 5) * 3)
    bench.tick(NOW)
    account = bench.monitor.account
    assert (account.hits, account.malformed) == (3, 0)


@pytest.mark.parametrize(
    ("before", "latest"),
    [
        (b"", None),
        (b"bad\n", None),
        (line(NOW - 90_000) * 9 + line(NOW - 86_400) + b"bad\n", NOW - 86_400),
        (line(NOW - 86_400, "/" + "a" * 9000), NOW - 86_400),
        (line(NOW - 86_400) + line(NOW - 7), NOW - 7),
        (line(NOW + 3600), NOW + 3600),
    ],
    ids=["nothing", "no log", "of another day", "a long line", "of the window", "ahead"],
)
def test_the_newest_request_is_known_also_from_before_the_window(before: bytes, latest: int | None) -> None:
    bench = Bench(NOW, before)
    bench.tick(NOW)
    assert bench.feed.snapshot(Request()).latest == latest
    assert bench.feed.snapshot(Request()).sources[0].latest == latest
    bench.tick(NOW + 9, line(NOW + 8))
    assert bench.feed.snapshot(Request()).latest == max(NOW + 8, latest or 0)
    bench.tick(NOW + 10, line(NOW + 5) + b"bad\n")
    assert bench.feed.snapshot(Request()).latest == max(NOW + 8, latest or 0)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (
            [b"bad\n", line(NOW - 3600), b"bad\n", line(NOW - 9), b"bad\n", b"\n", line(NOW - 5), b"bad\n"],
            (2, 2, 1),
        ),
        ([b"bad\n", line(NOW - 9), b"bad\n"], (1, 2, 0)),
        ([line(NOW - 3600), b"bad\n"], (0, 0, 0)),
        ([line(NOW - 3600), b"bad\n"] * 400 + [line(NOW - 9), line(NOW - 3600), b"bad\n"], (1, 1, 0)),
        ([b"\n", b"bad\n", b"bad\n"], (0, 2, 1)),
    ],
    ids=["begins before the window", "begins in the window", "ends before it", "out of order", "no log"],
)
def test_a_line_without_a_date_is_in_the_window_if_one_before_it_is(
    before: list[bytes], expected: tuple[int, int, int]
) -> None:
    bench = Bench(NOW, b"".join(before))
    bench.tick(NOW)
    account = bench.monitor.account
    assert (account.hits, account.malformed, account.blank) == expected


def test_a_file_that_is_no_log_is_said_at_once() -> None:
    bench = Bench(NOW, b"rubbish\n" * 7)
    bench.tick(NOW)
    snapshot = bench.feed.snapshot(Request())
    assert (snapshot.account.malformed, snapshot.account.hits) == (7, 0)
    assert snapshot.malformed[-1] == MalformedLine("rubbish", 0, "a client and a space")


def test_slots_close_with_and_without_lines_and_add_up_to_what_was_read() -> None:
    bench = Bench(NOW)
    pick = random.Random(1)
    for second in range(NOW, NOW + 200):
        stamps = [second - pick.choice([0, 0, 1, 5, 30, 59]) for _ in range(pick.choice([0, 3, 7]))]
        bench.tick(second, b"".join(map(line, stamps)))
    settle(bench, NOW + 200, NOW + 220)
    assert sum(tally.hits for _, tally in bench.slots) == bench.monitor.account.hits
    starts = [start for start, _ in bench.slots if start >= NOW]
    assert starts == list(range(NOW, NOW + 210, 10))
    assert bench.monitor.late > 0


def test_the_windows_say_their_interval() -> None:
    bench = Bench(NOW)
    flow(bench, 2, NOW, NOW + 300)
    settle(bench, NOW + 300, NOW + 302)
    slot = bench.feed.snapshot(Request(Span.SLOT)).window
    two_minutes = bench.feed.snapshot(Request(Span.MINUTES_2)).window
    assert (slot.start, slot.end, slot.hits) == (NOW + 290, NOW + 300, 20)
    assert (two_minutes.start, two_minutes.end, two_minutes.hits) == (NOW + 180, NOW + 300, 240)
    assert bench.feed.snapshot(Request(Span.START)).window.hits == 600


def replayed(lines: list[bytes], cuts: list[int]) -> Bench:
    bench = Bench(NOW, replay=True)
    for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        bench.source.append(b"".join(lines[start:end]))
    bench.source.finished = False
    bench.tick(NOW)
    return bench


def test_a_replay_goes_by_stamps_and_then_live_silence_is_silence() -> None:
    lines = [line(s) for s in range(1000, 1130) for _ in range(11)]
    bench = replayed(lines, [])
    assert bench.crossings == [(FIRE, 1110, 1210), (RECOVER, 1141, 1199)]
    assert not any(event.before_start for event in bench.events)
    assert bench.feed.snapshot(Request()).latest == 1129
    flow(bench, 11, NOW, NOW + 115)
    assert bench.crossings[2:] == [(FIRE, NOW + 110, 1210)]


@pytest.mark.parametrize("seed", range(15))
def test_case_22_a_replay_does_not_depend_on_how_it_was_cut(seed: int) -> None:
    pick = random.Random(seed)
    stamps = [pick.choice([0, 1, 4, 30, 61, 150]) for _ in range(3000)]
    lines = [line(10_000 + index // 12 - stamp) for index, stamp in enumerate(stamps)]
    whole = replayed(lines, [])
    cut = replayed(lines, sorted(pick.sample(range(1, 3000), 40)))
    assert cut.crossings == whole.crossings
    assert [(start, tally) for start, tally in cut.slots] == [(start, tally) for start, tally in whole.slots]


def test_a_replayed_log_ahead_of_our_clock_goes_on_live_from_now() -> None:
    bench = replayed([line(NOW + 5000 + s) for s in range(300)], [])
    flow(bench, 11, NOW, NOW + 115)
    assert bench.crossings[-1] == (FIRE, NOW + 110, 1210)
    assert bench.monitor.late == 0


def test_sums_since_start_say_from_when_they_count() -> None:
    live = Bench(NOW, line(NOW - 100) * 3)
    flow(live, 2, NOW, NOW + 20)
    settle(live, NOW + 20, NOW + 22)
    snapshot = live.feed.snapshot(Request(Span.START))
    assert snapshot.window.start == snapshot.totals.started == NOW - 140
    assert snapshot.window.hits == snapshot.totals.hits == 43
    replay = replayed([line(1003), line(1015)], [])
    assert replay.feed.snapshot(Request(Span.START)).window.start == 1000


def test_of_a_log_that_goes_backwards_all_hits_are_in_some_slot() -> None:
    lines = [line(second) for second in range(1299, 999, -1)]
    bench = Bench(NOW, replay=True)
    bench.source.seekable = False  # or the end of what is there would be that of the log
    for at in range(0, 300, 30):
        bench.tick(NOW, b"".join(lines[at : at + 30]))
    bench.tick(NOW + 6)
    bench.local.finish()
    assert sum(tally.hits for _, tally in bench.slots) == bench.monitor.hits == 300
    assert bench.monitor.late == 230


def test_a_pipe_that_pauses_stays_a_replay_until_its_lines_are_of_now() -> None:
    bench = Bench(NOW, replay=True)
    bench.source.seekable = False
    for second in range(1000, 1100, 10):
        bench.tick(NOW, line(second))  # the pipe is empty after each
    assert bench.follower.replaying
    assert bench.monitor.late == 0
    bench.tick(NOW + 4, line(1100))
    assert bench.follower.replaying
    bench.tick(NOW + 5, line(NOW + 5))
    assert not bench.follower.replaying


def test_a_pipe_that_gives_nothing_for_a_while_has_given_all_that_lay_before() -> None:
    bench = Bench(NOW, replay=True)
    bench.source.seekable = False
    bench.tick(NOW, line(1000))
    bench.tick(NOW + 4)
    assert bench.follower.replaying
    bench.tick(NOW + 5)
    assert not bench.follower.replaying


def test_a_pipe_that_has_given_nothing_is_waited_for_longer() -> None:
    """Its writer may be asked for a password."""
    bench = Bench(NOW, replay=True)
    bench.source.seekable = False
    bench.tick(NOW)
    bench.tick(NOW + 59)
    bench.tick(NOW + 59, line(1000))
    assert bench.follower.replaying
    idle = Bench(NOW, replay=True)
    idle.source.seekable = False
    idle.tick(NOW)
    idle.tick(NOW + 60)
    assert not idle.follower.replaying


def test_a_pipe_whose_lines_are_ahead_of_our_clock_is_not_of_now() -> None:
    bench = Bench(NOW, replay=True)
    bench.source.seekable = False
    bench.tick(NOW, line(NOW + 7200))
    assert bench.follower.replaying


def test_a_pipe_that_is_not_followed_is_a_replay_until_it_ends() -> None:
    bench = Bench(NOW, replay=True)
    bench.source.seekable, bench.source.past = False, True
    for second in (1000, 1300, 1600):
        bench.tick(NOW, line(second))
        bench.tick(NOW + 600)
        assert bench.follower.replaying
    bench.source.finished = True
    bench.tick(NOW + 601)
    bench.local.finish()
    assert [(start, tally.hits) for start, tally in bench.slots if tally.hits] == [
        (1000, 1),
        (1300, 1),
        (1600, 1),
    ]
