"""What was found of a log, in lines of text, and as what its first line was read."""

from collections.abc import Iterator

from httplogstats import words
from httplogstats.inspection import SAID, Inspection
from httplogstats.safe import safe
from httplogstats.snapshot import LineView

EXAMPLES = 5
"""Lines that are shown of those not understood, each from another place of misfit if there are several."""

SHOWN = 100
"""Columns of a line, and of a value."""

_PLACED = ("time", "date", "time of day", "client", "request", "method", "path", "query", "status", "bytes")
"""What of a line has a place of its own; all other fields stand one below the other."""


def report(found: Inspection, name: str, zone: words.Zone) -> Iterator[str]:
    """The findings in lines of text."""
    if not found.lines:
        yield f"{name}: no lines"
        return
    formats = ", ".join(name for name, _ in found.formats.most_common()) or "unknown"
    yield f"{name}: {formats}"
    yield (
        f"  understood   {words.share(found.hits, found.lines)} % of the lines"
        f" ({found.hits} of {found.lines})"
    )
    if found.hits:
        yield from _facts(found, zone)
    if found.overlong:
        yield f"  overlong     {found.overlong} lines"
    if found.first_hit is not None:
        yield from _as_read(found.first_hit, zone)
    for expected, (line, misfit) in list(found.misfits.items())[:EXAMPLES]:
        yield from (f"  not understood: expected {expected}", *pointed(line, misfit.at))


def _facts(found: Inspection, zone: words.Zone) -> Iterator[str]:
    if found.wrapping:
        yield f"  taken off    what {found.wrapping} puts around lines"
    if found.first is None or found.last is None:
        yield "  time         none: lines count when they are read"
    else:
        seconds = found.last - found.first + 1
        start, end = words.date_time(found.first, zone), words.date_time(found.last, zone)
        yield f"  span         {start} - {end}, {words.rate(found.hits, seconds)}/s on average"
        zones = ", ".join(name for name, _ in found.zones.most_common(3) if name)
        yield f"  time zone    {zones.replace('none', 'not said: UTC, or --tz')}"
    yield f"  latency      {_unit(found.unit)}"
    if not found.sized:
        yield "  bytes        not in this log"
    for role in SAID:
        if hits := found.fields[role]:
            yield f"  {role.value:12} in {words.share(hits, found.looked)} % of the hits"


def _unit(unit: str) -> str:
    if unit.endswith("?"):
        return f"in {unit[:-1]}, a guess by whole numbers; --log-format can say it (%D, %T)"
    return f"in {unit}" if unit else "not in this log"


def pointed(line: bytes, at: int) -> tuple[str, str]:
    """A line as it may be drawn, and below it a mark under the byte at a place."""
    before = safe(line[:at])
    start = max(0, len(before) - SHOWN // 2)
    return f"    {safe(line)[start : start + SHOWN]}", f"    {' ' * (len(before) - start)}^"


def _as_read(view: LineView, zone: words.Zone) -> Iterator[str]:
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
        if name not in _PLACED and text not in ("", "-"):
            yield f"    {name:10} {_short(text)}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."
