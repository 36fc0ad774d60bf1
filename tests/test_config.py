"""The command line: what it makes of arguments, and its one-line complaints."""

import runpy
from fractions import Fraction
from pathlib import Path

import pytest

from httplogstats.arguments import Complaint
from httplogstats.cli import COMMANDS, main
from httplogstats.config import DEFAULT_LOG, SETTINGS, Config
from httplogstats.together import parse


def test_defaults() -> None:
    assert parse([]) == Config()
    assert parse([]).paths == (DEFAULT_LOG,)


def test_whatever_is_configured_can_be_said() -> None:
    assert ("paths", "rules", *(setting.name for setting in SETTINGS)) == Config._fields


def test_values() -> None:
    config = parse(["a.log", "--threshold", "0.7", "--alert-window", "30", "b.log", "--interval=5", "--utc"])
    assert config.paths == ("a.log", "b.log")
    assert config.threshold == Fraction(7, 10)
    assert (config.alert_window, config.interval, config.utc) == (30, 5, True)


@pytest.mark.parametrize("value", ["0", "-1", "ten", "", "1e3", "nan", "0.0", "10/3", "1_0", "٣"])
def test_a_threshold_that_cannot_be(value: str) -> None:
    with pytest.raises(Complaint, match="threshold"):
        parse([f"--threshold={value}"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--alert-window=0"], "whole number of seconds from 1 to 86400"),
        (["--interval=1.5"], "whole number of seconds from 1 to 3600"),
        (["--theme=pink"], "one of auto, dark"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["--plain", "--json"], "exclude each other"),
        (["--demo", "x.log"], "--demo makes its own log"),
        (["--with-rotated"], "--from-start"),
        (["--format=combned"], "such as combined"),
        (["--tz=Mars"], "such as Europe/Berlin or +02:00"),
        (["--tz"], "--tz: expected one argument"),
        (["--format=caddy", "--log-format=%r %s"], "exclude each other"),
        (["x.log", "x.log"], "counted twice"),
        (["generate", "--rate=0"], "above 0"),
        (["generate", "--out=/nowhere/x", "--duration=1"], "cannot write /nowhere/x: No such file"),
        (["generate", "--out="], "'' is wrong: it wants a name"),
        (["generate", "--seed=x"], "'x' is wrong: it wants a whole number from 0 to 999999999 "),
        (["generate", "--seed=1000000000"], "it wants a whole number from 0 to 999999999 "),
        (["history", ""], "'' is wrong: it wants a name"),
        (["check-config", ""], "'' is wrong: it wants a name"),
        (["attach", ""], "'' is wrong: it wants a name"),
        (["/"], "directory"),
        ([""], "an empty name"),
        (["collect", ""], "an empty name"),
        (["--log-format", "$request"], "--log-format: there is no status in it ($status, %>s)\n"),
        (["--log-format="], "it wants a format such as '%h %l %u %t"),
        (["--no-follow", "/nowhere/x.log"], "/nowhere/x.log"),
        (["help"], "there is no file and no command help: is --help meant?"),
        (["version"], "is --version meant?"),
        (["chek", "x.log"], "there is no file and no command chek: is check meant?"),
        (["check_config"], "is check-config meant?"),
    ],
)
def test_complaints_are_one_line_and_exit_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("httplogstats: ")
    assert said in err


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_help_of_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([name, "--help"])
    assert capsys.readouterr().out.startswith(f"usage: httplogstats {name} ")
    assert main([name, "--nonsense"]) == 2
    assert capsys.readouterr().err.endswith(f" (see httplogstats {name} --help)\n")


def test_a_format_string_that_cannot_work_is_said_with_the_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--log-format", '$remote_addr$status "$request"']) == 2
    assert capsys.readouterr().err == (
        "httplogstats: --log-format: two variables with nothing between them cannot be told apart,"
        ' at 13: $status "$request"\n'
    )


def test_made_up_traffic_goes_on_until_it_is_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["generate", "--help"])
    assert "how long to write; without it, until it is stopped --shape" in " ".join(
        capsys.readouterr().out.split()
    )


def test_the_tables_of_the_readme_are_those_of_the_code() -> None:
    script = runpy.run_path(str(Path(__file__).parent.parent / "docs" / "tables.py"))
    readme = script["README"].read_text()
    assert script["filled"](readme) == readme
    assert "--threshold RATE" in readme
    formats = script["FORMATS"].read_text()
    assert script["filled"](formats) == formats
    assert "`squid`" in formats
    alerts = script["ALERTS"].read_text()
    assert script["filled"](alerts) == alerts
    assert "no_traffic" in alerts


def test_a_word_that_is_no_command_may_be_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chek").touch()
    assert main(["chek", "--no-follow"]) == 0
    assert main(["access", "--no-follow"]) == 2  # like no command: a log that is to come
