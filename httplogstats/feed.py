"""`Feed`: where snapshots come from. The only room, beside `cli`, that reads a clock. Draws nothing."""

from typing import Protocol

from httplogstats.snapshot import Request, Snapshot


class Feed(Protocol):
    """What a screen knows of the counting: it may be in this process or in another one."""

    def tick(self) -> bool:
        """Do a bounded piece of work (at most about 30 ms); True if more is waiting right now."""

    def snapshot(self, request: Request) -> Snapshot:
        """The present moment, as asked for."""

    def close(self) -> None:
        """Let go of files."""
