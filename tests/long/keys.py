"""Paths and clients without end: `python -m tests.long.keys --lines 10000000` counts and measures memory.

Every line has a section, a path and a client that none had before, as a scan or an attack writes them. The
clock is moved; a screen looks on once a second.
"""

import argparse
import time
from dataclasses import dataclass

from httplogstats.snapshot import Request, Span
from tests.fakes import Bench
from tests.long.day import resident

START = 1_800_000_000
LINE = b'2001:db8::%x - - [%s] "GET /s%d/p%d HTTP/1.1" %d 1 "-" "agent %d"\n'


@dataclass(frozen=True)
class Measure:
    """How it was when so many lines had been counted."""

    lines: int
    hits: int
    resident: int  # bytes


def run(lines: int, rate: int, every: int, keep: int = 8_000_000) -> list[Measure]:
    """`rate` lines a second; a measure after each `every` lines, before them one of none."""
    bench, measured, written, second = Bench(START, keep=keep), [Measure(0, 0, resident())], 0, START
    while written < lines:
        stamp = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(second)).encode()
        numbers = range(written, min(lines, written + rate))
        block = [LINE % (n, stamp, n, n, 404 if n % 3 else 200, n) for n in numbers]
        bench.tick(second, b"".join(block))
        bench.feed.snapshot(Request(Span.START, rows=50))
        written += len(block)
        second += 1
        if written % every < rate:
            measured.append(Measure(written, bench.monitor.account.hits, resident()))
    return measured


def main() -> None:
    """Run it and print a row for each measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--rate", type=int, default=4000)
    parser.add_argument("--every", type=int, default=500_000)
    chosen = parser.parse_args()
    for measure in run(chosen.lines, chosen.rate, chosen.every):
        print(f"{measure.lines:11,} lines, {measure.hits:11,} hits  {measure.resident / 2**20:6.1f} MiB")


if __name__ == "__main__":
    main()
