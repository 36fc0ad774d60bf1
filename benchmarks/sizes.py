"""How cost grows: memory with the number of distinct keys, time with the length of a log."""

from pathlib import Path

from corpus import Corpus
from measure import Took, medians, run
from programs import ours

LINES = 1_000_000
_LINE = (
    '10.%d.%d.%d - - [09/May/2018:16:%02d:%02d +0000] "GET /s%d/p%d HTTP/1.1" 200 100 '
    '"https://a.example/%d" "agent %d"\n'
)


def _count(log: Path) -> Took:
    program = ours("native", "")
    return run((*program.command, str(log)), program.environment)


def by_keys(folder: Path) -> list[str]:
    """As many distinct clients, sections, paths, referrers and agents each, in a log of the same length."""
    rows = []
    for keys in (1_000, 10_000, 100_000, 1_000_000):
        log = folder / "keys.log"
        with log.open("w") as file:
            for number in range(LINES):
                key = number % keys
                second = number * 3600 // LINES
                address = (key >> 16, key >> 8 & 255, key & 255)
                file.write(_LINE % (*address, second // 60, second % 60, key, key, key, key))
        took = _count(log)
        rows.append(f"| {keys:,} | {took.memory:.0f} | {took.cpu:.2f} |")
        log.unlink()
    head = [f"### Memory against distinct keys: {LINES:,} lines, as many clients, sections, paths, agents"]
    return [*head, "", "| distinct keys each | MiB | CPU s |", "|--:|--:|--:|", *rows, ""]


def by_length(folder: Path, lines: int) -> list[str]:
    """A log, and those ten times as long and as short."""
    rows = []
    for length in (lines // 10, lines, lines * 10):
        log = folder / "length.log"
        with log.open("wb") as file:
            file.writelines(Corpus().chunks(length))
        took = medians([_count(log) for _ in range(3)])
        rows.append(f"| {length:,} | {took.cpu:.2f} | {took.memory:.0f} |")
        log.unlink()
    head = ["### Cost as the log grows ten times (start included)"]
    return [*head, "", "| lines | CPU s | MiB |", "|--:|--:|--:|", *rows, ""]
