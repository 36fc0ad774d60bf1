"""The configuration file: what it sets, what it complains of and where, and who wins."""

from fractions import Fraction
from pathlib import Path

import pytest

from httplogstats.arguments import given
from httplogstats.cli import main
from httplogstats.config import Config
from httplogstats.configfile import read
from httplogstats.configuring import configuration
from httplogstats.filters import parse_filter
from httplogstats.together import combined, parse

FULL = """# what we want
threshold = 0.7
alert-window = 60
theme = "light"
bell = true
keep = "1MB"

[[rule]]
name = "API errors"
measure = "rate_5xx"
above = "5%"
window = 60
where = "section = /api and status >= 500"
minimum = 100
for = 30
recover = 1.5

[[rule]]
name = "Silence"
measure = "no_traffic"
"""


def test_a_full_file() -> None:
    found = read(FULL, "f.toml")
    assert found.complaints == []
    config = combined({}, found)
    assert (config.threshold, config.alert_window, config.theme) == (Fraction(7, 10), 60, "light")
    assert (config.bell, config.keep) == (True, 10**6)
    errors, silence = config.rules
    assert (errors.name, errors.measure.name, errors.limit) == ("API errors", "rate_5xx", 5)
    assert errors.where == parse_filter("section = /api and status >= 500")
    assert (errors.window, errors.minimum, errors.hold, errors.recover) == (60, 100, 30, Fraction(3, 2))
    assert (silence.measure.name, silence.window, silence.above) == ("no_traffic", 120, False)


def test_the_command_line_wins() -> None:
    found = read(FULL, "f.toml")
    config = combined(given(["--threshold=3", "--no-bell", "--theme", "mono"]), found)
    assert (config.threshold, config.bell, config.theme, config.alert_window) == (3, False, "mono", 60)
    assert parse(["--plain"], read("json = true", "f")).json is False
    assert parse([], read("", "f")) == Config()


RULE = '[[rule]]\nname = "x"\nmeasure = "rate"\n'
SHARE = RULE.replace("rate", "error_rate")
WRONG = {
    "threshold = 0": "f:1: threshold = 0 is wrong: it wants a number of requests per second above 0",
    "bell = true\ntreshold = 1": 'f:2: unknown key "treshold" (is threshold meant?)',
    "alert_window = 1": 'f:1: unknown key "alert_window" (is alert-window meant?)',
    '"a\\u001b\\nb" = 1': 'f:1: unknown key "a??b"',
    "demo = true": 'f:1: unknown key "demo"',
    "bell = 1": "f:1: bell = 1 is wrong: it wants true or false",
    "theme = true": "f:1: theme = true is wrong",
    "\n\ninterval = 1.5": "f:3: interval = '1.5' is wrong: it wants a whole number of seconds",
    "a = [": "f:1: this is no TOML",
    "\na = " + "[" * 5000: "f:2: this is no TOML: it is nested too deeply",
    "\ntop = " + "9" * 5000: "f:2: this is no TOML: a number in it is too long",
    "[theme]\nx = 1": "f:1: theme = {'x': 1} is wrong",
    "rule = 1": "f:1: a rule begins with [[rule]]",
    "[rule]\nname = 1": "f:1: a rule begins with [[rule]]",
    "[[rule]]\nmeasure = 'rate'": "f:1: a rule wants a name",
    RULE.replace("rate", "rat"): "f:3: measure = 'rat' is wrong: it must be one of rate, error_rate",
    RULE.replace('"rate"', "7"): "f:3: measure = 7 is wrong: it must be one of rate, error_rate",
    RULE.replace('measure = "rate"', ""): 'f:1: rule "x" wants a measure, one of rate, error_rate',
    RULE: 'f:3: rule "x" wants one of above and below',
    RULE + "above = 1\nbelow = 1": "f:4: rule",
    RULE + "above = '5%'": "f:4: above = '5%' is wrong: rate wants a number of requests per second",
    RULE + "above = 1\nwindow = 0": "f:5: window = 0 is wrong",
    RULE + "above = 1\nwhere = 'status = big'": "f:5: where is wrong at column 10: expected a status",
    RULE + "above = 1\nrecover = 2": "f:5: recover lies on the wrong side of above",
    RULE + "above = 1\nfor = true": "f:5: for = true is wrong",
    SHARE + "above = '200%'": "f:4: above = '200%' is wrong: it wants a limit below 100, or it could",
    SHARE + "above = 100": "f:4: above = 100 is wrong: it wants a limit below 100, or it could",
    SHARE + "below = '100%'": "f:4: below = '100%' is wrong: it wants a limit below 100, or it could",
    SHARE + "below = 5\nrecover = 100": "f:5: recover = 100 is wrong: it wants a limit below 100, or",
    SHARE + "above = 0": "f:4: above = 0 is wrong: it wants a limit above 0, or it could",
    RULE + "below = 0": "f:4: below = 0 is wrong: it wants a limit above 0, or it could",
    RULE + "above = 5\nrecover = '0.0'": "f:5: recover = '0.0' is wrong: it wants a limit above 0",
    RULE + "abov = 1": 'f:4: unknown key "abov" in a rule (is above meant?)',
    RULE + "above = 1\n" + RULE + "above = 2": 'f:6: a rule called "x" is there already',
    "[[rule]]\nname = 'x'\nmeasure = 'no_traffic'\nabove = 1": "f:4: no_traffic has no above",
    "[[rule]]\nname = 'x'\nmeasure = 'clients'\nabove = 1\nwindow = 601": "f:5: window = 601 is wrong",
    "[[rule]]\nname = \"a\\u001b[2J\"\nmeasure = 'rate'\nabove = 1": "f:2: a rule wants a name",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    complaints = read(text, "f").complaints
    assert len(complaints) == 1
    assert complaints[0].startswith(said)
    assert "\x1b" not in complaints[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "c.toml"
    path.write_text(FULL)
    return path


def test_check_config(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-config", str(file)]) == 0
    assert capsys.readouterr().out == f"{file}: all is well\n"
    file.write_text("threshold = -1\nnonsense = 2\n")
    assert main(["check-config", str(file)]) == 2
    assert [line.split(": ")[0] for line in capsys.readouterr().err.splitlines()] == [
        f"{file}:1",
        f"{file}:2",
    ]
    assert main(["check-config", "/nowhere.toml"]) == 2
    assert "cannot read /nowhere.toml: no such file" in capsys.readouterr().err


def test_a_wrong_file_stops_the_program_with_its_first_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("threshold = -1\n")
    assert main(["--config", str(file), "--no-follow", "x.log"]) == 2
    assert capsys.readouterr().err.startswith(f"httplogstats: {file}:1: threshold = -1 is wrong")


def test_a_file_without_end_is_no_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-config", "/dev/zero"]) == 2
    assert capsys.readouterr().err == (
        "httplogstats: cannot read /dev/zero: it is longer than 1000000 characters\n"
    )


@pytest.mark.parametrize("base", ["/dev/null", "/nonexistent"])
def test_no_place_for_a_file_is_no_trouble(base: str) -> None:
    assert configuration({}, {"XDG_CONFIG_HOME": base, "HOME": base}).values == {}


def test_config_prints_what_is_in_force(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "--config", str(file), "--interval=5"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert f"threshold = 0.7 # {file}:2" in lines
    assert "interval = 5 # command line" in lines
    assert "top = 10 # default" in lines
    assert 'keep = "1MB" # ' + f"{file}:6" in lines
    assert f'# rule "Silence" on no_traffic, from {file}' in lines


def test_what_config_prints_can_be_read_again(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["config", "--config", str(file)])
    again = read(capsys.readouterr().out, "again")
    assert again.complaints == []
    assert again.values["threshold"] == Fraction(7, 10)


@pytest.mark.parametrize(
    "limits", ["above = 0.5", "above = 5\nrecover = 0.1", "below = 1", "below = 99.9", "above = 99"]
)
def test_limits_that_can_be_passed_in_both_directions(limits: str) -> None:
    assert read(SHARE + limits, "f").complaints == []


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("/nowhere/page now", "there is no program /nowhere/page"),
        ("no-such-program-here", "there is no program no-such-program-here in PATH"),
        ("/etc/passwd", "/etc/passwd is no file that may be executed"),
        ("/etc", "/etc is no file that may be executed"),
    ],
)
def test_a_program_that_cannot_be_run_is_said_with_its_line_also_at_start(
    program: str, why: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(f"bell = true\non-alert = '{program}'\n")
    assert main(["check-config", str(file)]) == 2
    assert capsys.readouterr() == ("", f"{file}:2: on-alert: {why}\n")
    assert main(["--config", str(file), "--no-follow", "--no-history", str(file)]) == 2
    assert capsys.readouterr() == ("", f"httplogstats: {file}:2: on-alert: {why}\n")
    assert main(["--on-alert", program, "--no-follow", "--no-history", str(file)]) == 2
    assert capsys.readouterr() == ("", f"httplogstats: --on-alert: {why}\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bell = true\nlog-format = '%h'", ":2: log-format: there is no status in it ($status, %>s)"),
        ("plain = true\njson = true", ": --plain and --json exclude each other: choose one"),
    ],
)
def test_what_cannot_be_together_is_said_of_the_file(
    text: str, said: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(text)
    assert main(["check-config", str(file)]) == 2
    assert capsys.readouterr() == ("", f"{file}{said}\n")
    assert main(["--config", str(file), "--no-follow", str(file)]) == 2
    assert capsys.readouterr() == ("", f"httplogstats: {file}{said}\n")
