"""Finds the configuration file; the commands that say what is in it and what is in force."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from httplogstats.arguments import Complaint, checked, command_parser, given
from httplogstats.config import SETTINGS, Config
from httplogstats.configfile import Found, read
from httplogstats.safe import printable
from httplogstats.together import combined, origin
from httplogstats.values import some

LIMIT = 1_000_000
"""Characters of a configuration file."""


def settings(said: Mapping[str, Any], environment: Mapping[str, str]) -> Config:
    """The settings of a run that watches: of the arguments, the file, the defaults; raises `Complaint`."""
    return _settings(said, configuration(said, environment))


def _settings(said: Mapping[str, Any], found: Found) -> Config:
    config = combined(said, found)
    if config.on_alert:
        from httplogstats.hooks import not_runnable

        if why := not_runnable(config.on_alert[0]):
            raise Complaint(f"{origin('on_alert', said, found)}: {why}")
    return config


def configuration(said: Mapping[str, Any], environment: Mapping[str, str]) -> Found:
    """What the file says that the arguments name, or the standard one if it is there."""
    path = said.get("config") or standard_file(environment)
    if "config" not in said and not os.path.lexists(path):  # or in a folder that is not ours to enter
        return Found()
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise Complaint(f"cannot read {path}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise Complaint(f"cannot read {path}: {reason}") from None
    if len(text) > LIMIT:
        raise Complaint(f"cannot read {path}: it is longer than {LIMIT} characters")
    return read(text, path)


def standard_file(environment: Mapping[str, str]) -> str:
    """Where the configuration is looked for."""
    base = environment.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(environment.get("HOME") or "/", ".config")
    return os.path.join(base, "httplogstats", "config.toml")


def print_config(argv: Sequence[str]) -> int:
    """`httplogstats config`: every setting with its value, as it would stand in the file, and its origin."""
    said = given(argv, command_parser("config", "Print the settings in force, and where each comes from."))
    found = configuration(said, os.environ)
    config = combined(said, found)
    for setting in SETTINGS:
        if not setting.file:
            continue
        name, value = setting.name, getattr(config, setting.name)
        origin = "default"
        if name in said:
            origin = "command line"
        elif name in found.values and value == found.values[name]:
            origin = f"{found.name}:{found.lines[name]}"
        shown = f"{setting.key} = {_toml(value)}" if str(value) else f"# no {setting.key}"
        print(f"{shown:32} # {origin}")
    for rule in config.rules:
        print(f"# rule {_toml(rule.name)} on {rule.measure.name}, from {found.name}")
    return 0


def check_config(argv: Sequence[str]) -> int:
    """`httplogstats check-config [FILE]`: all that is wrong, a line each; 0 if nothing is, else 2."""
    parser = command_parser("check-config", "Say what is wrong with the configuration file.")
    text = "default: where the program looks for it"
    parser.add_argument("file", metavar="FILE", nargs="?", type=checked(some), help=text)
    path = parser.parse_args(argv).file or standard_file(os.environ)
    found = configuration({"config": path}, os.environ)
    if not found.complaints:
        try:
            _settings({}, found)
        except Complaint as complaint:
            found.complaints.append(printable(str(complaint)))
    for line in found.complaints:
        print(line, file=sys.stderr)
    if not found.complaints:
        print(f"{path}: all is well")
    return 2 if found.complaints else 0


def _toml(value: Any) -> str:
    """A value as it would stand in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return str(Decimal(value.numerator) / Decimal(value.denominator))
    if type(value) is int:
        return str(value)
    return json.dumps(str(value))
