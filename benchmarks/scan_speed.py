"""Measures the scanner alone: logs through it in blocks, as a follower would feed it, on one core.

    python benchmarks/corpus.py --lines 1000000 /tmp/combined.log
    python benchmarks/corpus.py --lines 1000000 --format nginx_json /tmp/json.log
    python benchmarks/scan_speed.py /tmp/combined.log /tmp/json.log

Prints lines and megabytes per second of the best of some runs for each log, whose format is detected. The
time is that of the process, so that other work on the machine disturbs less. ``--live`` places every line on
arrival, ``--hostile`` measures instead what a byte of hostile lines costs, which must not grow with their
length.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from httplogstats.clock import EVER, NEVER, SLACK, Placing
from httplogstats.formats.common import COMBINED
from httplogstats.formats.detect import detect
from httplogstats.scan import Scanner
from httplogstats.scan.choose import make_scanner

BLOCK = 64 * 1024
HEAD = b'1.2.3.4 - - [09/May/2018:16:00:39 +0000] "GET /'
HOSTILE = (
    b'"',
    b"\\",
    b'\\"',
    b" ",
    b"[",
    b'" 200 ',
    b"GET / HTTP/1.1 ",
    b" [",
    b"x",
    b"\r",
    b"\x00",
    b"/?#",
)


def blocks(path: Path, size: int) -> list[bytes]:
    """The file in blocks of whole lines of at most `size` bytes."""

    def cut(data: bytes) -> Iterator[bytes]:
        begin = 0
        while begin < len(data):
            end = data.rfind(b"\n", begin, begin + size) + 1 or len(data)
            yield data[begin:end]
            begin = end

    return list(cut(path.read_bytes()))


def run(scanner: Scanner, parts: list[bytes], live: bool) -> tuple[int, float]:
    """Lines and seconds of one pass."""
    begun = time.process_time()
    lines, greatest = 0, NEVER
    for part in parts:
        placing = Placing(NEVER, EVER, 0, NEVER, 10, SLACK, greatest)
        if live:
            placing = Placing(EVER, EVER, 1_525_881_600, 1_525_881_599, 10)
        scanned = scanner.scan(part, placing)
        greatest = scanned.greatest
        lines += scanned.hits + scanned.malformed + scanned.blank + scanned.skipped
    return lines, time.process_time() - begun


def hostile(scanner: Scanner) -> None:
    """Nanoseconds per byte for lines of 4 KiB to 64 KiB of one repeated piece."""
    placing = Placing(NEVER, EVER, 0, NEVER, 10)
    for piece in HOSTILE:
        costs = []
        for length in (4096, 8192, 16384, 32768, 65000):
            block = (HEAD + piece * (length // len(piece)) + b"\n") * (1_000_000 // length)
            begun = time.perf_counter()
            scanner.scan(block, placing)
            costs.append((time.perf_counter() - begun) / len(block) * 1e9)
        print(f"{piece!r:20}", " ".join(f"{cost:8.2f}" for cost in costs), "ns/byte")


def main() -> None:
    """Run what the arguments say."""
    parser = argparse.ArgumentParser(description="measure the scanner")
    parser.add_argument("paths", type=Path, nargs="*")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--block", type=int, default=BLOCK)
    parser.add_argument("--live", action="store_true")
    parser.add_argument("--hostile", action="store_true")
    arguments = parser.parse_args()
    if arguments.hostile:
        hostile(make_scanner(COMBINED))
    for path in arguments.paths:
        parts = blocks(path, arguments.block)
        layout = detect(parts[0]) or COMBINED
        scanner = make_scanner(layout)
        passes = [run(scanner, parts, arguments.live) for _ in range(arguments.runs)]
        lines, seconds = passes[0][0], min(seconds for _, seconds in passes)
        megabytes = sum(map(len, parts)) / seconds / 1e6
        print(
            f"{layout.name:16} {lines / seconds:10,.0f} lines/s {megabytes:6.0f} MB/s  {scanner.name} scanner"
        )


if __name__ == "__main__":
    main()
