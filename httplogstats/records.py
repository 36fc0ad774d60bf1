"""Alert events as JSON records and back: what the journal keeps, a webhook sends and `history` prints.

A record that was cut off or changed by somebody is None, never an error. Texts come back fit to be drawn.
"""

import json
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from httplogstats.evidence import Change, Evidence, Sums
from httplogstats.safe import safe
from httplogstats.snapshot import AlertEvent

VERSION = 1

MOST = 100
"""Rows, columns and lines of evidence that are read back."""

LONGEST_STEP = 86_400
"""Seconds of a column of evidence that are read back."""

LAST = 32_503_680_000
"""The first second of the year 3000: no stamp of a log is later."""

GREATEST = 10**24
"""No figure of a log is greater; those that are could not be drawn."""

TEXT_LIMIT = 4096
"""Characters of a text that are read back."""


def record_of(event: AlertEvent) -> dict[str, Any]:
    """An event as a JSON object; its keys stay as they are."""
    record: dict[str, Any] = {
        "v": VERSION,
        "event": "noted" if event.note else "fired" if event.fired else "recovered",
        "rule": event.rule,
        "time": event.time,
        "date": datetime.fromtimestamp(event.time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "measure": event.measure,
        "unit": event.unit,
        "value": _number(event.reading),
        "limit": _number(event.limit),
        "window": event.window,
        "hits": event.value,
        "message": event.message,
    }
    if event.where:
        record["where"] = event.where
    if not event.fired and not event.note:
        record |= {"duration": event.duration, "peak": _number(event.peak), "over": _number(event.over)}
    if event.latest:
        record["latest"] = True
    if event.evidence is not None:
        changes = [change._asdict() for change in event.evidence.changes]
        record["evidence"] = {**event.evidence._asdict(), "changes": changes}
    return record


def line_of(event: AlertEvent) -> bytes:
    """One line of the journal."""
    return json.dumps(record_of(event), separators=(",", ":")).encode() + b"\n"


def event_of(line: bytes) -> AlertEvent | None:
    """The event that a line of the journal tells of; None where it tells of none."""
    try:
        record = json.loads(line)
        kind = record["event"]
        if kind not in ("fired", "recovered", "noted") or record["v"] != VERSION:
            return None
        return AlertEvent(
            rule=_text(record["rule"]),
            fired=kind == "fired",
            time=_second(record["time"]),
            value=_whole(record["hits"]),
            window=_whole(record["window"]),
            message=_text(record["message"]),
            before_start=True,
            duration=_whole(record.get("duration", 0)),
            peak=_fraction(record.get("peak", record["value"])),
            measure=_text(record["measure"]),
            unit=_text(record["unit"]),
            limit=_fraction(record["limit"]),
            reading=_fraction(record["value"]),
            over=_fraction(record.get("over", 0)),
            latest=bool(record.get("latest", False)),
            note=kind == "noted",
            where=_text(record.get("where", "")),
            evidence=_evidence(record.get("evidence")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, OSError):
        return None


def _evidence(record: Any) -> Evidence | None:
    if record is None:
        return None
    changes = [
        Change(_text(row["kind"]), _text(row["key"]), _whole(row["now"]), _whole(row["before"]))
        for row in record["changes"][:MOST]
    ]
    return Evidence(
        start=_second(record["start"]),
        end=_second(record["end"]),
        now=_sums(record["now"]),
        before=_sums(record["before"]),
        seen=_whole(record["seen"]),
        of=_text(record["of"]),
        rows=_pair(record["rows"]),
        rows_before=_pair(record["rows_before"]),
        total=_whole(record["total"]),
        total_before=_whole(record["total_before"]),
        changes=tuple(changes),
        step=min(max(1, _whole(record["step"])), LONGEST_STEP),
        timeline=tuple(_whole(hits) for hits in record["timeline"][:MOST]),
        contributor=_text(record["contributor"]),
        samples=tuple(_text(line) for line in record["samples"][:MOST]),
    )


def _sums(values: Any) -> Sums:
    hits, size, client_errors, server_errors = (_whole(value) for value in values)
    return hits, size, client_errors, server_errors


def _pair(values: Any) -> tuple[int, int]:
    start, end = (_second(value) for value in values)
    return start, end


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _fraction(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > GREATEST:
        raise ValueError("no number")
    return Fraction(str(value))


def _whole(value: Any) -> int:
    number = int(value)
    if abs(number) > GREATEST:
        raise ValueError("no number of a log")
    return number


def _second(value: Any) -> int:
    second = int(value)
    if isinstance(value, bool) or not 0 <= second < LAST:
        raise ValueError("no date of a log")
    return second


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    shown = value if value.isascii() and value.isprintable() else safe(value.encode("utf-8", "replace"))
    return shown[:TEXT_LIMIT]
