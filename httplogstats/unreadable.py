"""Which inputs cannot be read at present, as lines for people, each said once. Reads no clock."""

import os
from collections.abc import Iterable

from httplogstats.safe import safe
from httplogstats.snapshot import Following, SourceState

PATIENCE = 1.0
"""Seconds that it must last: a log is gone for an instant whenever it is rotated."""

LOST = (Following.WAITING, Following.DENIED, Following.FAILING)


class Unreadable:
    """Remembers what was said of each input."""

    def __init__(self) -> None:
        self._since: dict[str, tuple[str, float]] = {}  # the reason, and when it was first seen
        self._said: dict[str, str] = {}

    def news(self, sources: Iterable[SourceState], elapsed: float) -> list[str]:
        """What is to be said at a moment, in monotonic seconds."""
        lines = []
        for source in sources:
            reason = source.detail if source.following in LOST else ""
            before, since = self._since.get(source.name, ("", elapsed))
            if reason != before:
                since = elapsed
            self._since[source.name] = (reason, since)
            if reason != self._said.get(source.name, "") and elapsed - since >= PATIENCE:
                self._said[source.name] = reason
                lines.append(safe(os.fsencode(f"{source.name}: {reason or 'read again'}")))
        return lines
