"""What stood before a log begins is not known, so nothing fires for want of it (semantics A5)."""

from fractions import Fraction

import pytest

from httplogstats.alerts.rule import no_traffic
from httplogstats.monitor import Rules
from tests.fakes import Bench, line

NOW = 1_800_000_000
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
