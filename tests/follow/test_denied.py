"""An input that may not be read: said with who may, waited for where it is followed, else an error."""

import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from httplogstats.account import Account
from httplogstats.cli import main
from httplogstats.snapshot import Following, MalformedLine, SourceState
from httplogstats.sources import open_sources
from httplogstats.unreadable import PATIENCE, Unreadable, not_understood

NOBODY = 65534
NAMES = {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent", "XDG_STATE_HOME": "/nonexistent"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that others may enter: those of pytest are private."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def as_nobody(arguments: list[str], folder: Path) -> tuple[int, str]:
    """The exit code and what stands on standard error, of the program run by one who may read nothing."""
    said = folder / "said"
    child = os.fork()
    if not child:
        code = 1
        try:
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT), 2)
            sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115 (ends with the process)
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            os.environ.update(NAMES)
            code = main(arguments)
        except BaseException:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.read_text()


def test_a_log_that_may_not_be_read_is_an_error_where_nothing_is_followed(folder: Path) -> None:
    log = folder / "access.log"
    log.touch()
    log.chmod(0o000)
    code, said = as_nobody(["--no-follow", "--plain", str(log)], folder)
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith(f"httplogstats: cannot read {log}: permission denied; only its owner may read")


def test_a_pattern_in_a_folder_that_may_not_be_read_is_no_pattern_without_matches(folder: Path) -> None:
    hidden = folder / "logs"
    hidden.mkdir()
    hidden.chmod(0o000)
    code, said = as_nobody(["--no-follow", "--plain", f"{hidden}/*/*.log"], folder)
    assert (code, said.count("\n")) == (2, 1)
    assert f"no file matches {hidden}/*/*.log: permission denied; only its owner" in said


def test_a_missing_log_is_an_error_where_nothing_is_followed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--no-follow", "--plain", str(folder / "access.log")]) == 2
    assert capsys.readouterr().err == f"httplogstats: cannot read {folder}/access.log: no such file\n"


def test_a_hostile_name_is_said_without_its_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--no-follow", "--plain", "/none/\x1bc.log"]) == 2
    assert capsys.readouterr().err == "httplogstats: cannot read /none/\\x1bc.log: no such file\n"


def test_a_missing_log_is_waited_for_where_it_is_followed(folder: Path) -> None:
    source = open_sources([str(folder / "access.log")], from_start=False, follow=True)[0]
    assert source.state().following is Following.WAITING
    (folder / "access.log").touch()
    source.poll(1.0, 1)
    assert source.state().following is Following.FOLLOWING


def test_text_output_says_once_what_cannot_be_read_and_when_it_can_again() -> None:
    denied = SourceState("a\x1b.log", Following.DENIED, "permission denied")
    fine = SourceState("a\x1b.log", Following.FOLLOWING, "")
    unreadable = Unreadable()
    assert unreadable.news([denied], 10.0) == []
    assert unreadable.news([denied], 10.0 + PATIENCE) == ["a\\x1b.log: permission denied"]
    assert unreadable.news([denied], 99.0) == []
    assert unreadable.news([fine], 100.0) == []
    assert unreadable.news([denied], 100.5) == []  # back at once: a rotation
    assert unreadable.news([fine], 101.0) == []
    assert unreadable.news([fine], 101.0 + PATIENCE) == ["a\\x1b.log: read again"]
    assert unreadable.news([fine], 200.0) == []


def test_a_file_that_is_no_log_is_said_with_one_of_its_lines() -> None:
    lines = [MalformedLine("root:x:0:0", 6, "a client and a space"), MalformedLine("x")]
    said = "0 of 24 lines understood; such as: root:x:0:0 (expected a client and a space at column 7)"
    assert not_understood(Account(malformed=24), lines) == said
    assert not_understood(Account(hits=1, malformed=24), lines) == ""
    assert not_understood(Account(), []) == ""
