"""The screen: draws snapshots with urwid, counts nothing, reads no clock."""

from httplogstats.ui.spared import spared

with spared("asyncio", "secrets"):  # a tenth of the time to the first screen
    import urwid  # noqa: F401
