"""The characters that figures are drawn with, in Unicode and in ASCII. Draws nothing."""

from typing import NamedTuple


class Glyphs(NamedTuple):
    """One set. ``across`` grows to the right in equal parts of a cell, ``up`` from its floor,
    ``heat`` gets denser."""

    fired: str
    recovered: str
    across: str
    up: str
    heat: str
    limit: str
    side: str
    line: str
    to: str
    none: str
    dot: str
    at_least: str
    times: str
    falling: str
    rising: str
    arrows: tuple[str, str]
    corners: tuple[str, str, str, str]  # top left, top right, bottom left, bottom right


UNICODE = Glyphs(
    fired="▲", recovered="▼", across=" ▏▎▍▌▋▊▉█", up=" ▁▂▃▄▅▆▇█", heat=" ░▒▓", limit="┄", side="│", line="─",
    to="–", none="–", dot="·", at_least="≥ ", times="×", falling="▾", rising="▴", arrows=("↑↓", "←→"),
    corners=("╭", "╮", "╰", "╯"),
)  # fmt: skip

ASCII = Glyphs(
    fired="!", recovered="v", across=" #", up=" .:#", heat=" -xX", limit="-", side="|", line="-", to="-",
    none="-", dot="-", at_least=">= ", times="x", falling="v", rising="^", arrows=("Up/Down", "Left/Right"),
    corners=("+", "+", "+", "+"),
)  # fmt: skip


def bar(part: float, width: int, glyphs: Glyphs) -> str:
    """A horizontal bar for a share of 0 to 1 in exactly ``width`` columns; what is above 0 is seen."""
    return _filled(part, width, glyphs.across)


def upright(part: float, rows: int, glyphs: Glyphs) -> str:
    """A vertical bar for a share of 0 to 1: ``rows`` cells, the lowest first; what is above 0 is seen."""
    return _filled(part, rows, glyphs.up)


def heat(part: float, glyphs: Glyphs) -> str:
    """A cell that is denser the greater a share of 0 to 1 is; what is above 0 is seen."""
    steps = len(glyphs.heat) - 1
    return glyphs.heat[max(1, min(steps, round(part * steps))) if part > 0 else 0]


def _filled(part: float, cells: int, grows: str) -> str:
    if part <= 0:
        return " " * cells
    steps = len(grows) - 1
    full, rest = divmod(max(1, round(min(1.0, part) * cells * steps)), steps)
    return (grows[-1] * full + (grows[rest] if rest else "")).ljust(cells)[: max(0, cells)]
