"""The screen: draws snapshots with urwid, counts nothing, reads no clock."""
