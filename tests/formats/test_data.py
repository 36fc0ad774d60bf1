"""Every format: its lines are found to be it, and count as they should, for all scanners alike."""

import random

import pytest

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.formats.common import COMMON
from httplogstats.formats.detect import detect
from httplogstats.formats.layout import Layout
from httplogstats.formats.named import LAYOUTS
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.pure import PureScanner
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Misfit, Record, Recorder
from httplogstats.scan.stamps import Stamps
from tests.scan.material import PIECES

from .data import DATA, FOREIGN, Sample

EACH = pytest.mark.parametrize(("name", "samples"), DATA.items(), ids=list(DATA))
NAMED = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
EVERYTHING = Placing(NEVER, EVER, 1_500_000_000, NEVER, 10)


def record(layout: Layout, line: bytes) -> Record | Misfit:
    values = reader_of(layout)(line)
    return values if isinstance(values, Misfit) else Recorder(layout, Stamps()).record(values)


def test_every_format_has_lines() -> None:
    assert {layout.name for layout in LAYOUTS} <= set(DATA)


@EACH
def test_lines_are_found_to_be_their_format(name: str, samples: list[Sample]) -> None:
    found = detect(b"\n".join(sample.raw for sample in samples))
    assert found is not None
    assert found.name == name
    assert [record(found, sample.raw) for sample in samples] == [sample.record for sample in samples]


@EACH
def test_a_fifth_of_foreign_lines_does_not_matter(name: str, samples: list[Sample]) -> None:
    raw = [sample.raw for sample in samples] * 8
    mixed = b"\n".join([FOREIGN] * (len(raw) // 4) + raw)
    found = detect(mixed)
    assert found is not None
    assert found.name == name


@EACH
def test_extra_fields_at_the_end_never_break_a_line(name: str, samples: list[Sample]) -> None:
    found = detect(samples[0].raw)
    assert found is not None
    if not found.keys:
        between = b"\t" if b"\t" in samples[0].raw else b" "
        more = samples[0].raw + between + between.join((b'"new field"', b"-", b"[x]"))
        assert record(found, more) == samples[0].record


@NAMED
def test_all_scanners_count_changed_lines_alike(layout: Layout) -> None:
    scanners = (make_scanner(layout), PureScanner(layout))
    exact = ExactScanner(layout)
    rng = random.Random(layout.name)
    for _ in range(6):
        data = b"\n".join(changed(rng, layout) for _ in range(40))
        for scanner in scanners:
            assert scanner.scan(data, EVERYTHING) == exact.scan(data, EVERYTHING)


def changed(rng: random.Random, layout: Layout) -> bytes:
    line = rng.choice([layout.example, *(sample.raw for sample in DATA[layout.name])])
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        at = rng.randrange(len(line) + 1)
        until = min(len(line), at + rng.choice((0, 1, 1, 3, 20)))
        line = line[:at] + rng.choice((*PIECES, b"", line[at:until] * 2)) + line[until:]
    return line


def test_what_was_expected_is_said_in_words_for_people() -> None:
    assert reader_of(COMMON)(b"127.0.0.1 - ") == Misfit(12, "a user and [")
    assert reader_of(COMMON)(b"127.0.0.1 x") == Misfit(10, "a field and a space")
