"""The program itself, killed and started again, read by a pipe that closes, told to tell."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import line

PROGRAM = [sys.executable, "-m", "httplogstats"]


def patiently(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(text) for text in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log whose last two minutes exceed the limit."""
    path = tmp_path / "access.log"
    now = int(time.time())
    path.write_bytes(b"".join(line(second) * 12 for second in range(now - 125, now)))
    return path


@pytest.mark.pty
def test_killed_while_firing_it_goes_on_and_tells_nobody_twice(log: Path, tmp_path: Path) -> None:
    journal, out, told = tmp_path / "j.jsonl", tmp_path / "out", tmp_path / "told"
    hook = f"""/bin/sh -c 'echo $HTTPLOGSTATS_EVENT >>{told}'"""
    arguments = ["--json", "--history", str(journal), "--on-alert", hook, "--alert-window=60", str(log)]
    for _ in range(2):
        with out.open("wb") as file:
            program = subprocess.Popen([*PROGRAM, *arguments], stdout=file, env=os.environ)
        patiently(lambda: bool(lines(journal)) and told.exists() and b"slot" in out.read_bytes())
        program.send_signal(signal.SIGKILL)
        program.wait()
    assert [record["event"] for record in lines(journal)] == ["fired"]
    assert told.read_text().split() == ["fired"]
    assert lines(journal)[0]["evidence"]["samples"]


@pytest.mark.pty
def test_a_pipe_that_closes_ends_it_quietly(log: Path) -> None:
    program = subprocess.Popen(
        [*PROGRAM, "--json", "--no-follow", *[str(log)]], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait() == 128 + signal.SIGPIPE
