"""A log of two lines, and readers that are closed in the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from httplogstats.tail import FileTail
from tests.follow.numbered import Writer
from tests.follow.polling import Reader


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log"
    path.write_bytes(b"1\n2\n")
    return path


@pytest.fixture
def follow() -> Iterator[Callable[..., Reader]]:
    tails: list[FileTail] = []

    def make(path: Path, **options: object) -> Reader:
        tails.append(FileTail(str(path), **options))  # type: ignore[arg-type]
        return Reader(tails[-1])

    yield make
    for tail in tails:
        tail.close()


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    return Writer(tmp_path / "access.log")
