"""Times in buckets: what a quantile is off by, and sums of histograms."""

import random

import pytest

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.layout import Form
from httplogstats.formats.objects import CADDY
from httplogstats.latency import MOST, Histograms, bucket_of, greatest, middle_of, quantile
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.times import micros_of


@pytest.mark.parametrize("micros", [0, 1, 63, 64, 65, 127, 128, 999, 10**6, 123_456_789, MOST])
def test_a_bucket_is_near_what_it_holds(micros: int) -> None:
    assert abs(middle_of(bucket_of(micros)) - micros) <= micros / 64


def test_buckets_follow_each_other() -> None:
    found = [bucket_of(micros) for micros in range(5000)]
    assert sorted(set(found)) == list(range(found[-1] + 1))
    assert found == sorted(found)


def test_quantiles_against_the_sorted_times() -> None:
    rng = random.Random(3)
    times = sorted(int(rng.lognormvariate(9, 2)) for _ in range(5000))
    counts: dict[int, int] = {}
    for time in times:
        counts[bucket_of(time)] = counts.get(bucket_of(time), 0) + 1
    for share in (0.5, 0.95, 0.99):
        true = times[int(len(times) * share + 0.999) - 1]
        assert abs((quantile(counts, share) or 0) - true) <= true / 50
    assert abs((greatest(counts) or 0) - times[-1]) <= times[-1] / 50
    assert quantile({}, 0.5) is None
    assert greatest({}) is None


@pytest.mark.parametrize(
    ("text", "form", "micros"),
    [
        (b"0.038", Form.SECONDS, 38_000),
        (b"12", Form.MILLIS, 12_000),
        (b"204055", Form.NANOS, 204),
        (b"7", Form.MICROS, 7),
        (b"2ms", Form.SECONDS, 2000),
        (b"0.248406s", Form.SECONDS, 248_406),
        (b"9.2e-05", Form.SECONDS, 92),
        (b"0.04929675123456789", Form.SECONDS, 49_296),
        (b"12.345678901234567", Form.MILLIS, 12_345),
        (b"0." + b"0" * 12 + b"12345678901234567", Form.SECONDS, 0),
        (b"0." + b"1" * 30, Form.SECONDS, 111_111),
        (b"0." + b"1" * 31, Form.SECONDS, None),
        (b"0.100, 0.004", Form.SECONDS, 104_000),
        (b"0.1 : -, 0.2", Form.SECONDS, 300_000),
        (b"+30", Form.MILLIS, 30_000),
        (b"0.100,", Form.SECONDS, None),
        (b"-", Form.SECONDS, None),
        (b"-1", Form.SECONDS, None),
        (b"", Form.SECONDS, None),
        (b"x", Form.SECONDS, None),
        (b"9" * 15, Form.SECONDS, MOST),
    ],
)
def test_times_as_they_are_written(text: bytes, form: Form, micros: int | None) -> None:
    assert micros_of(text, form) == micros


@pytest.mark.parametrize("name", ["pure", "native"])
def test_a_float_with_all_its_digits_is_a_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that prints what it measured writes these; without them only the others were counted."""
    times = (
        b"0.04929675123456789",
        b"9" * 15 + b"." + b"9" * 30,
        b"0." + b"0" * 31,
        b"1.0009999999999999e-02",
    )
    lines = [CADDY.example.replace(b"0.000929675", time) + b"\n" for time in times]
    if name == "native":
        pytest.importorskip("httplogstats.scan._native")
    monkeypatch.setenv("HTTPLOGSTATS_SCANNER", name)
    scanned = make_scanner(CADDY).scan(b"".join(lines), Placing(NEVER, EVER, None, NEVER, 10))
    (tally,) = scanned.slots.values()
    assert tally.hits == 4
    assert dict(tally.latency) == {bucket_of(49_296): 1, bucket_of(MOST): 1, bucket_of(10_009): 1}


def test_histograms_of_either_kind_add_up() -> None:
    native = pytest.importorskip("httplogstats.scan._native")
    expected: dict[bytes, dict[int, int]] = {b"/a": {5: 2, 1146: 2}, b"/b": {5: 2}}
    for kind in (Histograms, native.Histograms):
        for other in (Histograms, native.Histograms):
            one, more = kind(), other()
            for histograms in (one, more):
                for section, bucket in ((b"/a", 5), (b"/a", 1146), (b"/b", 5), (b"/gone", 7)):
                    histograms.add(section, bucket)
            one.keep([b"/a", b"/b"])
            one.merge(more, {b"/a", b"/b"})
            assert one == expected
            assert dict(one.items()) == expected
            assert (one.get(b"/a"), one.get(b"/gone"), b"/b" in one, len(one)) == (
                expected[b"/a"],
                None,
                True,
                2,
            )
            assert one != more
