"""Lines of styled text for panes: cells, bars, and tables whose columns go when room is short."""

from collections.abc import Sequence
from dataclasses import dataclass

from httplogstats import words
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


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as lines: its heading, a line a key, and how many keys there are beyond these."""

    heading: Line
    body: list[Line]
    beyond: int = 0
    exact: bool = True


def table(
    heading: str,
    keys: Sequence[str],
    columns: Sequence[Column],
    width: int,
    beyond: int = 0,
    exact: bool = True,
) -> Rows:
    """Numbers are never cut: columns that do not fit beside 12 columns of key are not there."""
    kept = list(columns)
    while kept and width - sum(column.width + 1 for column in kept) < 12:
        kept.remove(max(kept, key=lambda column: column.goes))
    first = max(0, width - sum(column.width + 1 for column in kept))
    head: Line = [("title", pad(heading, first))]
    head += [("quiet", f" {column.heading:>{column.width}}") for column in kept]
    body: list[Line] = []
    for index, key in enumerate(keys):
        line: Line = [("text", pad(key, first))]
        for column in kept:
            style = column.style if column.cells[index] not in ("0", "-") else "quiet"
            line.append((style, f" {column.cells[index]:>{column.width}}"))
        body.append(line)
    return Rows(head, body, beyond, exact)


def visible(rows: Rows, offset: int, width: int, height: int) -> list[Line]:
    """The rows from `offset` on, and how many more there are if they do not all fit."""
    body, room = rows.body[offset:], max(0, height - 1)
    hidden = len(body) - room + rows.beyond
    if hidden > 0 and room > 1:
        body = body[: room - 1]
        hidden = len(rows.body) - offset - len(body) + rows.beyond
        more = f"({'' if rows.exact else '≥ '}{words.count(hidden)} more)"
        body = [*body, [("quiet", pad(more, width))]]
    return [rows.heading, *body[:room]]


def fitting(width: int, *texts: str) -> str:
    """The first text that fits whole; the last one has to be words only, for it may be cut."""
    return next((text for text in texts if len(text) <= width), texts[-1][: max(0, width)])


_ASCII = str.maketrans(
    {"▲": "!", "▼": "v", "↑": "^", "↓": "v", "·": ".", "–": "-", "≥": ">", "×": "x", "┈": "-", "│": "|"}
)


def ascii_only(text: str) -> str:
    """For terminals without Unicode; every character keeps its place."""
    return text.translate(_ASCII)


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
