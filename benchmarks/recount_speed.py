"""How long a filter takes to count back what is kept, and how long each slice of it holds the keys up.

    python benchmarks/recount_speed.py /tmp/combined.log

Reads a log of any format (benchmarks/corpus.py makes one) into the ring of kept blocks as `--keep 1GB` would.
"""

import argparse
import time
from pathlib import Path

from httplogstats.clock import ReplayClock
from httplogstats.filters import parse_filter
from httplogstats.formats.common import COMBINED
from httplogstats.formats.detect import detect
from httplogstats.keep import Keep, kept
from httplogstats.recount import Recount
from httplogstats.scan.choose import make_scanner
from httplogstats.windows import Windows

FILTERS = (
    "section = /api",
    "status >= 500",
    "client = 10.0.0.1",
    "client != 10.0.0.1",
    "path ~ report and agent !~ bot",
)
BLOCK = 256 * 1024


def read(path: Path, keep: Keep, whole: Windows) -> int:
    """Keep all blocks of a log, and count them; the number of lines."""
    clock, lines = ReplayClock(), 0
    with path.open("rb") as file:
        layout = detect(file.read(BLOCK)) or COMBINED
        scanner = make_scanner(layout)
        file.seek(0)
        while data := file.read(BLOCK):
            data += file.readline()
            placing = clock.placing(0, clock.horizon(0, at_end=False), whole.interval)
            scanned = scanner.scan(data, placing)
            clock.greatest = max(clock.greatest, scanned.greatest)
            keep.add(kept(data, placing, scanner, layout, scanned))
            whole.add(scanned.slots)
            whole.close_to(clock.horizon(0, at_end=False))
            lines += data.count(b"\n")
    keep.settle(())
    return lines


def main() -> None:
    """Print a line a filter."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("log", type=Path)
    keep, whole = Keep(10**9), Windows(10)
    lines = read(parser.parse_args().log, keep, whole)
    print(f"{lines} lines, {keep.size / 1e6:.0f} MB kept")
    for text in FILTERS:
        recount, longest = Recount(keep, parse_filter(text), whole), 0.0
        begun, used = time.perf_counter(), time.process_time()
        while recount.behind:
            step = time.perf_counter()
            recount.step()
            longest = max(longest, time.perf_counter() - step)
        took, used = time.perf_counter() - begun, time.process_time() - used
        print(
            f"{text:32} {recount.hits:8} hits {took * 1e3:6.0f} ms, {used * 1e3:4.0f} ms of CPU, "
            f"longest step {longest * 1e3:.1f} ms"
        )


if __name__ == "__main__":
    main()
