"""Lines of styled text for panes: cells, bars, and tables whose columns go when room is short."""

from collections.abc import Sequence
from dataclasses import dataclass

from httplogstats.safe import clip

Piece = tuple[str, str]
"""Style and text."""

Line = list[Piece]

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LOWER = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its heading, its cells, how early it goes (the greatest first), and its style."""

    heading: str
    cells: Sequence[str]
    goes: int
    style: str = "text"

    @property
    def width(self) -> int:
        """Wide enough for every figure of its kind, so that columns do not move."""
        return max(6 if self.heading != "%" else 5, len(self.heading), *map(len, self.cells), 0)


def table(
    heading: str, keys: Sequence[str], columns: Sequence[Column], width: int, height: int, more: str = ""
) -> list[Line]:
    """A heading line and a line a key; numbers are never cut, columns that do not fit are not there."""
    kept = list(columns)
    while kept and width - sum(column.width + 1 for column in kept) < 12:
        kept.remove(max(kept, key=lambda column: column.goes))
    first = max(0, width - sum(column.width + 1 for column in kept))
    lines = [[("title", pad(heading, first))]]
    lines[0] += [("quiet", f" {column.heading:>{column.width}}") for column in kept]
    shown = keys[: max(0, height - 1)]
    if more and len(shown) < len(keys) and len(shown) > 1:
        shown = shown[:-1]
    for index, key in enumerate(shown):
        line: Line = [("text", pad(key, first))]
        for column in kept:
            style = column.style if column.cells[index] not in ("0", "-") else "quiet"
            line.append((style, f" {column.cells[index]:>{column.width}}"))
        lines.append(line)
    if more and len(shown) < len(keys) and len(lines) < height:
        lines.append([("quiet", clip(more, width))])
    return lines


def pad(text: str, width: int) -> str:
    """`text` in exactly `width` columns."""
    return f"{clip(text, width):{width}}" if width > 0 else ""


def bar(part: float, width: int, plain: bool) -> str:
    """A horizontal bar of `width` columns for a share of 0 to 1, in eighths of a column."""
    eighths = round(max(0.0, min(1.0, part)) * width * 8)
    if plain:
        return ("#" * (eighths // 8)).ljust(width)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def level(part: float, row: int, rows: int, plain: bool) -> str:
    """The character of a vertical bar for a share of 0 to 1 in `row` (0 is the lowest) of `rows`."""
    eighths = min(8, max(0, round(part * rows * 8) - row * 8))
    if part > 0 and row == 0:
        eighths = max(1, eighths)
    return " .:-=+*##"[eighths] if plain else _LOWER[eighths]


def middle(text: str, width: int) -> str:
    """`text` in at most `width` columns, shortened in its middle: the end of a path says most."""
    if len(text) <= width:
        return text
    if width < 8:
        return text[-width:] if width > 0 else ""
    head = width // 3
    return text[:head] + "~" + text[head + 1 - width :]
