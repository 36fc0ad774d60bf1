"""Each guarantee of the README names tests that hold it, and they are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_SECTION = re.search(
    r"^## Guarantees and limits\n(.*?)^Limits:\n", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL
)
GUARANTEES = re.split(r"^- ", _SECTION[1], flags=re.MULTILINE)[1:] if _SECTION else []


def test_the_readme_has_them() -> None:
    assert len(GUARANTEES) >= 8


@pytest.mark.parametrize("text", GUARANTEES, ids=lambda text: text[:30])
def test_a_guarantee_names_tests_that_are_there(text: str) -> None:
    named = re.findall(r"`(tests/[a-z_/]+\.py)::(test_\w+)`", text)
    assert named, "it names no test"
    for path, name in named:
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE), f"{path} has no {name}"
