"""A day in virtual time: `python -m tests.long.day --hours 24 --rate 50` writes, counts and measures.

The clock is moved; the files are real, and rotate each hour. Of each hour: resident memory, open descriptors,
time of a tick.
"""

import argparse
import os
import random
import resource
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from httplogstats.feed import LocalFeed
from httplogstats.follower import Follower
from httplogstats.history import Journal
from httplogstats.keep import Keep
from httplogstats.monitor import Monitor, Rules
from httplogstats.snapshot import Request
from httplogstats.sources import open_sources
from httplogstats.traffic import Traffic, bursts
from tests.fakes import FakeClock
from tests.fakes import line as plain

START = 1_800_000_000 - 1_800_000_000 % 3600
HOUR = 3600
BURST_EVERY = 1700
"""Seconds between two floods, each of which fires and recovers: about 100 crossings a day."""


@dataclass(frozen=True)
class Hour:
    """What was measured when an hour was over."""

    resident: int  # bytes
    descriptors: int
    tick: float  # mean seconds
    slowest: float


@dataclass(frozen=True)
class Day:
    """A whole run; `lines` were written, `hits` counted."""

    hours: list[Hour]
    lines: int
    hits: int
    crossings: int


def resident() -> int:
    """Bytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def following(log: Path, monitor: Monitor, clock: FakeClock, keep: Keep) -> LocalFeed:
    """What counts the log, with a journal beside it."""
    (source,) = open_sources([str(log)], from_start=False, follow=True, with_rotated=False)
    journal = Journal(str(log.with_name("history.jsonl")), [])
    return LocalFeed(
        [Follower(source, START, START - 140, keep)], monitor, clock, keep=keep, tellers=[journal]
    )


def run(folder: Path, hours: int, rate: int, every: int = 1, keep: int = 4_000_000) -> Day:
    """Write, rotate each hour, flood now and then, look on; a tick every so many seconds."""
    log, clock = folder / "access.log", FakeClock(START)
    log.touch()
    monitor = Monitor(Rules(10, 120, Fraction(3 * rate)), START, str)
    monitor.begin(START - 140)
    feed = following(log, monitor, clock, Keep(keep))
    traffic, chance = Traffic(float(rate), bursts), random.Random(1)
    measured, lines = [], 0
    for hour in range(hours):
        spent = slowest = 0.0
        for second in range(START + hour * HOUR, START + (hour + 1) * HOUR):
            written = b"".join(traffic.second(second - START, second)[:rate])
            if second % BURST_EVERY == 0:
                written += plain(second, f"/flood/{chance.random()}") * (rate * 400)
            lines += written.count(b"\n")
            with log.open("ab") as file:
                file.write(written)
            if second % every:
                continue
            clock.time = second + 1
            begun = time.perf_counter()
            while feed.tick():
                pass
            feed.snapshot(Request(events_from=len(monitor.alerting.events)))
            took = time.perf_counter() - begun
            spent, slowest = spent + took, max(slowest, took)
        measured.append(Hour(resident(), len(os.listdir("/proc/self/fd")), spent * every / HOUR, slowest))
        log.rename(folder / "access.log.1")
        log.touch()
    for second in range(clock.time, clock.time + 70):
        clock.time = second
        while feed.tick():
            pass
    feed.close()
    return Day(measured, lines, monitor.account.hits, len(monitor.alerting.events))


def main() -> None:
    """Run it and print a row for each hour."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--every", type=int, default=1, help="seconds between two ticks")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        day = run(Path(folder), chosen.hours, chosen.rate, chosen.every)
    print(f"{day.lines} lines written, {day.hits} counted, {day.crossings} crossings")
    for number, hour in enumerate(day.hours, 1):
        print(
            f"hour {number:2}  {hour.resident / 2**20:6.1f} MiB  {hour.descriptors} descriptors"
            f"  tick {hour.tick * 1e3:.2f} ms, slowest {hour.slowest * 1e3:.0f} ms"
        )


if __name__ == "__main__":
    main()
