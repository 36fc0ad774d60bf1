"""Draws the pictures of the documentation with the real program: `python docs/screenshot.py`.

The clock is the script's own. A test draws them again and compares: they are what the program shows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from fractions import Fraction
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from urwid.testing import ScriptedScreen

from httplogstats import words
from httplogstats.block import Block
from httplogstats.feed import LocalFeed
from httplogstats.follower import Follower
from httplogstats.keep import Keep
from httplogstats.monitor import Monitor, Rules
from httplogstats.snapshot import Following, SourceState
from httplogstats.traffic import Traffic, bursts
from httplogstats.ui.app import App, ScreenOptions
from httplogstats.ui.glyphs import UNICODE
from httplogstats.ui.theme import DARK, MONO, palette

CELL = (9, 19)
START = 1_800_000_000
SECONDS = 677
UNICODE_BLOCKS = (UNICODE.up + UNICODE.across).replace(" ", "")
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Picture:
    """A file, the size and theme of the screen, and what is typed before it is drawn."""

    name: str
    size: tuple[int, int]
    theme: str
    keys: tuple[str, ...] = ()


PICTURES = (
    Picture("screen", (120, 40), DARK, ("tab", "down")),
    Picture("screens/filtered", (120, 40), DARK, ("tab", "down", "enter", "left", "left", "left")),
    Picture("screens/mono", (80, 24), MONO),
    Picture("screens/small", (40, 10), DARK),
    Picture("screens/help", (120, 40), DARK, ("tab", "?")),
)


class Scene:
    """A clock and a log in one: each second brings its lines."""

    at_end = True
    finished = False
    past = False
    seekable = True
    waiting = 0

    def __init__(self) -> None:
        self.second = START
        self._traffic = Traffic(6, bursts)

    def now(self) -> int:
        return self.second

    def elapsed(self) -> float:
        return float(self.second)

    def prime(self, old_enough: Callable[[bytes], bool]) -> Iterator[Block]:
        return iter(())

    def head(self) -> bytes:
        return b""

    def poll(self, now: float, limit: int) -> list[Block]:
        return [Block(b"".join(self._traffic.second(self.second - START, self.second)))]

    def state(self) -> SourceState:
        return SourceState("/var/log/nginx/access.log", Following.FOLLOWING)

    def close(self) -> None:
        pass


class Screen(ScriptedScreen):
    """A terminal that keeps what is drawn."""

    def ring(self) -> None:
        pass


def scene() -> LocalFeed:
    """Eleven minutes of the demo's traffic."""
    log, keep = Scene(), Keep(10**8)
    monitor = Monitor(Rules(10, 120, Fraction(10)), START, lambda second: words.date_time(second, UTC))
    monitor.begin(START)
    feed = LocalFeed([Follower(log, START, START, keep)], monitor, log, keep=keep)
    for _ in range(SECONDS):
        log.second += 1
        feed.tick()
    return feed


def draw(picture: Picture, feed: LocalFeed) -> str:
    """The picture as SVG."""
    screen = Screen(size=picture.size)
    app = App(feed, ScreenOptions(theme=picture.theme, zone=UTC), screen)
    app.refresh()
    app.loop.draw_screen()
    for key in picture.keys:
        app.loop.process_input([key])
        app.loop.draw_screen()
    return svg(app.dashboard.render(picture.size, True), picture.size, looks(picture.theme))


Look = tuple[str, str, bool]
"""Foreground, background, and whether it is bold."""


def looks(theme: str) -> dict[str | None, Look]:
    """What each style looks like; without colours, light on dark."""
    found: dict[str | None, Look] = {}
    for name, _, _, mono, high, ground in palette(theme):
        colour, _, settings = high.partition(",")
        look = (colour, ground, "bold" in settings)
        if theme == MONO:
            inks = ("#121212", "#d0d0d0") if "standout" in mono else ("#d0d0d0", "#121212")
            look = (*inks, "bold" in mono)
        found[name] = look
    return found | {None: found["text"]}


def svg(canvas: Any, size: tuple[int, int], styles: dict[str | None, Look]) -> str:
    """The cells of a screen as rectangles and text."""
    (columns, rows), (width, height) = size, CELL
    ground = styles["text"][1]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns * width} {rows * height}" '
        'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="15" '
        'shape-rendering="crispEdges">',
        f'<rect width="100%" height="100%" fill="{ground}"/>',
    ]
    for y, row in enumerate(canvas.content()):
        x = 0
        for style, _, raw in row:
            text = raw.decode()
            fore, back, bold = styles[getattr(style, "layers", (style,))[0]]
            if back != ground:
                parts.append(_box(x * width, y * height, len(text) * width, height, back))
            for drawn, run in groupby(text, UNICODE_BLOCKS.__contains__):
                piece = "".join(run)
                if drawn:
                    parts += _blocks(piece, x * width, y * height, fore)
                elif piece.strip():
                    weight = ' font-weight="bold"' if bold else ""
                    parts.append(
                        f'<text x="{x * width}" y="{y * height + 15}" fill="{fore}" xml:space="preserve" '
                        f'textLength="{len(piece) * width}"{weight}>{escape(piece)}</text>'
                    )
                x += len(piece)
    return "\n".join([*parts, "</svg>", ""])


def _box(left: float, top: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" fill="{colour}"/>'


def _blocks(text: str, left: int, top: int, colour: str) -> list[str]:
    """Bars as boxes: fonts leave gaps between their blocks."""
    width, height = CELL
    boxes = []
    for block, run in groupby(text):
        number = len(list(run))
        if block in UNICODE.up:
            tall = height * UNICODE.up.index(block) / 8
            boxes.append(_box(left, top + height - tall, number * width, tall, colour))
        else:
            wide = width * UNICODE.across.index(block) / 8
            boxes += [_box(left + at * width, top, wide, height, colour) for at in range(number)]
        left += number * width
    return boxes


def main() -> None:
    """Write all of them."""
    feed = scene()
    for picture in PICTURES:
        path = HERE / f"{picture.name}.svg"
        path.parent.mkdir(exist_ok=True)
        path.write_text(draw(picture, feed))


if __name__ == "__main__":
    main()
