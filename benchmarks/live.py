"""Following a log that grows, with and without a screen: CPU share, lag, keys, start, idle."""

import fcntl
import json
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from corpus import Corpus, stamp_of
from measure import ROOT, cpu_of, memory_of, read_by

RATES = (1_000, 10_000, 100_000, 500_000)
BATCHES = 50
"""Writes a second."""

_OURS = (sys.executable, str(ROOT / "main.py"), "--no-history")


class Writer:
    """Lines of the corpus, dated now: all of them bear one date, which is exchanged once for each piece."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        lines = [line + b"\n" for line in b"".join(Corpus().chunks(100_000)).split(b"\n") if line]
        self._stamp = next(stamp for line in lines if (stamp := stamp_of(line)))
        lines = [line.replace(stamp, self._stamp) if (stamp := stamp_of(line)) else line for line in lines]
        self._ends = [0, *accumulate(map(len, lines))]
        self._data = b"".join(lines)
        self._place = 0

    def write(self, count: int) -> None:
        """Append some lines."""
        now = f"{datetime.now(UTC):%d/%b/%Y:%H:%M:%S} +0000".encode()
        while count > 0:
            end = min(self._place + count, len(self._ends) - 1)
            self._file.write(self._data[self._ends[self._place] : self._ends[end]].replace(self._stamp, now))
            count -= end - self._place
            self._place = end % (len(self._ends) - 1)


def following(folder: Path, seconds: int) -> list[str]:
    """Each rate for some seconds: share of a core, and what was still unread when the writer stopped."""
    rows = []
    for scanner in ("native", "pure"):
        for rate in RATES:
            rows.append(_follow(folder / "live.log", scanner, rate, seconds))
    return [
        f"### Following for {seconds} s",
        "",
        "| scanner | lines/s wanted | lines/s written | share of a core | behind at the end | MiB |",
        "|---|--:|--:|--:|--:|--:|",
        *rows,
        "",
    ]


def _follow(log: Path, scanner: str, rate: int, seconds: int) -> str:
    log.write_bytes(b"")
    writer = Writer(log)
    process = subprocess.Popen(
        (*_OURS, "--json", str(log)),
        env={**os.environ, "HTTPLOGSTATS_SCANNER": scanner},
        stdout=subprocess.PIPE,
    )
    time.sleep(1.5)
    begun, used, written = time.perf_counter(), cpu_of(process.pid), 0
    while (passed := time.perf_counter() - begun) < seconds:
        more = int(rate * passed) - written
        if more > 0:
            writer.write(more)
            written += more
        time.sleep(max(0.0, 1 / BATCHES - (time.perf_counter() - begun - passed)))
    time.sleep(0.3)  # one look at the log, and its end
    share = (cpu_of(process.pid) - used) / (time.perf_counter() - begun)
    memory = memory_of(process.pid)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate()
    read = json.loads(out.splitlines()[-1])["read"]
    real = written / seconds
    lag = f"{written - read:,} lines"
    return f"| {scanner} | {rate:,} | {real:,.0f} | {100 * share:.1f} % | {lag} | {memory:.0f} |"


class Screen:
    """Our program on a terminal of its own."""

    def __init__(self, log: Path, options: tuple[str, ...] = ()) -> None:
        self.begun = time.perf_counter()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            os.environ["TERM"] = "xterm-256color"
            os.execvp(_OURS[0], (*_OURS, *options, str(log)))

    def output(self, timeout: float) -> bytes:
        """What is drawn within some seconds, at its first piece."""
        ready, _, _ = select.select([self.terminal], [], [], timeout)
        return os.read(self.terminal, 65536) if ready else b""

    def rest(self, seconds: float) -> None:
        """Read on for a while."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.output(left)

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.terminal, keys)

    def theme(self) -> float:
        """Seconds from the key of the next theme to the heading of a pane, which nothing else draws anew."""
        while self.output(0):
            pass
        begun, drawn = time.perf_counter(), b""
        self.type(b"t")
        while b"SECTIONS" not in drawn:
            drawn += self.output(5)
        return time.perf_counter() - begun

    def end(self) -> None:
        """Quit."""
        self.type(b"q")
        while True:
            try:
                if not self.output(5):
                    break
            except OSError:
                break
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def on_a_screen(folder: Path, log: Path) -> list[str]:
    """Start, redraw, idle and a burst."""
    live = folder / "screen.log"
    live.write_bytes(log.read_bytes()[:100_000])
    starts = []
    for _ in range(5):
        screen, drawn = Screen(live), b""
        while len(drawn) < 2000:  # more than what asks the terminal what it can do
            drawn += screen.output(5)
        starts.append(time.perf_counter() - screen.begun)
        screen.rest(0.3)
        screen.end()
    screen = Screen(live)
    screen.rest(4)
    used = cpu_of(screen.pid)
    screen.rest(20)
    idle = (cpu_of(screen.pid) - used) / 20
    used, keys = cpu_of(screen.pid), 200
    for _ in range(keys):
        screen.theme()
    redraw = (cpu_of(screen.pid) - used) / keys
    caught, slowest = _burst(screen, live, log)
    memory = memory_of(screen.pid)
    screen.end()
    return [
        "### On a screen of 120 × 40",
        "",
        "| what | measured |",
        "|---|--:|",
        f"| start to the first screen (median of 5) | {sorted(starts)[2]:.2f} s |",
        f"| idle | {100 * idle:.2f} % of a core |",
        f"| system calls while idle | {_calls(live)} a second |",
        f"| a key and its redraw | {1000 * redraw:.1f} ms of CPU |",
        f"| {log.stat().st_size / 1e6:.0f} MB at once: caught up after | {caught:.2f} s |",
        f"| slowest key meanwhile | {1000 * slowest:.0f} ms |",
        f"| peak memory | {memory:.0f} MiB |",
        "",
    ]


def _burst(screen: Screen, live: Path, log: Path) -> tuple[float, float]:
    """Append a whole log at once, press keys while it is read."""
    data = log.read_bytes()
    before = read_by(screen.pid)
    with live.open("ab") as file:
        file.write(data)
    begun, slowest = time.perf_counter(), 0.0
    while read_by(screen.pid) - before < len(data):
        slowest = max(slowest, screen.theme())
        if time.perf_counter() - begun > 60:
            break
    return time.perf_counter() - begun, slowest


def _calls(live: Path) -> str:
    if not shutil.which("strace"):
        return "(no strace)"
    screen = Screen(live)
    screen.rest(4)
    counts = live.with_name("calls")
    tracer = subprocess.Popen(
        ("timeout", "-s", "INT", "8", "strace", "-c", "-f", "-o", str(counts), "-p", str(screen.pid)),
        stderr=subprocess.DEVNULL,
    )
    screen.rest(9)
    tracer.wait()
    screen.end()
    total = [line.split() for line in counts.read_text().splitlines() if line.endswith("total")]
    return f"{int(total[0][3]) / 8:.0f}" if total else "?"
