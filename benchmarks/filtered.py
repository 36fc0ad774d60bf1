"""Keys and a filter while lines come fast: how soon keys are answered, and the filter counted."""

import multiprocessing
import time
from pathlib import Path
from statistics import median

from live import BATCHES, Screen, Writer

RATE = 100_000
KEPT = 1_000_000
KEYS = 200
FILTERS = ("status >= 500", "section = /api", "client != 10.0.0.1")


def filtered(folder: Path) -> list[str]:
    """Each filter while lines arrive, set when a million of them are kept."""
    return [
        f"### Keys with {RATE:,} lines/s arriving and a filter set over {KEPT:,} kept lines",
        "",
        "| filter | first figures | all counted | keys, median | keys, slowest |",
        "|---|--:|--:|--:|--:|",
        *(_row(folder / "filtered.log", text) for text in FILTERS),
        "",
    ]


def _row(log: Path, text: str) -> str:
    log.write_bytes(b"")
    writer = multiprocessing.Process(target=_write, args=(log,), daemon=True)
    screen = Screen(log, options=("--keep", "1GB"))
    writer.start()
    screen.rest(KEPT / RATE + 2)
    screen.type(f"/{text}".encode())
    screen.rest(1)
    first, counted = _counted(screen)
    keys = [screen.theme() for _ in range(KEYS)]
    screen.end()
    writer.kill()
    figures = (first, counted, median(keys), max(keys))
    return f"| `{text}` | " + " | ".join(f"{1000 * figure:.0f} ms" for figure in figures) + " |"


def _write(log: Path) -> None:
    writer, begun, written = Writer(log), time.perf_counter(), 0
    while True:
        more = int(RATE * (time.perf_counter() - begun)) - written
        writer.write(more)
        written += more
        time.sleep(1 / BATCHES)


def _counted(screen: Screen) -> tuple[float, float]:
    """Seconds from Enter to the first line that says what is filtered, and to one that counts no more."""
    begun, first, drawn = time.perf_counter(), 0.0, b""
    screen.type(b"\r")
    while b"FILTER" not in drawn or b"counting" in drawn.rpartition(b"FILTER")[2]:
        drawn += screen.output(5)
        first = first or (time.perf_counter() - begun if b"FILTER" in drawn else 0.0)
    return first, time.perf_counter() - begun
