"""What a run loads: a start takes as long as its imports, and each of them stays in memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from httplogstats import cli

UNASKED = {
    "email", "http.client", "ssl", "subprocess", "urllib.request",  # for --on-alert and --webhook
    "httplogstats.checking", "httplogstats.collector", "httplogstats.commands", "httplogstats.services",
    "httplogstats.generate", "httplogstats.traffic", "tempfile",  # for --demo
    "httplogstats.formats.strings", "httplogstats.formats.pasted",  # for --log-format
    "difflib", "shlex", "tomllib", "zoneinfo",
}  # fmt: skip
"""Modules of what was not asked for."""

SCREEN = {"httplogstats.ui", "urwid"}
OPENSSL = {"_hashlib", "_ssl"}
SPARED = {"asyncio", "secrets"}
MAKES_CLASSES = {"dataclasses", "inspect"}
"""They take longer to load than most of our modules together; a named tuple needs neither."""


def loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after some code."""
    code = f"import sys\n{code}\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_a_report_loads_no_screen_and_nothing_that_was_not_asked_for(option: str, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b'10.0.0.1 - - [09/May/2018:16:00:39 +0000] "GET /a HTTP/1.0" 200 1\n')
    code = f"from httplogstats.cli import main\nmain(['--no-follow', {option!r}, {str(log)!r}])"
    assert not loaded(code) & (UNASKED | SCREEN | OPENSSL | SPARED | MAKES_CLASSES)


def test_a_screen_loads_what_urwid_wants_and_nothing_else_that_was_not_asked_for() -> None:
    urwid = loaded("import urwid")
    ours = loaded("import httplogstats.cli, httplogstats.ui.app")
    assert ours >= SCREEN
    assert not ours & (UNASKED - urwid | OPENSSL | SPARED)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_is_there(name: str) -> None:
    assert callable(cli.command(name))
