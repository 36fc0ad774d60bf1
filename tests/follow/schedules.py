"""Runs one random schedule of writing, rotating and polling, and says what is wrong with what came."""

import random
import shutil
from pathlib import Path

from httplogstats.system import Status, System
from httplogstats.tail import FileTail
from tests.follow.account import complaints
from tests.follow.polling import Reader
from tests.follow.world import World


class Meddler(System):
    """The real calls; while `world` is set, now and then the log is rotated just before one of them."""

    def __init__(self, dice: random.Random) -> None:
        self.world: World | None = None
        self.acted = False
        self._dice = dice

    def _meddle(self) -> None:
        if self.world is not None and not self.acted and self._dice.random() < 0.15:
            self.acted = True
            self.world.interfere()

    def stat(self, path: str) -> Status:
        self._meddle()
        return super().stat(path)

    def fstat(self, fd: int) -> Status:
        self._meddle()
        return super().fstat(fd)

    def open(self, path: str) -> int:
        self._meddle()
        return super().open(path)

    def pread(self, fd: int, count: int, offset: int) -> bytes:
        self._meddle()
        return super().pread(fd, count, offset)

    def names(self, folder: str) -> list[str]:
        self._meddle()
        return super().names(folder)


def run(seed: int, folder: Path, *, meddling: bool = False) -> list[str]:
    """What is wrong with the schedule of this seed; nothing, if all is well.

    With `meddling` the log is also rotated between the system calls of a poll; half a line at such a moment
    may be put together with the wrong end, so there are none.
    """
    home = folder / str(seed)
    home.mkdir()
    dice = random.Random(seed)
    world = World(home, dice, halves=not meddling)
    system = Meddler(dice)
    tail = FileTail(str(world.path), from_start=True, system=system)
    reader = Reader(tail)
    try:
        world.was_polled(set())
        for _ in range(dice.randint(4, 12)):
            world.act()
            for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
                system.world = world if meddling else None
                system.acted = False
                reader.poll(dice.choice((64, 1_000, 300_000, 1 << 20)))
                if not system.acted:
                    world.was_polled(set(reader.lines))
        system.world = None
        world.end()
        reader.drain()
        reader.drain()
        reader.poll(seconds=100)
        reader.drain()
        return complaints(world, reader.lines, reader.overlong)
    finally:
        tail.close()
        world.close()
        shutil.rmtree(home)
