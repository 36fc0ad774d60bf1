"""The commands that watch nothing: made-up traffic, and the alerts that were kept."""

import json
import math
import os
import signal
import sys
import time
from argparse import SUPPRESS
from collections.abc import Sequence
from contextlib import ExitStack

from httplogstats.arguments import Complaint, add_value, checked, command_parser, complain
from httplogstats.config import DEFAULT_LOG
from httplogstats.generate import write_live
from httplogstats.history import load, standard_path
from httplogstats.records import record_of
from httplogstats.traffic import SHAPES, Traffic
from httplogstats.values import one_of, positive_decimal, some, whole


def print_history(argv: Sequence[str]) -> int:
    """`httplogstats history [FILE]`: what was kept of a log's alerts, oldest first."""
    parser = command_parser("history", "Print the alerts that were kept.")
    parser.add_argument(
        "file", metavar="FILE", nargs="?", type=checked(some), default=DEFAULT_LOG,
        help="a log, or a journal (.jsonl)",
    )  # fmt: skip
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


def generate(argv: Sequence[str]) -> int:
    """`httplogstats generate`: made-up traffic."""
    parser = command_parser("generate", "Write made-up traffic in the combined format as time passes.")
    add_value(parser, "--rate", positive_decimal, 6, "RATE", "requests per second")
    add_value(
        parser, "--duration", whole(1, 10**8, "seconds"), SUPPRESS, "SECONDS",
        "how long to write; without it, until it is stopped",
    )  # fmt: skip
    add_value(parser, "--shape", one_of(*SHAPES), "bursts", "NAME", "one of " + ", ".join(SHAPES))
    add_value(parser, "--seed", whole(0, 10**9 - 1, ""), 0, "NUMBER", "other numbers make other traffic")
    add_value(parser, "--out", some, "-", "FILE", "the log to append to; - is standard output")
    chosen = parser.parse_args(argv)
    traffic = Traffic(float(chosen.rate), SHAPES[chosen.shape], chosen.seed)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        with ExitStack() as stack:
            out = sys.stdout.buffer if chosen.out == "-" else stack.enter_context(open(chosen.out, "ab"))
            seconds = getattr(chosen, "duration", math.inf)
            write_live(traffic, out, time.time, time.sleep, seconds, 0)
    except OSError as error:
        raise Complaint(f"cannot write {chosen.out}: {error.strerror}") from None
    except KeyboardInterrupt:
        return 130
    return 0
