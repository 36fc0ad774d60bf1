"""Where a live start begins to count in a log that is already there (semantics T4)."""

from fractions import Fraction
from pathlib import Path

import pytest

from httplogstats.alerts.rule import no_traffic
from httplogstats.follower import Follower
from httplogstats.monitor import Monitor, Rules
from httplogstats.tail import FileTail
from tests.fakes import Bench, line

NOW = 1_800_000_000
JSON = b'{"time":"2027-01-15T07:59:55Z","remote_addr":"::1","request":"GET / HTTP/1.1","status":200}\n'


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (line(NOW - 5) * 1300 + b"x" * 70_000 + b"\n\n", (1300, 0, 1, 1)),
        (line(NOW - 5) * 1300 + b"rubbish\n" * 20_000, (1300, 20_000, 0, 0)),
        (JSON * 1300 + b"".join(b"rubbish %d\n" % number for number in range(10_000)), (1300, 10_000, 0, 0)),
        (b"rubbish\n" * 20_000, (0, 64 * 1024 // len(b"rubbish\n") - 1, 0, 0)),
    ],
    ids=["an overlong line", "rubbish for a while", "another format", "nothing is understood"],
)
def test_the_way_back_ends_at_lines_without_a_date_only_where_no_line_has_one(
    tmp_path: Path, before: bytes, expected: tuple[int, int, int, int]
) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(before)
    monitor = Monitor(Rules(10, 120, Fraction(10)), NOW, str)
    follower = Follower(FileTail(str(log)), NOW, NOW - 130)
    while follower.read(monitor, NOW, 0.0, 10**6):
        pass
    account = monitor.account
    assert (account.hits, account.malformed, account.blank, account.overlong) == expected


SILENCE = Rules(10, 120, Fraction(10), (no_traffic("Silence", 60),))


@pytest.mark.parametrize(
    ("before", "fired"),
    [
        (b"", NOW + 60),  # an empty log, or none
        (line(NOW - 20), NOW + 41),  # rotated just now: what was before stands in another file
        (line(NOW - 5000) + line(NOW - 20), NOW - 80),
        (line(NOW - 5000), NOW - 80),
    ],
    ids=["nothing is known", "it begins in the window", "it goes back further", "silent since long"],
)
def test_silence_is_only_known_where_the_log_goes_back_so_far(before: bytes, fired: int) -> None:
    bench = Bench(NOW, before, rules=SILENCE)
    bench.tick(NOW)
    for second in range(NOW, NOW + 70):
        bench.tick(second)
    first = next(event for event in bench.events if event.rule == "Silence")
    assert (first.fired, first.time) == (True, fired)
