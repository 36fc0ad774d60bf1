"""Reads the open generations of one log in order, oldest first. Knows no names: tail.py says what comes next.

Rules:
- A renamed file is read to its end, and kept for `LINGER` seconds after its last growth, for its writer.
- A file that was cut under its writer is recognised by its bytes, not by its size; what was not read of it is
  taken from the copy beside it, and its half line goes on where the writer goes on. A renamed one that begins
  like the present one by now was overwritten with a copy of it, and is let go.
- Rotated siblings that appeared since the last look, and are neither held nor copies of what is held, are
  generations that came and went between two polls: they are read first. They are looked for at once, and
  again after the first bytes of a generation have been read, so that no rotation falls between unseen.
- An error concerns one file and one poll. A poll that could read nothing is at the end, whatever the reason,
  so that nobody spins.
"""

from collections.abc import Sequence
from contextlib import suppress

from httplogstats.archives import ArchiveGeneration
from httplogstats.block import Block
from httplogstats.generation import CutError, Generation
from httplogstats.siblings import Siblings

LINGER = 60.0
"""Seconds that a renamed file stays open after its last growth."""

MOST_HELD = 16
"""Renamed files held open; beyond that, the oldest is let go as soon as it has been read."""

PATIENCE = 3
"""Failing polls after which we go on without what fails; those of a search and then of a copy add up."""

MOST_CUTS = 4
"""Cuts looked after in one poll."""


class Chain:
    """What one log has open; the last generation is the present one.

    `standing` says that the present one still stands under the name; tail.py tells it. `missed` counts
    generations that were found by search, `cuts` those that ended by truncation. `error` is what the last
    reading met.
    """

    def __init__(self, siblings: Siblings) -> None:
        self.held: list[Generation] = []
        self.at_end = False
        self.standing = False
        self.cuts = 0
        self.missed = 0
        self._damage = ""
        self.error: OSError | None = None
        self._siblings = siblings
        self._blocks: list[Block] = []
        self._searches = 0  # that failed, one after the other
        self._probed = 0  # date (nanoseconds) of the present file when it was last probed
        self._read_until = 0  # date (nanoseconds) of what was read last

    @property
    def present(self) -> Generation | None:
        """The generation that stands under the name, or stood there last."""
        return self.held[-1] if self.held else None

    @property
    def unread(self) -> int:
        """Bytes known to be unread."""
        return sum(generation.unread for generation in self.held)

    @property
    def damage(self) -> str:
        """What is wrong with a compressed file that is being read, or was."""
        here = [one.damage for one in self.held if isinstance(one, ArchiveGeneration) and one.damage]
        return here[0] if here else self._damage

    def find(self, key: tuple[int, int]) -> Generation | None:
        """The one with this device and inode, if it is held."""
        return next((generation for generation in self.held if generation.key == key), None)

    def promote(self, generation: Generation) -> None:
        """Make one that is held the present one: it was renamed back."""
        self.held.remove(generation)
        self.held.append(generation)

    def read(self, now: float, limit: int) -> list[Block]:
        """At most about `limit` bytes, of all generations in order. Never raises."""
        self.error = None
        left, place, cuts, generation = limit, 0, 0, self.present
        while place < len(self.held) and left > 0:
            generation = self.held[place]
            try:
                left -= self._read_one(generation, now, left)
                generation.failures = 0
            except CutError:
                cuts += 1
                if cuts > MOST_CUTS or not self._cut(generation, now):
                    generation.doubt()
                    break
                continue
            except OSError as error:
                self.error = error
                generation.failures += 1
                generation.doubt()
                if generation.copy and generation.failures < PATIENCE:
                    break  # the half line goes on in the next one
            if place < len(self.held) and self.held[place] is generation:
                if self._is_over(generation, now):
                    self._let_go(generation)
                else:
                    place += 1
        if left <= 0 and generation is not self.present:
            self.probe(now)
        self.at_end = left == limit or not self.unread
        if self.at_end and self.present and self.error is None:
            self._read_until = self.present.mtime
        blocks, self._blocks = self._blocks, []
        return blocks

    def finish(self) -> list[Block]:
        """The half lines, as they stand: nothing more will come."""
        return [block for generation in self.held if (block := generation.cutter.finish())]

    def close(self) -> None:
        """Let go of all files."""
        for generation in self.held:
            generation.close()
        self.held.clear()

    def _read_one(self, generation: Generation, now: float, limit: int) -> int:
        """Read at most `limit` bytes of one file; their number."""
        if not generation.look():
            return 0
        read = 0
        while read < limit:
            before, began = generation.offset, bool(generation.head)
            data, begin = generation.read(limit - read)
            if not began and generation is self.present and self._search_first(generation, now):
                return 0
            if generation.offset == before:
                break
            if not began:
                generation.cutter.restart()
            read += generation.offset - before
            generation.grown = now
            if block := generation.cutter.feed(data, begin):
                self._blocks.append(block)
            if not generation.unread:
                break
        return read

    def search(self, anchor: Generation, now: float, new: Sequence[Generation] = ()) -> bool:
        """Insert what came and went, around `anchor`; whether there was any before it. Raises OSError.

        What is older than `anchor`, and came after it was searched for, are copies that were made of it
        before cuts: its half line goes on in them. `new` has been opened, and is not held yet.
        """
        older, newer = self._siblings.missed([*self.held, *new], anchor, self._read_until, now)
        if anchor is self.present and self.standing:
            older, newer = older + newer, []
        for generation in older if anchor.searched else ():
            generation.copy = True
            generation.cutter = anchor.cutter
        place = self.held.index(anchor)
        self.held[place : place + 1] = [*older, anchor, *newer]
        anchor.searched = True
        self.missed += len(older) + len(newer)
        return bool(older)

    def _search_first(self, present: Generation, now: float) -> bool:
        """Search after the first bytes of `present` have been read; if it is not their turn, forget them."""
        try:
            found = self.search(present, now)
        except OSError:
            self._searches += 1
            if self._searches < PATIENCE:
                present.restart()
                raise
            found = False
        self._searches = 0
        if found:
            present.restart()
        return found

    def probe(self, now: float) -> None:
        """See whether the present file was cut, while its copies are there: it waits its turn, or leaves."""
        present = self.present
        if present is None:
            return
        try:
            date = present.check()
            if not present.head and date != self._probed:  # nothing to know it by
                self.search(present, now)
                self._probed = date
        except CutError:
            self._cut(present, now)
        except OSError as error:
            self.error = error

    def _cut(self, generation: Generation, now: float) -> bool:
        """The file was truncated: read its rest in a copy, if there is one; false to try again later."""
        if generation.copy or self._was_overwritten(generation):
            self._let_go(generation)
            return True
        try:
            copy = self._siblings.copy_of(generation, self.held, now)
        except OSError as error:
            self.error = error
            self._searches += 1
            if self._searches < PATIENCE:
                return False
            copy = None
        self._searches = 0
        if copy is not None:
            self.held.insert(self.held.index(generation), copy)
        unknown = not generation.head  # of nothing but NULs a copy is only found as one that was missed
        generation.restart()
        self.cuts += 1
        found = False
        with suppress(OSError):  # it is done again when its first bytes have been read
            found = self.search(generation, now)
        if copy is None and not (unknown and found) and (block := generation.cutter.finish()):
            self._blocks.append(block)
        return True

    def _was_overwritten(self, generation: Generation) -> bool:
        """Whether a renamed file holds a copy of the present one by now; it is known by that from then on."""
        present = self.present
        if present is None or generation is present or not present.head:
            return False
        with suppress(OSError):
            first = generation.first()
            if first and generation.copies(present, first):
                generation.head = first
                return True
        return False

    def _is_over(self, generation: Generation, now: float) -> bool:
        """Whether an old file has been read and will not grow any more."""
        if generation is self.present:
            return False
        if generation.failures:
            return generation.failures >= PATIENCE
        if generation.unread:
            return False
        if generation.copy or isinstance(generation, ArchiveGeneration):
            return True
        return now - generation.grown >= LINGER or len(self.held) > MOST_HELD + 1

    def _let_go(self, generation: Generation) -> None:
        self.held.remove(generation)
        if not generation.copy and (block := generation.cutter.finish()):
            self._blocks.append(block)
        if isinstance(generation, ArchiveGeneration):
            self._damage = self._damage or generation.damage
        self._siblings.note(generation)
        generation.close()
