"""Measures whole logs and following, ours beside what else is installed, and writes the table of it.

    python benchmarks/compare.py                     everything, some minutes; Markdown on standard output
    python benchmarks/compare.py --lines 200000 --rounds 1 --only whole

All programs run on the same log in the same run, in turn, so that what else the machine does meets all alike;
figures are medians, and ratios are what can be compared between machines.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from corpus import Corpus
from filtered import filtered
from live import following, on_a_screen
from measure import Took, machine, medians, run
from programs import Program, installed, version_of
from sizes import by_keys, by_length

PARTS = ("whole", "day", "following", "screen", "filtered", "sizes")

DAY = 12
"""Lines to a second, of which a million make a day."""


def whole(title: str, log: Path, rounds: int) -> list[str]:
    """A whole log by all programs in turn, by slow ones at most three times."""
    programs = [program for program in installed() if _works(program, log)]
    found: dict[str, list[Took]] = {program.name: [] for program in programs}
    for turn in range(rounds):
        for program in programs:
            if not program.slow or turn < 3:
                found[program.name].append(run((*program.command, str(log)), program.environment, log.parent))
    results = {name: medians(took) for name, took in found.items()}
    first, line = results[programs[0].name], results["wc -l"]
    rows = [
        f"| {program.name} | {took.wall:.2f} | {took.cpu:.2f} | {took.cpu / line.cpu:.1f} | "
        f"{took.cpu / first.cpu:.2f} | {took.memory:.0f} | {version_of(program)} |"
        for program in programs
        for took in (results[program.name],)
    ]
    size = log.stat().st_size / 1e6
    return [
        f"### {title}: {size:.0f} MB, medians of {rounds} runs in turn",
        "",
        "| program | seconds | CPU s | CPU / `wc -l` | CPU / ours | MiB | version |",
        "|---|--:|--:|--:|--:|--:|---|",
        *rows,
        "",
    ]


def _log(path: Path, corpus: Corpus, lines: int) -> Path:
    with path.open("wb") as file:
        file.writelines(corpus.chunks(lines))
    return path


def _works(program: Program, log: Path) -> bool:
    """A first run, which also fetches the program and the log into memory."""
    try:
        run((*program.command, str(log)), program.environment, log.parent)
    except ValueError as error:
        print(f"left out: {error}", file=sys.stderr)
        return False
    return True


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description="measure ours beside others")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=8, help="of following at each rate")
    parser.add_argument("--only", choices=PARTS)
    arguments = parser.parse_args()
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a program is compiled once and not at each start
    folder = Path(tempfile.mkdtemp(prefix="compare-", dir=where))
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    try:
        print(machine(), end="\n\n", flush=True)
        parts = [arguments.only] if arguments.only else PARTS
        log = _log(folder / "combined.log", Corpus(), arguments.lines)
        for part in parts:
            match part:
                case "whole":
                    lines = whole("A whole log", log, arguments.rounds)
                case "day":
                    sparse = _log(folder / "day.log", Corpus(per_second=DAY), arguments.lines)
                    lines = whole(f"The same at {DAY} lines to a second", sparse, arguments.rounds)
                    sparse.unlink()
                case "following":
                    lines = following(folder, arguments.seconds)
                case "screen":
                    lines = on_a_screen(folder, log)
                case "filtered":
                    lines = filtered(folder)
                case _:
                    lines = by_keys(folder) + by_length(folder, arguments.lines)
            print("\n".join(lines), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
