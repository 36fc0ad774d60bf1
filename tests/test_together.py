"""What settings make together: who wins, what is refused, and what is said of options that do nothing."""

from pathlib import Path

import pytest

from httplogstats.arguments import Complaint, given
from httplogstats.cli import main
from httplogstats.config import Config
from httplogstats.configfile import read
from httplogstats.together import COLLECTOR, FINISHED, SCREEN, TEXT, WITHOUT_EFFECT, parse, without_effect


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--isolate --json", "--isolate and --json exclude each other: choose one"),
        ("--isolate --plain", "--isolate and --plain exclude each other: choose one"),
        ("--isolate --summary", "--isolate and --summary exclude each other: choose one"),
        ("--plain --json", "--plain and --json exclude each other: choose one"),
        ("--history=f --no-history", "--history and --no-history exclude each other: choose one"),
        ("--with-rotated x.log", "--with-rotated reads old logs: it wants --from-start or --no-follow"),
        ("--demo x.log", "--demo makes its own log: it wants no FILE beside it"),
        ("--demo --from-start", "--demo makes its own log: it wants no --from-start beside it"),
        ("--demo --summary", "--demo makes its own log: it wants no --summary beside it"),
        ("--demo --format=combined", "--demo makes its own log: it wants no --format beside it"),
        ("--demo --tz=UTC", "--demo makes its own log: it wants no --tz beside it"),
    ],
)
def test_what_can_never_be_meant_is_refused(arguments: str, said: str) -> None:
    with pytest.raises(Complaint) as complaint:
        parse(arguments.split())
    assert str(complaint.value).startswith(said)


@pytest.mark.parametrize(
    ("file", "arguments", "dropped"),
    [
        ("isolate = true", "--json", "isolate"),
        ("json = true", "--isolate", "json"),
        ("history = 'f'", "--no-history", "history"),
        ("from-start = true\nwith-rotated = true", "--demo", "from_start"),
        ("format = 'caddy'", "--demo", "format"),
        ("on-alert = 'page'", "--demo", "on_alert"),  # nobody is woken by what is made up
        ("webhook = 'http://x'", "--demo", "webhook"),
        ("history = 'f'", "--demo", "history"),
    ],
)
def test_what_is_typed_wins_over_what_a_file_says(file: str, arguments: str, dropped: str) -> None:
    config = parse(arguments.split(), read(file, "f"))
    assert getattr(config, dropped) == getattr(Config(), dropped)


def test_a_demo_tells_whom_it_is_told_to_tell() -> None:
    config = parse(["--demo", "--webhook=http://x", "--history=f"])
    assert (config.webhook, config.history) == ("http://x", "f")


def test_a_file_may_say_what_only_some_runs_want() -> None:
    found = read("with-rotated = true\nisolate = true\nbell = true", "f")
    assert parse([], found).with_rotated
    assert list(without_effect({}, parse([], found), TEXT)) == []


@pytest.mark.parametrize(
    ("arguments", "mode", "said"),
    [
        ("--theme=dark", TEXT, ["--theme has no effect: text and JSON have no colours"]),
        ("--theme=dark", COLLECTOR, ["--theme has no effect: a collector has no colours: attach takes it"]),
        ("--bell", TEXT, ["--bell has no effect: text and JSON ring no bell"]),
        ("--bell", COLLECTOR, ["--bell has no effect: a collector rings no bell: attach takes it"]),
        ("--notify=9", TEXT, ["--notify has no effect: text and JSON notify nobody"]),
        ("--notify=9", COLLECTOR, ["--notify has no effect: a collector notifies nobody: attach takes it"]),
        ("--isolate", TEXT, ["--isolate has no effect: text and JSON have no screen to count apart from"]),
        ("--isolate", COLLECTOR, ["--isolate has no effect: a collector counts apart from any screen"]),
        ("--top=5", SCREEN, ["--top has no effect: a screen shows as many rows as fit"]),
        ("--top=5", COLLECTOR, ["--top has no effect: a collector prints no tables"]),
        (
            "--no-follow --on-alert=x --webhook=http://x",
            SCREEN,
            [
                "--on-alert has no effect: a finished log is past, of which nobody is told",
                "--webhook has no effect: a finished log is past, of which nobody is told",
            ],
        ),
        ("--theme=dark --bell --notify=9 --isolate --webhook=http://x", SCREEN, []),
        ("--top=5 --webhook=http://x --keep=1MB --from-start", TEXT, []),
        ("--no-bell --theme=auto --no-isolate --utc --keep=0", TEXT, []),
    ],
)
def test_what_is_typed_and_does_nothing_is_said(arguments: str, mode: str, said: list[str]) -> None:
    typed = given(arguments.split())
    assert list(without_effect(typed, Config(**typed), mode)) == said


def test_only_settings_and_modes_that_there_are_stand_in_the_table() -> None:
    assert WITHOUT_EFFECT.keys() <= set(Config._fields)
    assert {mode for reasons in WITHOUT_EFFECT.values() for mode in reasons} == {
        SCREEN, TEXT, COLLECTOR, FINISHED,
    }  # fmt: skip


def test_it_is_said_once_on_standard_error_and_the_run_goes_on(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--no-follow", "--json", "--bell", str(log)]) == 0
    out, err = capsys.readouterr()
    assert err == "httplogstats: --bell has no effect: text and JSON ring no bell\n"
    assert out.startswith('{"type": "slot"')


def test_a_collector_that_would_end_is_refused(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collect", "--no-follow", str(log)]) == 2
    assert capsys.readouterr().err == (
        "httplogstats: collect goes on until it is stopped: it wants no --no-follow;"
        " httplogstats --no-follow FILE reports a finished log\n"
    )


@pytest.mark.parametrize("option", ["--json", "--threshold=5", "--with-rotated", "--demo", "--config=f"])
def test_check_takes_no_option_that_it_would_not_heed(
    option: str, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", option, str(log)]) == 2
    assert capsys.readouterr() == (
        "",
        f"httplogstats: unrecognized arguments: {option} (see httplogstats check --help)\n",
    )
