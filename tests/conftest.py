"""No test reads the configuration of who runs it, or writes to that person's state."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

HOME = tempfile.mkdtemp(prefix="httplogstats-tests-")
for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
    os.environ[name] = HOME
signal.signal(
    signal.SIGHUP, signal.SIG_DFL
)  # what `nohup pytest` ignores, the programs under test would ignore too


def pytest_unconfigure() -> None:
    """Nothing of a run stays behind."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _pipes() -> Iterator[None]:
    """A command run by a test may have asked to be ended by SIGPIPE."""
    yield
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with two hits in each of the last seconds, of which a live start reads its window."""
    from tests.fakes import line

    path = tmp_path / "access.log"
    now = int(time.time())
    path.write_bytes(b"".join(line(second) * 2 for second in range(now - 140, now)))
    return path


@pytest.fixture(params=["in this process", "over a socket"])
def feeds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same test of what a feed gives, for a feed of either kind."""
    from tests.collector.near import Near
    from tests.fakes import Bench

    with ExitStack() as stack:
        if request.param == "over a socket":
            near = staticmethod(lambda local, clock: stack.enter_context(Near(local, clock)).screen())
            monkeypatch.setattr(Bench, "seen_from", near)
        yield
