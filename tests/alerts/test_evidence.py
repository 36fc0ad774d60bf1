"""Why an alert fired, against figures counted by hand; frozen, bounded, and the same after the disk."""

import re
from fractions import Fraction
from itertools import pairwise

import pytest

from httplogstats.alerts.measures import MEASURES
from httplogstats.alerts.rule import Rule
from httplogstats.evidence import Change, Evidence
from httplogstats.monitor import Rules
from httplogstats.records import event_of, line_of
from httplogstats.snapshot import AlertEvent
from tests.fakes import Bench, line

NOW = 1_800_000_000


def evidence(event: AlertEvent) -> Evidence:
    assert event.evidence is not None
    return event.evidence


def client(second: int, name: str, path: str, status: int = 200) -> bytes:
    return line(second, path, status, 1000).replace(b"10.0.0.1", name.encode())


@pytest.fixture
def bench() -> Bench:
    """240 s of 2/s to /pages, then 30/s more: 20 of one client to /search, 10 of others that fail."""
    bench = Bench(NOW)
    for second in range(NOW, NOW + 300):
        data = line(second) * 2
        if second >= NOW + 240:
            data += client(second, "203.0.113.7", "/search?q=1") * 20
            data += b"".join(client(second, f"198.51.100.{n}", "/api/x", 500) for n in range(10))
        bench.tick(second, data)
    for second in range(NOW + 300, NOW + 500):
        bench.tick(second, line(second) * 2)
    return bench


def test_the_window_against_the_one_before_it_second_by_second(bench: Bench) -> None:
    # 240 hits in any 120 s before; 30 more each second: over 1200 in the 33rd second
    fired = bench.events[0]
    found = evidence(fired)
    assert (fired.time, fired.value) == (NOW + 273, 33 * 30 + 240)
    assert (found.start, found.end) == (NOW + 153, NOW + 273)
    assert found.now == (1230, 240 * 100 + 990 * 1000, 0, 330)
    assert found.before == (240, 240 * 100, 0, 0)
    assert found.seen == NOW - 140
    assert found.timeline[-1] == 4 * 32
    assert sum(found.timeline) == 1230 + 240


def test_what_changed_most(bench: Bench) -> None:
    found = evidence(bench.events[0])
    assert found.of == "requests"
    assert found.rows == (NOW + 160, NOW + 273)
    assert found.rows_before == (NOW + 40, NOW + 160)
    by_kind: dict[str, list[Change]] = {}
    for change in found.changes:
        by_kind.setdefault(change.kind, []).append(change)
    # 34 seconds had been read when it was decided: an event is decided two seconds after its second
    read = found.total - 2 * (NOW + 275 - found.rows[0])
    assert by_kind["section"][0] == Change("section", "/search", read * 2 // 3, 0)
    assert by_kind["section"][1] == Change("section", "/api", read // 3, 0)
    assert by_kind["client"][0].key == "203.0.113.7"
    assert by_kind["path"][0].key == "/search"
    assert [change.key for change in by_kind["status"]] == ["200", "500"]
    assert len(by_kind["client"]) == 5
    assert not by_kind.get("agent")


def test_lines_of_the_greatest_contributor(bench: Bench) -> None:
    found = evidence(bench.events[0])
    assert found.contributor == "path /search"
    assert len(found.samples) == 10
    assert all("GET /search?q=1 HTTP" in sample for sample in found.samples)


def test_it_stays_as_it_was(bench: Bench) -> None:
    fired = bench.events[0]
    before = evidence(fired)
    for second in range(NOW + 500, NOW + 5000, 7):
        bench.tick(second, line(second, "/other"))
    assert bench.monitor.alerting.events[0].evidence == before


def test_a_recovery_tells_of_the_whole_time(bench: Bench) -> None:
    fired, recovered = bench.events
    found = evidence(recovered)
    assert recovered.duration == recovered.time - fired.time
    assert recovered.peak > fired.reading
    assert recovered.over > 0
    assert found.end - len(found.timeline) * found.step <= fired.time - 120
    assert found.changes == found.samples == ()


@pytest.mark.parametrize(
    ("measure", "limit", "of", "first"),
    [
        ("rate_5xx", "20", "5xx", "/api"),
        ("error_rate", "20", "errors", "/api"),
        ("bytes_rate", "9000", "bytes", "/search"),
    ],
)
def test_other_measures_count_what_they_are_about(measure: str, limit: str, of: str, first: str) -> None:
    rule = Rule("R", MEASURES[measure], Fraction(limit), 60)
    bench = Bench(NOW, rules=Rules(10, 120, Fraction(1000), (rule,)))
    for second in range(NOW, NOW + 160):
        data = line(second) * 3
        if second >= NOW + 130:
            data += client(second, "203.0.113.7", "/search") * 20
            data += client(second, "203.0.113.8", "/api/x", 500) * 10
        bench.tick(second, data)
    found = evidence(bench.events[0])
    assert found.of == of
    assert found.changes[0].kind == "section"
    assert found.changes[0].key == first
    if of == "5xx":
        assert [change.key for change in found.changes if change.kind == "status"] == ["500"]
        assert all('" 500 ' in sample for sample in found.samples)


def test_hostile_keys_come_out_fit_to_be_drawn_and_short() -> None:
    bench = Bench(NOW)
    path = "/\x1b]0;x\x07" + "a" * 3000
    for second in range(NOW, NOW + 30):
        bench.tick(second, line(second, path) * 100)
    found = evidence(bench.events[0])
    texts = [found.contributor, *(change.key for change in found.changes), *found.samples]
    assert all(text.isascii() and text.isprintable() and len(text) <= 240 for text in texts)
    assert found.samples
    assert len(line_of(bench.events[0])) < 20_000


def test_where_no_slots_are_kept_there_is_none_and_the_alerts_are_the_same(bench: Bench) -> None:
    bare = Bench(NOW)
    bare.monitor.windows.kept = False
    for second in range(NOW, NOW + 300):
        bare.tick(second, line(second) * (32 if second >= NOW + 240 else 2))
    for second in range(NOW + 300, NOW + 500):
        bare.tick(second, line(second) * 2)
    assert bare.crossings == bench.crossings
    assert [event.evidence for event in bare.events] == [None, None]


def test_it_is_the_same_after_the_disk(bench: Bench) -> None:
    for event in bench.events:
        again = event_of(line_of(event))
        assert again is not None
        assert again.evidence == event.evidence
        assert again.peak == Fraction(str(float(event.peak))) or again.peak == event.peak


@pytest.mark.parametrize("harm", [b'"now":[', b'"rows":[', b'"changes":[', b'"timeline":[', b'"samples":['])
def test_a_record_with_harmed_evidence_is_no_record(bench: Bench, harm: bytes) -> None:
    text = line_of(bench.events[0])
    assert harm in text
    assert event_of(text.replace(harm, harm + b"null,", 1)) is None


def test_a_column_of_ages_is_read_back_as_a_day(bench: Bench) -> None:
    again = event_of(re.sub(b'"step":[0-9]+', b'"step":99999999999999', line_of(bench.events[0])))
    assert again is not None
    assert again.evidence is not None
    assert again.evidence.step == 86_400


def test_a_rule_that_flaps_has_evidence_once_a_minute() -> None:
    bench = Bench(NOW, rules=Rules(10, 2, Fraction(1)))
    for second in range(NOW, NOW + 180):
        bench.tick(second, line(second) * (3 if second % 6 == 0 else 0))
    fired = [event for event in bench.events if event.fired]
    assert len(fired) > 25
    explained = [event.time for event in fired if event.evidence is not None]
    assert [later - earlier for earlier, later in pairwise(explained)] == [60, 60]
