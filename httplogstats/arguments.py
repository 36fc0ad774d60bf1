"""The command line: what was typed, by the names of settings, or one line of complaint. Touches no file."""

import argparse
import re
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from httplogstats import __version__
from httplogstats.config import DEFAULT_LOG, SETTINGS, Setting
from httplogstats.safe import printable
from httplogstats.scan.choose import NoScanner, scanner_name
from httplogstats.values import SettingError

_ABOUT = """Watch the traffic of an access log: what it is now, what is failing, and since when.

With a terminal it is a full-screen dashboard (press ? for its keys), without one it writes text.
"""
_EXAMPLES = f"""commands:
  httplogstats [FILE...]       follow logs (default {DEFAULT_LOG}; - is standard input)
  httplogstats --demo          see it work on made-up traffic
  httplogstats --summary FILE  say what a whole log held, and stop
  httplogstats collect FILE... count and alert without a screen, for those that attach
  httplogstats attach [NAME]   put a screen on a collector that runs
  httplogstats generate --help write made-up traffic to a log
  httplogstats history [FILE]  print the alerts that were kept of a log; --json as JSON lines
  httplogstats check FILE      say what format a log has, what is in it, and which lines are not understood
  httplogstats formats         list the formats that are known, with an example of each
  httplogstats config          print the settings in force, and where each comes from
  httplogstats check-config    say what is wrong with the configuration file
"""


_SETTINGS = {setting.name: setting for setting in SETTINGS}


class Complaint(Exception):
    """What is wrong with the command, in one line."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Complaint(f"{message} (see {self.prog} --help)")


def given(
    argv: Sequence[str],
    parser: argparse.ArgumentParser | None = None,
    names: Collection[str] = tuple(_SETTINGS),
) -> dict[str, Any]:
    """What the arguments say, by the setting's name; raises `Complaint`.

    Commands bring a parser, and those that do not take all settings the names of theirs.
    """
    parser = parser or _main_parser()
    parser.add_argument("paths", metavar="FILE", nargs="*", help=f"the log; default {DEFAULT_LOG}")
    for name in names:
        add_setting(parser, _SETTINGS[name])
    values = vars(parser.parse_intermixed_args(_with_offset(argv)))
    values["paths"] = tuple(values["paths"])
    return {name: value for name, value in values.items() if value != ()}


def _with_offset(argv: Sequence[str]) -> list[str]:
    """`--tz -05:30` as `--tz=-05:30`: argparse would take the offset for an option."""
    words = list(argv)
    for at in range(len(words) - 1, 0, -1):
        if words[at - 1] == "--tz" and re.match("-[0-9]", words[at]):
            words[at - 1 : at + 1] = [f"--tz={words[at]}"]
    return words


def checked(check: Callable[[str], Any]) -> Callable[[str], Any]:
    """A check of a setting as argparse wants it."""

    def convert(value: str) -> Any:
        try:
            return check(value)
        except SettingError as error:
            raise argparse.ArgumentTypeError(f"{value!r} is wrong: it {error}") from None

    return convert


def add_value(
    parser: argparse.ArgumentParser,
    name: str,
    check: Callable[[str], Any],
    default: Any,
    metavar: str,
    text: str,
) -> None:
    """An option that takes a value, with a check that says what would be right."""
    parser.add_argument(
        name,
        type=checked(check),
        default=default,
        metavar=metavar,
        help=_literal(text if default is argparse.SUPPRESS else f"{text} (default {default})"),
    )


def command_parser(name: str, about: str) -> argparse.ArgumentParser:
    """A parser for `httplogstats NAME`."""
    return _Parser(prog=f"httplogstats {name}", description=about, allow_abbrev=False)


def complain(text: object) -> int:
    """Say in one line what is wrong, if anybody reads there; the exit code for it."""
    with suppress(OSError):
        print(f"httplogstats: {printable(str(text))}", file=sys.stderr, flush=True)
    return 2


def _main_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="httplogstats",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version", action="version", version=f"httplogstats {__version__} ({_scanner()} scanner)"
    )
    return parser


def _scanner() -> str:
    try:
        return scanner_name()
    except NoScanner as error:
        raise Complaint(str(error)) from None


def add_setting(parser: argparse.ArgumentParser, setting: Setting) -> None:
    """An option without a default, so that what was said is told from what was not."""
    text = setting.help
    if setting.check:
        shown = f"{text} (default {setting.default})" if setting.default else text
        add_value(parser, setting.flag, setting.check, argparse.SUPPRESS, setting.metavar, shown)
        return
    parser.add_argument(setting.flag, action="store_true", default=argparse.SUPPRESS, help=_literal(text))
    if not setting.name.startswith("no_"):  # takes back what the file says
        no = "--no" + setting.flag[1:]
        parser.add_argument(
            no, action="store_false", dest=setting.name, default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )


def _literal(text: str) -> str:
    return text.replace("%", "%%")
