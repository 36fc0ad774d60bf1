"""Notices a single file that is mounted into a container and was renamed or removed on the host.

Such a mount keeps showing the old file for ever, while the server writes to a new one that cannot be seen
from here. The kernel says it only in its list of mounts.
"""

import os
import re

from httplogstats.system import System, close_quietly

MOUNTINFO = "/proc/self/mountinfo"

CHECK = 5.0
"""Seconds between two looks."""

ADVICE = "renamed on the host, and mounted here as a single file: mount the directory instead"

_ESCAPE = r"\\([0-7]{3})"


class Mount:
    """The mount of one path, if the path itself is a mount point; else `renamed` is free and false."""

    def __init__(self, system: System, path: str, mountinfo: str = MOUNTINFO) -> None:
        self._system = system
        self._path = path
        self._mountinfo = mountinfo
        self._root: str | None = None
        self._renamed = False
        self._next = 0.0

    def begin(self, now: float) -> None:
        """A file has been opened under the name: remember what is mounted there."""
        self._next = now + CHECK
        self._root = self._mounted()
        self._renamed = self._root is not None and self._root.endswith("//deleted")

    def renamed(self, now: float) -> bool:
        """Whether the mounted file has lost its name on the host; asks every `CHECK` seconds."""
        if self._root is not None and now >= self._next:
            self._next = now + CHECK
            root = self._mounted()
            self._renamed = root is not None and (root != self._root or root.endswith("//deleted"))
        return self._renamed

    def _mounted(self) -> str | None:
        """What is mounted at the path, as the kernel names it."""
        try:
            text = self._text()
        except OSError:  # no such list on this system
            return None
        path = os.path.realpath(self._path)
        found = None
        for line in text.splitlines():
            fields = line.split(" ")
            if len(fields) > 4 and _plain(fields[4]) == path:
                found = _plain(fields[3])  # the last one lies on top
        return found

    def _text(self) -> str:
        fd = self._system.open(self._mountinfo)
        try:
            pieces = []
            while piece := self._system.read(fd, 65536):
                pieces.append(piece)
            return os.fsdecode(b"".join(pieces))
        finally:
            close_quietly(self._system.close, fd)


def _plain(field: str) -> str:
    """A field with its octal escapes (space, tab, newline, backslash) resolved."""
    return re.sub(_ESCAPE, lambda match: chr(int(match[1], 8)), field)
