"""Inputs that hold only the past (semantics T5), and several inputs at once."""

import gzip
import json
from pathlib import Path

import pytest

from httplogstats.cli import main
from tests.fakes import line

PAST = 1_700_000_000


def records(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main([*arguments, "--json", "--utc"]) == 0
    return [json.loads(text) for text in capsys.readouterr().out.splitlines()]


def crossings(found: list[dict[str, object]]) -> list[tuple[object, object, object]]:
    return [
        (record["event"], record["time"], record["hits"]) for record in found if record["type"] == "alert"
    ]


def seconds(rate: int, start: int, end: int) -> bytes:
    return b"".join(line(PAST + second) * rate for second in range(start, end))


def test_a_compressed_log_goes_by_its_stamps_also_without_flags(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "access.log.1.gz"
    path.write_bytes(gzip.compress(seconds(11, 0, 130) + line(PAST + 3730)))
    found = records([str(path)], capsys)
    assert crossings(found) == [("fired", PAST + 110, 1210), ("recovered", PAST + 141, 1199)]
    slots = [record for record in found if record["type"] == "slot"]
    assert slots[0]["start"] == PAST
    assert sum(int(str(slot["hits"])) for slot in slots) == found[-1]["hits"] == 1431


def test_of_several_finished_logs_the_last_stamp_is_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    early, late = tmp_path / "early.log", tmp_path / "late.log"
    early.write_bytes(seconds(1, 0, 60))
    late.write_bytes(seconds(20, 100, 400))
    for order in ([early, late], [late, early]):
        found = records(["--no-follow", *map(str, order)], capsys)
        assert crossings(found) == [("fired", PAST + 159, 1201)]
