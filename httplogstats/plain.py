"""The same figures as lines of text or of JSON, for pipes, cron and containers without a terminal.

Text is ASCII without control codes. JSON is one object a line; its keys are documented in the README and
stay as they are.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Protocol, TextIO

from httplogstats import overview, words
from httplogstats.account import Account
from httplogstats.overview import Whole
from httplogstats.snapshot import AlertEvent, LatencyView, Row, TableView, WindowView


class Printer(Protocol):
    """What is told of each slot, each crossing and the end."""

    def slot(self, view: WindowView, partial: bool, sized: bool) -> None:
        """A slot has closed: before it was over if `partial`; `sized` is whether bytes are known."""

    def alert(self, event: AlertEvent) -> None:
        """A crossing was decided."""

    def whole(self, whole: Whole) -> None:
        """What all slots held."""

    def end(self, account: Account, size: int | None, late: int) -> None:
        """Nothing more will come; `size` is bytes served, None where that is not known.

        `late` is how many hits came when their own slot had closed (semantics T6).
        """

    def flush(self) -> None:
        """Let whoever reads have what was told so far."""


class JsonPrinter:
    """JSON lines."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def slot(self, view: WindowView, partial: bool, sized: bool) -> None:
        """`{"type": "slot", ...}`."""
        record: dict[str, Any] = {
            "type": "slot",
            "start": view.start,
            "end": view.end,
            "hits": view.hits,
            "bytes": view.size if sized else None,
            "clients": view.clients_seen,
            "late": view.late,
            "sections": [
                {"section": row.key, **overview.figures(row[1:5], sized)} for row in all_rows(view.sections)
            ],
            "status": {str(status): hits for status, hits in view.statuses},
            "methods": dict(view.methods),
            "top_clients": [{"client": row.key, "hits": row.hits} for row in view.clients.rows],
            "top_paths": [{"path": row.key, "hits": row.hits} for row in view.paths.rows],
        }
        if view.latency is not None:
            record["latency"] = _seconds(view.latency)
        if partial:
            record["partial"] = True
        self._write(record)

    def flush(self) -> None:
        """See `Printer`."""
        self._out.flush()

    def alert(self, event: AlertEvent) -> None:
        """`{"type": "alert", ...}`."""
        self._write(
            {
                "type": "alert",
                "rule": event.rule,
                "event": "fired" if event.fired else "recovered",
                "time": event.time,
                "hits": event.value,
                "measure": event.measure,
                "value": float(event.reading),
                "unit": event.unit,
                "limit": float(event.limit),
                "message": event.message,
                "before_start": event.before_start,
            }
        )

    def whole(self, whole: Whole) -> None:
        """`{"type": "summary", ...}`."""
        self._write(overview.record(whole))

    def end(self, account: Account, size: int | None, late: int) -> None:
        """`{"type": "end", ...}`."""
        self._write(
            {
                "type": "end",
                "read": account.read,
                "hits": account.hits,
                "malformed": account.malformed,
                "blank": account.blank,
                "overlong": account.overlong,
                "bytes": size,
                "late": late,
            }
        )

    def _write(self, record: dict[str, Any]) -> None:
        self._out.write(json.dumps(record) + "\n")


class TextPrinter:
    """Blocks of text; `zone` is the display zone, UTC or local."""

    def __init__(self, out: TextIO, zone: words.Zone, top: int) -> None:
        self._out = out
        self._zone = zone
        self._top = top
        self._end = 0, words.date_time(0, zone)  # of the slot before, where the next one mostly starts

    def flush(self) -> None:
        """See `Printer`."""
        self._out.flush()

    def slot(self, view: WindowView, partial: bool, sized: bool) -> None:
        """The figures of one interval."""
        seconds = view.end - view.start
        errors = view.client_errors + view.server_errors
        start = self._end[1] if self._end[0] == view.start else words.date_time(view.start, self._zone)
        self._end = view.end, words.date_time(view.end, self._zone)
        head = [
            f"{start} - {self._end[1].rpartition(' ')[2]}{' (cut short)' if partial else ''}",
            words.counted(view.hits, "request"),
            f"{words.rate(view.hits, seconds)}/s",
            *([words.size(view.size)] if sized else []),
            f"{words.share(errors, view.hits)} % errors",
            overview.clients(view),
        ]
        lines = ["  ".join(head)]
        if view.hits:
            lines += self._sections(view, seconds, sized)
            if view.latency is not None:
                lines.append("  latency   " + "  ".join(_times(view.latency)))
            lines.append("  status    " + _pairs(view.statuses))
            lines.append("  methods   " + _pairs(view.methods))
            lines.append("  clients   " + _pairs(view.clients.rows))
            lines.append("  paths     " + _pairs(view.paths.rows))
        self._write(lines)

    def alert(self, event: AlertEvent) -> None:
        """The message of a crossing."""
        self._write([event.message + (" (before start)" if event.before_start else "")])

    def whole(self, whole: Whole) -> None:
        """The figures of a whole log."""
        self._write(list(overview.text(whole, self._zone)))

    def end(self, account: Account, size: int | None, late: int) -> None:
        """The account of all lines read."""
        served = "" if size is None else f"; {words.size(size)} served"
        served += f"; {late} late: their interval had closed, they count where they came" if late else ""
        self._write(
            [
                f"read {account.read} lines = {account.hits} hits + {account.malformed} malformed"
                f" + {account.blank} blank + {account.overlong} overlong{served}"
            ]
        )

    def _sections(self, view: WindowView, seconds: int, sized: bool) -> list[str]:
        rows = view.sections.rows[: self._top] if self._top else view.sections.rows
        width, whole, size = max([7, *[len(row[0]) for row in rows]]), view.hits, words.size
        head = f"  {'SECTION':{width}}    HITS      %      /s     4xx     5xx"
        lines = [head + "   BYTES" * sized]
        for key, hits, served, client, server, _ in rows:
            line = f"  {key:{width}}  {_hits(hits, whole, seconds)}  {_errors(client, server)}"
            lines.append(f"{line}  {size(served):>6}" if sized else line)
        return lines

    def _write(self, lines: list[str]) -> None:
        self._out.write("\n".join(lines) + "\n")


def all_rows(table: TableView) -> tuple[Row, ...]:
    """The rows, and one called (other) for the hits that found no row, so that the sum stays true."""
    if not table.more_hits:
        return table.rows
    return (*table.rows, Row("(other)", table.more_hits, 0, 0, 0))


def _seconds(view: LatencyView) -> dict[str, float]:
    return {"p50": view.p50 / 1e6, "p95": view.p95 / 1e6, "p99": view.p99 / 1e6}


def _times(view: LatencyView) -> Iterator[str]:
    for name, micros in (("p50", view.p50), ("p95", view.p95), ("p99", view.p99)):
        yield f"{name} {words.latency(micros)}"


@lru_cache(maxsize=4096)
def _hits(hits: int, whole: int, seconds: int) -> str:
    """Three columns; in small slots the same few numbers come again and again."""
    return f"{words.count(hits):>6}  {words.share(hits, whole):>5}  {words.rate(hits, seconds):>6}"


@lru_cache(maxsize=1024)
def _errors(client_errors: int, server_errors: int) -> str:
    return f"{words.count(client_errors):>6}  {words.count(server_errors):>6}"


def _pairs(rows: Iterable[tuple[Any, ...]]) -> str:
    """What is counted, and the hits beside it: the first two of each row."""
    count = words.count
    return "  ".join([f"{row[0]} {row[1] if row[1] < 1000 else count(row[1])}" for row in rows])
