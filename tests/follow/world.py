"""A log and its rotation on a real folder, with an account of every line of its own. Knows no reader.

A line is `generation:number;filler`. The account says of each what may become of it: it must be delivered
once, or it may be lost (named losses only), and in what pieces a line that was cut in two may come.
"""

import gzip
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


class World:
    """`keep` siblings are kept, numbered or dated; `append` is how the writer opens its file.

    Without `halves` lines are only written whole.
    """

    def __init__(self, folder: Path, dice: random.Random, halves: bool) -> None:
        self.halves = halves
        self.folder = folder
        self.dice = dice
        self.keep = dice.randint(2, 5)
        self.dated = dice.random() < 0.25
        self.linked = dice.random() < 0.15
        self.append = dice.random() < 0.7
        self.compresses = dice.random() < 0.3
        self.births: list[Birth] = []
        self.may_be_lost: set[bytes] = set()
        self.torn: list[bytes] = []  # lines of which only the beginning may come
        self.pieces: list[bytes] = []  # what else may come of them
        self.half: Half | None = None  # what the present writer wrote last
        self.gap = False  # renamed, and nothing new there yet
        self.renamed = False  # since the last poll
        self.carries: list[Half] = []  # half lines at a cut that have not been delivered
        self.unseen = 0  # rotations since the last poll
        self.siblings: list[tuple[Path, Birth]] = []  # newest first
        self.former: list[tuple[int, Birth]] = []  # descriptors that a writer still has
        self.delivered: set[bytes] = set()  # told by the test, for what an unannounced cut may lose
        self.links = 0
        self.dates = 0
        self.path = folder / "access.log"
        self.file = self.path
        self.present: Birth | None = None
        self.fd = -1
        if self.linked:
            self._point()
        self.create()

    # What a writer does.

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

    # What rotation does.

    def shift(self, newest: Birth) -> Path:
        """Make room for a new sibling: its path. What falls off the end is gone."""
        while len(self.siblings) >= self.keep:
            path, birth = self.siblings.pop()
            path.unlink()
            self.gone(birth)
        if self.dated:
            self.dates += 1
            name = self.folder / f"{self.file.name}-{20260101 + self.dates}"
        else:
            for place in range(len(self.siblings), 0, -1):
                path, birth = self.siblings[place - 1]
                number = f".{place + 1}" + (".gz" if path.suffix == ".gz" else "")
                moved = path.rename(self.folder / (self.file.name + number))
                self.siblings[place - 1] = (moved, birth)
            name = self.folder / f"{self.file.name}.1"
        self.siblings.insert(0, (name, newest))
        return name

    def gone(self, birth: Birth) -> None:
        """Born and gone between two polls: nobody can have seen it."""
        if not birth.polled:
            birth.lost = True
            self.may_be_lost.update(birth.lines)

    def rename(self) -> None:
        """Renamed, and nothing there for a while; the writer keeps its descriptor."""
        assert self.present is not None
        self.file.rename(self.shift(self.present))
        self.gap = self.renamed = True
        self.came_apart(True)

    def reopen(self) -> None:
        self.leave()
        self.create()
        self.gap = False

    def came_apart(self, unknown: bool) -> None:
        """Renamed and cut between two polls: nobody can know that a copy and a file are parts of one."""
        if unknown:
            for half in self.carries:
                self.may_be_lost.add(half.line)
                self.pieces += [half.begun, half.rest[:-1]]

    def rotate(self) -> None:
        self.rename()
        self.reopen()

    def copytruncate(self) -> None:
        """Lines may be written between the copy and the cut: those are lost."""
        assert self.present is not None
        before = self.present
        copy = self.shift(before)
        copy.write_bytes(self.file.read_bytes())
        if self.half is None and self.dice.random() < 0.1:
            copied = len(before.lines)
            self.write()
            self.may_be_lost.update(before.lines[copied:])
        if self.half:
            self.carries.append(self.half)
            self.came_apart(self.renamed or not before.polled)
        self.cut()

    def truncate(self) -> None:
        """Without a copy: what has not been delivered is lost; a line that is half written is torn."""
        assert self.present is not None
        before = self.present
        unread = [line for line in before.lines if line not in self.delivered]
        self.may_be_lost.update(unread)
        self.torn += unread
        glued = () if before.lines and before.lines[0] in self.delivered else before.glued
        if before.carried and before.carried.line not in self.delivered:
            if before.carried.line in self.may_be_lost:  # its beginning was destroyed, now its end is torn
                self.torn.append(before.carried.rest[:-1])
            self.may_be_lost.add(before.carried.line)
            self.torn.append(before.carried.line)
            glued = (*glued, before.carried.begun)
        if self.half:
            self.may_be_lost.add(self.half.line)
            self.torn.append(self.half.line)
            self.pieces += [begun + self.half.rest[:-1] for begun in (*glued, b"")]
        self.cut()
        self.present.glued = glued

    def cut(self) -> None:
        os.ftruncate(self.fd, 0)
        assert self.present is not None
        glued = () if self.present.lines else self.present.glued
        self.present = Birth(len(self.births), carried=self.half, glued=glued)
        self.births.append(self.present)

    def delete(self) -> None:
        assert self.present is not None
        self.gone(self.present)
        self.file.unlink()
        self.reopen()

    def switch(self) -> None:
        """The symbolic link leads to another file from now on."""
        assert self.present is not None
        for _, birth in self.siblings:
            self.gone(birth)
        self.gone(self.present)
        self.siblings.clear()
        self.finish_half()
        self._point()
        self.reopen()

    def compress(self) -> None:
        """The oldest plain sibling, as by `delaycompress`."""
        for place in range(len(self.siblings) - 1, 0, -1):
            path, birth = self.siblings[place]
            if path.suffix != ".gz" and path.exists() and all(birth is not late for _, late in self.former):
                packed = path.with_name(path.name + ".gz")
                with gzip.open(packed, "wb") as file:
                    file.write(path.read_bytes())
                status = path.stat()
                os.utime(packed, ns=(status.st_atime_ns, status.st_mtime_ns))
                path.unlink()
                self.siblings[place] = (packed, birth)
                if not birth.polled:
                    self.may_be_lost.update(birth.lines)
                return

    def _point(self) -> None:
        self.links += 1
        self.file = self.folder / f"app-{self.links}.txt"
        new = self.folder / "link"
        new.symlink_to(self.file.name)
        os.replace(new, self.path)

    # A round of a schedule.

    def act(self) -> None:
        """At most one structural action, and writing around it."""
        if self.dice.random() < 0.8:
            self.write()
        if self.halves and self.dice.random() < 0.2:
            self.write_half()
        if self.gap:
            if self.dice.random() < 0.5:
                self.reopen()
        elif self.dice.random() < 0.5:
            self.structural()
        if self.dice.random() < 0.3:
            self.write_late()
        if self.dice.random() < 0.6:
            self.write()

    def structural(self) -> None:
        harmless = [self.rotate, self.rotate, self.copytruncate, self.copytruncate, self.rename]
        destroying = [self.truncate, self.delete] + [self.switch] * self.linked
        actions = harmless if self.unseen < self.keep - 1 else []
        if not self.unseen:
            actions = actions + destroying
        if self.compresses:
            actions = [*actions, self.compress]
        if actions:
            action = self.dice.choice(actions)
            action()
            self.unseen += action != self.compress
            if action == self.switch:
                self.unseen = self.keep  # rotated again before the next poll, its siblings would be strangers

    def interfere(self) -> None:
        """Between two calls of the reader: a rotation in the midst of writing."""
        if self.present is not None and not self.gap and self.unseen < self.keep - 1:
            self.write()
            self.dice.choice([self.rotate, self.copytruncate, self.write])()
            self.unseen += 1
            self.write()

    # What the test tells and asks.

    def was_polled(self, delivered: set[bytes]) -> None:
        """The reader has had a look at all that is there now."""
        self.delivered = delivered
        if not self.gap:
            self.unseen = 0
            self.renamed = False
            self.carries = [half for half in self.carries if half.line not in delivered]
            for birth in [self.present, *(birth for _, birth in self.siblings)]:
                assert birth is not None
                birth.polled = True

    def end(self) -> None:
        """Every line gets its end, and the log stands under its name."""
        self.finish_half()
        if self.gap:
            self.reopen()

    def close(self) -> None:
        for fd in [self.fd, *(fd for fd, _ in self.former)]:
            if fd >= 0:
                os.close(fd)

    def lines(self) -> Iterator[bytes]:
        for birth in self.births:
            yield from birth.lines


def complaints(world: World, delivered: list[bytes], overlong: int) -> list[str]:
    """What is wrong with what was delivered, by the account alone."""
    found = []
    expected = [line for line in world.lines() if len(line) <= OVERLONG]
    long = sum(len(line) > OVERLONG for line in world.lines())
    long_lost = sum(len(line) > OVERLONG for line in world.may_be_lost)
    if not long - long_lost <= overlong <= long:
        found.append(f"{overlong} overlong lines, not {long}")
    times: dict[bytes, int] = {}
    for line in delivered:
        times[line] = times.get(line, 0) + 1
    for line in expected:
        seen = times.pop(line, 0)
        if seen > 1 or not (seen or line in world.may_be_lost):
            found.append(f"{line[:30]!r} came {seen} times")
    for text in times:
        torn = next((line for line in world.torn if line.startswith(text)), None)
        if torn is not None:
            world.torn.remove(torn)
        elif text not in world.pieces:
            found.append(f"{text[:40]!r} was never written")
    places = {line: place for place, line in enumerate(delivered)}
    for birth in world.births:
        order = [places[line] for line in birth.lines if line in places]
        if order != sorted(order):
            found.append(f"generation {birth.number} came out of order")
    return found
