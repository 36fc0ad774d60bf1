"""Each promise of docs/following.md names a test that is there."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROMISES = (HERE.parent.parent / "docs/following.md").read_text()
NAMED = sorted(set(re.findall(r"`(test_\w+)`", PROMISES)))
FILES = sorted(set(re.findall(r"`(?:tests/follow/)?(test_\w+\.py)`", PROMISES)))


def test_there_are_promises() -> None:
    assert len(NAMED) > 10
    assert len(FILES) > 5


@pytest.mark.parametrize("name", NAMED)
def test_a_named_test_is_there(name: str) -> None:
    assert any(f"def {name}(" in path.read_text() for path in HERE.glob("test_*.py"))


@pytest.mark.parametrize("file", FILES)
def test_a_named_file_is_there(file: str) -> None:
    assert (HERE / file).exists()
