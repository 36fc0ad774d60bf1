"""Random rotation of a log on a real folder, with an account of what it may lose. Knows no reader."""

import gzip
import os
import random
from pathlib import Path

from tests.follow.writing import Birth, Half, Writing


class World(Writing):
    """`keep` siblings are kept, numbered or dated. Without `halves` lines are only written whole."""

    def __init__(self, folder: Path, dice: random.Random, halves: bool) -> None:
        self.halves = halves
        self.folder = folder
        self.keep = dice.randint(2, 5)
        self.dated = dice.random() < 0.25
        self.linked = dice.random() < 0.15
        self.path = folder / "access.log"
        super().__init__(self.path, dice, append=dice.random() < 0.7)
        self.compresses = dice.random() < 0.3
        self.torn: list[bytes] = []  # lines of which only the beginning may come
        self.gap = False  # renamed, and nothing new there yet
        self.renamed = False  # since the last poll
        self.carries: list[Half] = []  # half lines at a cut that have not been delivered
        self.unseen = 0  # rotations since the last poll
        self.siblings: list[tuple[Path, Birth]] = []  # newest first
        self.delivered: set[bytes] = set()  # told by the test, for what an unannounced cut may lose
        self.links = 0
        self.dates = 0
        if self.linked:
            self._point()
        self.create()

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
