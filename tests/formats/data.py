"""Real lines of every format with what they count as: the files beside this one, to which anybody can add."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from httplogstats.scan.record import Record

FOREIGN = b"Nov 24 03:00:00 host sshd[1]: session opened"


@dataclass(frozen=True)
class Sample:
    """One line; `record` is what it counts as."""

    raw: bytes
    record: Record


def samples(path: Path) -> list[Sample]:
    """The lines of a file. What a line does not say is not written there."""
    with path.open("rb") as file:
        tables = tomllib.load(file)["line"]
    return [_sample(table) for table in tables]


def _sample(table: dict[str, Any]) -> Sample:
    values = {
        key: value.encode() if isinstance(value, str) else value
        for key, value in table.items()
        if key not in ("raw", "source")
    }
    assert table["source"]
    return Sample(table["raw"].encode(), Record(**{"second": None, **values}))


DATA = {path.stem: samples(path) for path in sorted((Path(__file__).parent / "data").glob("*.toml"))}
"""Samples by the name of their format."""
