"""Random schedules of writing, rotating, cutting and polling: every line once, but for the named losses.

`HTTPLOGSTATS_SCHEDULES` says how many (1,000 without it), `HTTPLOGSTATS_SEED` where they begin.
"""

import os
from pathlib import Path

import pytest

from tests.follow.schedules import run

SCHEDULES = int(os.environ.get("HTTPLOGSTATS_SCHEDULES", "1000"))
SEED = int(os.environ.get("HTTPLOGSTATS_SEED", "0"))
PARTS = 10


@pytest.mark.parametrize("meddling", [False, True], ids=["between polls", "between calls"])
@pytest.mark.parametrize("part", range(PARTS))
def test_every_line_comes_once(tmp_path: Path, part: int, meddling: bool) -> None:
    for seed in range(SEED + part, SEED + SCHEDULES, PARTS):
        complaints = run(seed, tmp_path, meddling=meddling)
        assert not complaints, f"seed {seed}: {complaints[:5]}"
