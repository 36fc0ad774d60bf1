"""The pictures of the documentation are what the program shows."""

import runpy
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"
SCRIPT = runpy.run_path(str(DOCS / "screenshot.py"))


@pytest.fixture(scope="module")
def feed() -> Any:
    return SCRIPT["scene"]()


@pytest.mark.parametrize("picture", SCRIPT["PICTURES"], ids=lambda picture: picture.name)
def test_a_picture_shows_what_the_program_shows(picture: Any, feed: Any) -> None:
    drawn = SCRIPT["draw"](picture, feed)
    assert drawn == (DOCS / f"{picture.name}.svg").read_text(), "python docs/screenshot.py draws them anew"
