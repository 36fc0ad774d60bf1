"""Lines of styled text: what panes are made of, and how text is brought to a width. Knows no snapshot."""

from collections.abc import Iterable, Sequence

from httplogstats.safe import clip, encoded, safe

Piece = tuple[str, str]
"""Style and text."""

Line = list[Piece]


def width_of(line: Iterable[Piece]) -> int:
    """Columns of a line; every character we draw is one column wide."""
    return sum(len(text) for _, text in line)


def pad(text: str, width: int) -> str:
    """`text` in exactly `width` columns; `~` marks a cut end."""
    return f"{clip(text, width):{width}}" if width > 0 else ""


def middle(text: str, width: int) -> str:
    """`text` in at most `width` columns, shortened in its middle: the end of a path says most."""
    if len(text) <= width:
        return text
    if width < 8:
        return text[-width:] if width > 0 else ""
    head = (width - 1) // 3
    return text[:head] + "~" + text[head + 1 - width :]


def between(left: Line, right: Line, width: int, style: str = "text") -> Line:
    """`left`, a gap, and `right` at the end; without `right` where the two do not fit."""
    gap = width - width_of(left) - width_of(right)
    return [*left, (style, " " * gap), *right] if gap >= 1 else left


def as_long_as_fits(words: Iterable[Sequence[Piece]], width: int) -> Line:
    """The leading words that fit, none of them cut."""
    line: Line = []
    for word in words:
        if width_of(line) + width_of(word) > width:
            break
        line += word
    return line


def those_that_fit(words: Iterable[Sequence[Piece]], width: int) -> Line:
    """The words that fit, leaving out those that are too long."""
    line: Line = []
    for word in words:
        if width_of(line) + width_of(word) <= width:
            line += word
    return line


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns: broken at spaces, or anywhere where there are none."""
    lines: list[str] = []
    rest = text
    while len(rest) > width > 0:
        cut = rest.rfind(" ", 1, width + 1)
        cut = cut if cut > 0 else width
        lines.append(rest[:cut])
        rest = rest[cut:].removeprefix(" ")
    return [*lines, rest] if width > 0 else []


def drawable(text: str) -> str:
    """Text that came from the user or the system, such as a path, as printable ASCII."""
    return text if text.isascii() and text.isprintable() else safe(encoded(text))
