"""Draws docs/screen.svg with the real program on a clock of its own: `python docs/screenshot.py`."""

from collections.abc import Iterator
from datetime import UTC
from fractions import Fraction
from html import escape
from pathlib import Path

from httplogstats import words
from httplogstats.block import Block
from httplogstats.feed import LocalFeed
from httplogstats.follower import Follower
from httplogstats.monitor import Monitor, Rules
from httplogstats.snapshot import Following, Request, SourceState
from httplogstats.traffic import Traffic, bursts
from httplogstats.ui.dashboard import Dashboard
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.spark import columns
from httplogstats.ui.theme import DARK, palette

SIZE = (120, 40)
CELL = (9, 19)
START = 1_800_000_000
SECONDS = 677
OUT = Path(__file__).parent / "screen.svg"


class Scene:
    """A clock and a log in one: each second brings its lines."""

    at_end = True
    finished = False
    past = False
    waiting = 0

    def __init__(self) -> None:
        self.second = START
        self._traffic = Traffic(6, bursts)

    def now(self) -> int:
        return self.second

    def elapsed(self) -> float:
        return float(self.second)

    def prime(self, old_enough: object) -> Iterator[Block]:
        return iter(())

    def poll(self, now: float, limit: int) -> list[Block]:
        return [Block(b"".join(self._traffic.second(self.second - START, self.second)))]

    def state(self) -> SourceState:
        return SourceState("/var/log/nginx/access.log", Following.FOLLOWING)

    def close(self) -> None:
        pass


def colours() -> dict[str, tuple[str, str, bool]]:
    """Foreground, background and weight of each style."""
    grey = {"g58": "#949494"}
    found = {}
    for name, _, _, _, high, back in palette(DARK):
        colour = high.partition(",")[0]
        found[name] = (grey.get(colour, colour), back, "bold" in high)
    return found


def svg(dashboard: Dashboard) -> str:
    """The dashboard's cells as rectangles and text."""
    (columns_, rows), (width, height) = SIZE, CELL
    looks = colours()
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns_ * width} {rows * height}" '
        'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="15">',
        '<rect width="100%" height="100%" fill="#121212"/>',
    ]
    for y, row in enumerate(dashboard.render(SIZE, False).content()):
        x = 0
        for style, _, raw in row:
            text = raw.decode()
            fore, back, bold = looks[getattr(style, "layers", (style,))[0] or "text"]
            if back != "#121212":
                parts.append(
                    f'<rect x="{x * width}" y="{y * height}" width="{len(text) * width}" '
                    f'height="{height}" fill="{back}"/>'
                )
            if text.strip():
                weight = ' font-weight="bold"' if bold else ""
                parts.append(
                    f'<text x="{x * width}" y="{y * height + 15}" fill="{fore}" xml:space="preserve" '
                    f'textLength="{len(text) * width}"{weight}>'
                    f"{escape(text)}</text>"
                )
            x += len(text)
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Eleven minutes of the demo's traffic, then the picture."""
    scene = Scene()
    monitor = Monitor(Rules(10, 120, Fraction(10)), START, words.date_time)
    monitor.begin(START)
    feed = LocalFeed([Follower(scene, START, START)], monitor, scene)
    for _ in range(SECONDS):
        scene.second += 1
        feed.tick()
    dashboard = Dashboard(Manner(UTC))
    dashboard.render(SIZE)
    dashboard.show(feed.snapshot(Request(columns=columns(SIZE[0]))))
    OUT.write_text(svg(dashboard))


if __name__ == "__main__":
    main()
