"""The commands that watch nothing: made-up traffic, and what the configuration says."""

import json
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

from httplogstats.arguments import Complaint, add_value, combined, command_parser, complain, given
from httplogstats.config import DEFAULT_LOG, Config, flag, one_of, positive_decimal, whole
from httplogstats.configfile import Found, read
from httplogstats.generate import write_live
from httplogstats.history import load, standard_path
from httplogstats.records import record_of
from httplogstats.traffic import SHAPES, Traffic


def configuration(said: Mapping[str, Any], environment: Mapping[str, str]) -> Found:
    """What the file says that the arguments name, or the standard one if it is there."""
    path = said.get("config") or standard_file(environment)
    try:
        with open(path, encoding="utf-8") as file:
            return read(file.read(), path)
    except FileNotFoundError:
        if "config" not in said:
            return Found()
        raise Complaint(f"cannot read {path}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise Complaint(f"cannot read {path}: {reason}") from None


def standard_file(environment: Mapping[str, str]) -> str:
    """Where the configuration is looked for."""
    base = environment.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(environment.get("HOME") or "/", ".config")
    return os.path.join(base, "httplogstats", "config.toml")


def print_config(argv: Sequence[str]) -> int:
    """`httplogstats config`: every setting with its value, as it would stand in the file, and its origin."""
    said = given(argv)
    found = configuration(said, os.environ)
    config = combined(said, found)
    for setting in fields(Config):
        if not setting.metadata.get("file"):
            continue
        name, value = setting.name, getattr(config, setting.name)
        origin = "default"
        if name in said:
            origin = "command line"
        elif name in found.values and value == found.values[name]:
            origin = f"{found.name}:{found.lines[name]}"
        shown = f"{flag(setting)[2:]} = {_toml(value)}" if str(value) else f"# no {flag(setting)[2:]}"
        print(f"{shown:32} # {origin}")
    for rule in config.rules:
        print(f"# rule {_toml(rule.name)} on {rule.measure.name}, from {found.name}")
    return 0


def check_config(argv: Sequence[str]) -> int:
    """`httplogstats check-config [FILE]`: all that is wrong, a line each; 0 if nothing is, else 2."""
    parser = command_parser("check-config", "Say what is wrong with the configuration file.")
    parser.add_argument("file", metavar="FILE", nargs="?", help="default: where the program looks for it")
    path = parser.parse_args(argv).file or standard_file(os.environ)
    found = configuration({"config": path}, os.environ)
    if not found.complaints:
        combined({}, found)
        print(f"{path}: all is well")
    for complaint in found.complaints:
        print(complaint, file=sys.stderr)
    return 2 if found.complaints else 0


def print_history(argv: Sequence[str]) -> int:
    """`httplogstats history [FILE]`: what was kept of a log's alerts, oldest first."""
    parser = command_parser("history", "Print the alerts that were kept.")
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default=DEFAULT_LOG, help="a log, or a journal (.jsonl)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    chosen = parser.parse_args(argv)
    journal = chosen.file.endswith(".jsonl")
    path = chosen.file if journal else standard_path((chosen.file,), os.environ)
    try:
        events = load(path) if path else []
    except OSError as error:
        raise Complaint(f"cannot read {path}: {error.strerror}") from None
    if journal and not os.path.exists(path):
        raise Complaint(f"cannot read {path}: no such file")
    if not events:
        complain(f"no alerts of {chosen.file} are kept")
    for event in events:
        print(json.dumps(record_of(event)) if chosen.json else event.message)
    return 0


def _toml(value: Any) -> str:
    """A value as it would stand in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return str(Decimal(value.numerator) / Decimal(value.denominator))
    if type(value) is int:
        return str(value)
    return json.dumps(str(value))


def generate(argv: Sequence[str]) -> int:
    """`httplogstats generate`: made-up traffic."""
    parser = command_parser("generate", "Write made-up traffic in the combined format as time passes.")
    add_value(parser, "--rate", positive_decimal, 6, "RATE", "requests per second")
    add_value(parser, "--duration", whole(1, 10**8, "seconds"), 10**8, "SECONDS", "how long to write")
    add_value(parser, "--shape", one_of(*SHAPES), "bursts", "NAME", "one of " + ", ".join(SHAPES))
    add_value(parser, "--seed", whole(0, 10**9, ""), 0, "NUMBER", "other numbers make other traffic")
    add_value(parser, "--out", str, "-", "FILE", "the log to append to; - is standard output")
    chosen = parser.parse_args(argv)
    traffic = Traffic(float(chosen.rate), SHAPES[chosen.shape], chosen.seed)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        with ExitStack() as stack:
            out = sys.stdout.buffer if chosen.out == "-" else stack.enter_context(open(chosen.out, "ab"))
            write_live(traffic, out, time.time, time.sleep, chosen.duration, 0)
    except OSError as error:
        raise Complaint(f"cannot write {chosen.out}: {error.strerror}") from None
    except KeyboardInterrupt:
        return 130
    return 0
