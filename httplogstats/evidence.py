"""`Evidence`: why an alert fired, frozen at that instant; plain values fit to be drawn, kept and sent.

Nothing here computes; explain.py does, and records.py writes it down.
"""

from typing import NamedTuple

Sums = tuple[int, int, int, int]
"""Hits, bytes, 4xx, 5xx."""


class Change(NamedTuple):
    """A key (``kind``: section, client, path, status, agent) before, and in the window that decided.

    ``now`` and ``before`` are what ``Evidence.of`` counts, in the seconds of ``Evidence.rows`` and
    ``Evidence.rows_before``.
    """

    kind: str
    key: str
    now: int
    before: int


class Evidence(NamedTuple):
    """The window ``[start, end)`` that decided against the one of the same length before it.

    Sums are exact by second. Changes are counted over whole slots, whose bounds stand beside them; slots
    older than two minutes hold their greatest rows only. ``seen`` is from when on anything is known.
    ``timeline`` are hits of ``step`` seconds each, the last column ends at ``end``. ``samples`` are lines of
    the greatest ``contributor``.
    """

    start: int
    end: int
    now: Sums
    before: Sums
    seen: int
    of: str  # what changes count: "requests", "bytes", "errors", "5xx"
    rows: tuple[int, int]
    rows_before: tuple[int, int]
    total: int  # of all keys, in rows
    total_before: int
    changes: tuple[Change, ...]
    step: int
    timeline: tuple[int, ...]
    contributor: str = ""
    samples: tuple[str, ...] = ()
