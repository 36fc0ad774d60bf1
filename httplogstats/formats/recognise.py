"""Says the format of each piece of an input as it comes, and notices when it changes. Counts nothing.

Rules:
- What container runtimes and syslog put around lines is taken off first; each line stays one. It is looked
  for on the first lines, then at both ends of each block, so that it may begin, and end, anywhere in a log;
  what is around a line that nobody understands is a part of it.
- The format is detected from the first lines, again when there are twice as many, up to `LINES`, and when
  more than half of the recent lines are not understood.
- A `#Fields:` line decides the format of the lines after it, wherever it stands; it and its like are blank.
- A format that was given is kept; only what is appended to it is found.
"""

import re
from collections.abc import Iterator

from httplogstats.formats.common import COMBINED
from httplogstats.formats.detect import LINES, detect, fitted, is_known, share
from httplogstats.formats.layout import Layout
from httplogstats.formats.unwrap import Wrapping, ends, wrapping
from httplogstats.formats.w3c import DIRECTIVES, FIELDS, layout_of

Pieces = list[tuple[Layout, bytes]]

RECENT = 20
"""Lines that must have come before it is said that half of them are not understood."""

LONGEST = 1_000_000
"""Lines after which a format is looked for again at the latest, where none was found."""

_DECLARING = ("iis", "cloudfront")
"""Formats of which a `#Fields:` line may say more."""

_DIRECTIVE = b"(?m)^(?:" + b"|".join(DIRECTIVES) + rb")[^\n]*"


class Recogniser:
    """Of one input. `layout` is None while no format is known; `given` is one that the user named.

    `wrapping` is what was found around its lines, None while nothing was.
    """

    def __init__(self, given: Layout | None = None) -> None:
        self.layout = given
        self.wrapping: Wrapping | None = None
        self._meant: Wrapping | None = None  # what seems to be around lines and is a part of the given format
        self._given = given
        self._fixed = given is not None and not given.name.startswith(_DECLARING)
        self._known: dict[Layout, Layout] = {}  # so that equal layouts are one: each has a scanner
        self._first: dict[bytes, None] = {}  # the first lines, each once
        self._tried = 0  # how many of them there were when they were last looked at
        self._declared = b""  # the `#Fields:` line of lines that have not come yet
        self._understood = self._failed = 0
        self._patience = RECENT

    def learn(self, head: bytes) -> None:
        """What a log says of itself on its first lines, where reading begins further down."""
        if b"#" in head and re.search(_DIRECTIVE, head):
            self.pieces(head[: head.rfind(b"\n") + 1])

    def pieces(self, data: bytes) -> Pieces:
        """The lines of `data`, in order, each piece with the format of its lines; one piece at least."""
        found: Pieces = []
        for directive, lines in _sections(self._unwrapped(data)):
            self._declared = directive or self._declared
            self._look(lines)
            found.append((self.layout or COMBINED, lines))
        return found

    def note(self, data: bytes, understood: int, failed: int) -> None:
        """What became of the lines of a piece: where most failed, their format is looked for again."""
        self._understood += understood
        self._failed += failed
        if self._given is not None or self._understood + self._failed < self._patience:
            return
        if self._failed > self._understood:
            found = detect(b"\n".join(data.rstrip(b"\n").rsplit(b"\n", LINES)[-LINES:]))
            self._patience = min(2 * self._patience, LONGEST) if found in (None, self.layout) else RECENT
            self.layout = self._same(found) if found else self.layout
        self._understood = self._failed = 0

    def _unwrapped(self, data: bytes) -> bytes:
        """Some lines without what is around them."""
        lines = ends(data, LINES if 2 * self._tried <= LINES else 1)
        found = wrapping(lines)
        if found not in (None, self.wrapping, self._meant):
            outer = [line for line in lines if found.has(line)]
            inner = found.taken_off(b"\n".join(outer)).split(b"\n")
            if self._given is not None and share(self._given, outer) > share(self._given, inner):
                self._meant = found
            elif is_known(inner, self._given) or any(line.startswith(DIRECTIVES) for line in inner):
                self.wrapping = found
        return self.wrapping.taken_off(data) if self.wrapping is not None else data

    def _look(self, lines: bytes) -> None:
        """The format of some lines that have just come."""
        if self._declared and (first := _first_lines(lines)):
            layout = layout_of(self._declared, b"\t" in first[0])
            self._declared = b""
            if layout is not None and not self._fixed:
                self.layout, self._tried = self._same(fitted(layout, first)), LINES
        if 2 * self._tried > LINES:
            return
        self._first |= dict.fromkeys(_first_lines(lines))
        if not self._first or len(self._first) < 2 * self._tried:
            return
        self._tried = len(self._first)
        if self._given is not None:
            self.layout = self._same(fitted(self._given, list(self._first)))
        elif (layout := detect(b"\n".join(self._first))) is not None:
            self.layout = self._same(layout)

    def _same(self, layout: Layout) -> Layout:
        return self._known.setdefault(layout, layout)


def _sections(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The lines before the first `#Fields:` line and after each; lines that describe others are blank."""
    if b"#" not in data or not (data.startswith(b"#") or b"\n#" in data):
        yield b"", data
        return
    directive, lines, at = b"", b"", 0
    for match in re.finditer(_DIRECTIVE, data):
        lines += data[at : match.start()]
        at = match.end()
        if match[0].startswith(FIELDS):
            if lines:
                yield directive, lines
            directive, lines = match[0], b""
    rest = data[at:] if at < len(data) or not at else b"\n"
    yield directive, lines + rest


def _first_lines(lines: bytes) -> list[bytes]:
    """At most `LINES`, those with nothing in them left out."""
    some = (line.removesuffix(b"\r") for line in lines.lstrip(b"\r\n").split(b"\n", LINES)[:LINES])
    return [line for line in some if line]
