"""Runs a program and says what it took: wall time, CPU time, peak memory. Knows no programs."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

TICK = os.sysconf("SC_CLK_TCK")
ROOT = Path(__file__).parent.parent


class Took(NamedTuple):
    """Seconds, seconds, and MiB."""

    wall: float
    cpu: float
    memory: float


_STARTER = """
import os, sys, time
begun = time.perf_counter()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(pid, 0)
wall, cpu = time.perf_counter() - begun, used.ru_utime + used.ru_stime
print(os.waitstatus_to_exitcode(status), wall, cpu, used.ru_maxrss / 1024, file=sys.stderr)
"""
"""Starts a program and says what it took. A program begins as a copy of who starts it: a small one."""


def run(
    command: Sequence[str], environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Took:
    """Run to the end in a folder, without output; raises ValueError for a failure.

    The memory is at least the 9 MiB or so of what starts the program.
    """
    starter = (sys.executable, "-I", "-S", "-c", _STARTER)
    said = subprocess.run(
        (*starter, *command),
        env={**os.environ, **(environment or {})},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    ).stderr
    code, *took = said.splitlines()[-1].split()
    if int(code):
        raise ValueError(f"{command[0]} ended with {int(code)}")
    return Took(*map(float, took))


def medians(runs: Sequence[Took]) -> Took:
    """The median of each figure."""
    return Took(*(median(figures) for figures in zip(*runs, strict=True)))


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a running process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_of(pid: int) -> float:
    """Peak MiB of a running process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def read_by(pid: int) -> int:
    """Bytes that a running process has read."""
    return int(Path(f"/proc/{pid}/io").read_text().split()[1])


def machine() -> str:
    """The processor, how many there are, and how busy they were."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    name = names[0].partition(":")[2].strip() if names else os.uname().machine
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} × {name}, Linux {os.uname().release}, load {load:.1f} when it began"
