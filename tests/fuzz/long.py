"""Made-up input for as long as one likes: `python -m tests.fuzz.long [--seconds 600] [TARGET...]`.

Each case is made from its number. What fails is printed with it, and comes again with `--case NUMBER TARGET`.
"""

import argparse
import itertools
import random
import time
import traceback
from collections.abc import Callable

from tests.fuzz import frames, logs, texts

Target = Callable[[random.Random], None]

TARGETS: dict[str, Target] = {
    "scanners": logs.scanners,
    "format_strings": logs.format_strings,
    "detector": logs.detector,
    "filters": texts.filters,
    "configuration": texts.configuration,
    "arguments": texts.arguments,
    "journal": texts.journal,
    "collector": frames.collector,
    "screen": frames.screen,
}


def run(name: str, case: int) -> None:
    """One case; raises what a target must not raise."""
    TARGETS[name](random.Random(f"{name} {case}"))


def search(names: list[str], first: int, seconds: float) -> int:
    """Cases of each target in turn until the time is over; how many kinds of failure were found."""
    found: dict[tuple[str, str], int] = {}
    cases, end = dict.fromkeys(names, 0), time.monotonic() + seconds
    for name in itertools.cycle(names):
        until = min(end, time.monotonic() + 1)
        while time.monotonic() < until:
            case = first + cases[name]
            cases[name] += 1
            try:
                run(name, case)
            except Exception as error:
                place = traceback.extract_tb(error.__traceback__)[-1]
                kind = name, f"{type(error).__name__} {place.filename}:{place.lineno}"
                if kind not in found:
                    print(f"--case {case} {name}\n{traceback.format_exc()}", flush=True)
                found[kind] = found.get(kind, 0) + 1
        if time.monotonic() >= end:
            break
    for name, number in cases.items():
        print(f"{number:9,} cases of {name}")
    for (name, what), times in found.items():
        print(f"{name} failed {times} times: {what}")
    return len(found)


def main() -> int:
    """Search, or run one case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", metavar="TARGET", nargs="*", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--first", type=int, default=1000, help="number of the first case of each")
    parser.add_argument("--case", type=int, help="run only this one")
    chosen = parser.parse_args()
    names = chosen.targets or list(TARGETS)
    if chosen.case is not None:
        for name in names:
            run(name, chosen.case)
        return 0
    return 1 if search(names, chosen.first, chosen.seconds) else 0


if __name__ == "__main__":
    raise SystemExit(main())
