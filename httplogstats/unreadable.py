"""Which inputs cannot be read or understood, as lines for people, each said once. Reads no clock."""

import os
from collections.abc import Iterable, Sequence

from httplogstats.account import Account
from httplogstats.safe import clip, safe
from httplogstats.snapshot import Following, MalformedLine, SourceState

PATIENCE = 1.0
"""Seconds that it must last: a log is gone for an instant whenever it is rotated."""

LOST = (Following.WAITING, Following.DENIED, Following.FAILING)

SHOWN = 120
"""Columns of a line that is quoted."""


def is_damaged(source: SourceState) -> bool:
    """Whether something was wrong with an input that has ended."""
    return source.following is Following.ENDED and source.detail != ""


def not_understood(account: Account, malformed: Sequence[MalformedLine]) -> str:
    """That not one line was understood, with one of them; nothing where some were, or none was read."""
    if account.hits or not malformed:
        return ""
    line = malformed[0]
    expected = f" (expected {line.expected} at column {line.at + 1})" if line.expected else ""
    return f"0 of {account.malformed} lines understood; such as: {clip(line.text, SHOWN)}{expected}"


class Unreadable:
    """Remembers what was said of each input."""

    def __init__(self) -> None:
        self._since: dict[str, tuple[str, float]] = {}  # the reason, and when it was first seen
        self._said: dict[str, str] = {}

    def news(self, sources: Iterable[SourceState], elapsed: float) -> list[str]:
        """What is to be said at a moment, in monotonic seconds."""
        lines = []
        for source in sources:
            ended = source.following is Following.ENDED
            reason = source.detail if is_damaged(source) or source.following in LOST else ""
            before, since = self._since.get(source.name, ("", elapsed))
            if reason != before:
                since = elapsed
            self._since[source.name] = (reason, since)
            if reason != self._said.get(source.name, "") and (ended or elapsed - since >= PATIENCE):
                self._said[source.name] = reason
                lines.append(safe(os.fsencode(f"{source.name}: {reason or 'read again'}")))
        return lines
