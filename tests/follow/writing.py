"""The writer of a log, with an account of every line of its own. Knows no rotation and no reader.

A line is `generation:number;filler`. The account says of each what may become of it: it must be delivered
once, or it may be lost (named losses only), and in what pieces a line that was cut in two may come.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

OVERLONG = 64 * 1024


@dataclass(frozen=True)
class Half:
    """A line of which only the beginning has been written."""

    line: bytes
    begun: bytes
    rest: bytes


@dataclass
class Birth:
    """One generation: the lines written to it, in order, and whether the reader had a chance to see it."""

    number: int
    lines: list[bytes] = field(default_factory=list)
    polled: bool = False
    lost: bool = False  # gone before anybody could see it
    carried: "Half | None" = None  # it begins with the end of a line of the one before
    glued: tuple[bytes, ...] = ()  # half lines whose ends were destroyed: one may run into what is first


class Writing:
    """Writes to `file`, which it opens to append or not."""

    def __init__(self, file: Path, dice: random.Random, append: bool) -> None:
        self.file = file
        self.dice = dice
        self.append = append
        self.births: list[Birth] = []
        self.may_be_lost: set[bytes] = set()
        self.pieces: list[bytes] = []  # what else may come of lines of which only the beginning may come
        self.half: Half | None = None  # what the present writer wrote last
        self.former: list[tuple[int, Birth]] = []  # descriptors that a writer still has
        self.present: Birth | None = None
        self.fd = -1

    def create(self) -> None:
        self.present = Birth(len(self.births))
        self.births.append(self.present)
        flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | (os.O_APPEND if self.append else 0)
        self.fd = os.open(self.file, flags, 0o644)

    def line(self, birth: Birth) -> bytes:
        filler = self.dice.choice((0, 3, 20, 60, 200))
        if self.dice.random() < 0.002:
            filler = OVERLONG + self.dice.randint(0, 3)
        text = b"%d:%d;%s" % (birth.number, len(birth.lines), b"x" * filler)
        birth.lines.append(text)
        if birth.glued and len(birth.lines) == 1:
            self.may_be_lost.add(text)
            self.pieces += [begun + text for begun in birth.glued]
        if birth.lost:
            self.may_be_lost.add(text)
        return text

    def write(self, most: int = 12) -> None:
        assert self.present is not None
        self.finish_half()
        count = self.dice.randint(0, most)
        os.write(self.fd, b"".join(self.line(self.present) + b"\n" for _ in range(count)))

    def write_half(self) -> None:
        assert self.present is not None
        self.finish_half()
        text = self.line(self.present)
        cut = self.dice.randint(1, len(text))
        self.half = Half(text, text[:cut], text[cut:] + b"\n")
        os.write(self.fd, self.half.begun)

    def finish_half(self) -> None:
        if self.half:
            os.write(self.fd, self.half.rest)
        self.half = None

    def write_late(self) -> None:
        """Someone still writes to a file that was renamed away."""
        if self.former:
            fd, birth = self.dice.choice(self.former)
            os.write(fd, b"".join(self.line(birth) + b"\n" for _ in range(self.dice.randint(1, 5))))

    def leave(self) -> None:
        """The writer lets go of the present file; with some luck another one keeps writing to it."""
        assert self.present is not None
        self.finish_half()
        if self.dice.random() < 0.4:
            self.former.append((self.fd, self.present))
        else:
            os.close(self.fd)
        self.fd, self.present = -1, None

    def close(self) -> None:
        for fd in [self.fd, *(fd for fd, _ in self.former)]:
            if fd >= 0:
                os.close(fd)

    def lines(self) -> Iterator[bytes]:
        for birth in self.births:
            yield from birth.lines
