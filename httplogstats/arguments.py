"""The command line: arguments in, a `Config` or one line of complaint out. Touches no file."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, NoReturn

from httplogstats import __version__
from httplogstats.config import DEFAULT_LOG, Config, SettingError, flag
from httplogstats.scan.choose import NoScanner, scanner_name

_ABOUT = """Watch the traffic of an access log: what it is now, what is failing, and since when.

With a terminal it is a full-screen dashboard (press ? for its keys), without one it writes text.
"""
_EXAMPLES = f"""commands:
  httplogstats [FILE...]       follow logs (default {DEFAULT_LOG}; - is standard input)
  httplogstats --demo          see it work on made-up traffic
  httplogstats generate --help write made-up traffic to a log
"""


class Complaint(Exception):
    """What is wrong with the command, in one line."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Complaint(f"{message} (see {self.prog} --help)")


def parse(argv: Sequence[str]) -> Config:
    """The settings that the arguments make; raises `Complaint`."""
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
    parser.add_argument("paths", metavar="FILE", nargs="*", help=f"the log; default {DEFAULT_LOG}")
    for setting in fields(Config):
        if setting.metadata:
            _add(parser, flag(setting), setting.metadata, setting.default)
    values = vars(parser.parse_intermixed_args(argv))
    values["paths"] = tuple(values["paths"]) or (DEFAULT_LOG,)
    config = Config(**values)
    _check_together(config)
    return config


def add_value(
    parser: argparse.ArgumentParser,
    name: str,
    check: Callable[[str], Any],
    default: Any,
    metavar: str,
    text: str,
) -> None:
    """An option that takes a value, with a check that says what would be right."""

    def convert(value: str) -> Any:
        try:
            return check(value)
        except SettingError as error:
            raise argparse.ArgumentTypeError(f"{value!r} is wrong: it {error}") from None

    parser.add_argument(
        name,
        type=convert,
        default=default,
        metavar=metavar,
        help=f"{text} (default {default})".replace("%", "%%"),
    )


def command_parser(name: str, about: str) -> argparse.ArgumentParser:
    """A parser for `httplogstats NAME`."""
    return _Parser(prog=f"httplogstats {name}", description=about, allow_abbrev=False)


def complain(text: object) -> int:
    """Say in one line what is wrong; the exit code for it."""
    print(f"httplogstats: {text}", file=sys.stderr)
    return 2


def _scanner() -> str:
    try:
        return scanner_name()
    except NoScanner as error:
        raise Complaint(str(error)) from None


def _add(parser: argparse.ArgumentParser, name: str, metadata: Any, default: Any) -> None:
    if metadata["check"]:
        add_value(parser, name, metadata["check"], default, metadata["metavar"], metadata["help"])
    else:
        parser.add_argument(name, action="store_true", help=metadata["help"].replace("%", "%%"))


def _check_together(config: Config) -> None:
    if config.with_rotated and not (config.from_start or config.no_follow):
        raise Complaint("--with-rotated reads old logs: it wants --from-start or --no-follow beside it")
    if config.plain and config.json:
        raise Complaint("--plain and --json exclude each other: choose one")
    if config.demo and (config.paths != (DEFAULT_LOG,) or config.no_follow or config.from_start):
        raise Complaint("--demo makes its own log: it wants no FILE, --from-start or --no-follow beside it")
    if len(set(config.paths)) < len(config.paths):
        raise Complaint("a log is named twice: it would be counted twice")
