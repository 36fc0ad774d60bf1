"""A run of the tests leaves nothing behind, nor does one that only collects them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("option", ["--collect-only", "-q"])
def test_the_temporary_directory_is_as_it_was(option: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", option, "tests/test_safe.py"]
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}, check=True, capture_output=True
    )
    assert list(tmp_path.iterdir()) == []
