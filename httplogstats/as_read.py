"""One line of a log, and what it was read as, in a few lines of text: from it a wrong reading is noticed."""

from collections.abc import Iterator

from httplogstats import words
from httplogstats.snapshot import LineView

SHOWN = 100
"""Columns of a line, and of a value."""

_SAID = ("time", "date", "time of day", "client", "request", "method", "path", "query", "status", "bytes")
"""What has a place of its own; all other fields stand one below the other."""


def as_read(view: LineView, zone: words.Zone) -> Iterator[str]:
    """Raw line, time, client, request with its answer, then what else the line says."""
    fields = dict(view.fields)
    yield f"  first line   {_short(view.text)}"
    yield f"    time       {'none' if view.second is None else words.date_time(view.second, zone)}"
    yield f"    client     {_short(view.client)}"
    yield f"    request    {_short(f'{view.method} {view.path}')}"
    size = f", {view.size} bytes" if "bytes" in fields else ""
    yield f"    status     {view.status}{size}"
    if view.latency is not None:
        fields["latency"] = words.latency(view.latency)
    for name, text in fields.items():
        if name not in _SAID and text not in ("", "-"):
            yield f"    {name:10} {_short(text)}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."
