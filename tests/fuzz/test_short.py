"""Made-up input for a moment; `python -m tests.fuzz.long` goes on from there for as long as one likes."""

import pytest

from tests.fuzz.long import TARGETS, run

CASES = 250


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_raises_more_than_it_should(name: str) -> None:
    for case in range(CASES):
        run(name, case)
