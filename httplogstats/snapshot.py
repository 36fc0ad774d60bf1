"""The border: frozen values, all that a screen or a line of JSON needs for one moment. They compute nothing.

Left of it there is counting and no urwid, right of it urwid and no counting. Every string that comes from
a log has been through `safe` already. Times are integer seconds of Unix time, sizes are bytes. All are named
tuples: they and their classes are made several times faster than frozen dataclasses.
"""

from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from httplogstats.account import Account
from httplogstats.evidence import Evidence


class Span(Enum):
    """The windows that figures can be asked for; the value is the length in seconds, 0 for since start."""

    SLOT = -1
    MINUTES_2 = 120
    MINUTES_10 = 600
    START = 0


class Following(Enum):
    """What an input is doing; the value is the word for it."""

    FOLLOWING = "following"
    WAITING = "waiting"
    DENIED = "denied"
    FAILING = "failing"
    ENDED = "ended"


class SourceState(NamedTuple):
    """One input. ``detail`` is a sentence for people: the reason it waits, a warning, or nothing.

    ``offset`` and ``size`` are bytes of the file being read, for progress; ``size`` is None where unknown.
    ``latest`` is the second of its newest request, before start too; None if unknown. ``matches`` is how many
    logs a pattern has come to match since start; None of what is a log, and of a pattern that matches none.
    """

    name: str
    following: Following
    detail: str = ""
    rotations: int = 0
    offset: int = 0
    size: int | None = None
    latest: int | None = None
    matches: int | None = None


class LatencyView(NamedTuple):
    """Times of some hits, in microseconds: what so many percent of them did not exceed, and the longest."""

    hits: int
    p50: int
    p95: int
    p99: int
    longest: int


class Row(NamedTuple):
    """One line of a table; only sections have times, and only where the log says them."""

    key: str
    hits: int
    size: int
    client_errors: int
    server_errors: int
    latency: LatencyView | None = None


class TableView(NamedTuple):
    """The greatest rows of a table by hits, and how many distinct keys and hits it has beside them."""

    rows: tuple[Row, ...]
    more_keys: int
    more_hits: int
    exact: bool  # False when keys found no room in the table: there are at least so many
    least: bool = False  # whether rows may say too little: of some a part found no room


NO_TABLE = TableView((), 0, 0, True)


class WindowView(NamedTuple):
    """The figures of the interval ``[start, end)``; ``end == start`` when there is none yet."""

    span: Span
    start: int
    end: int
    hits: int
    size: int
    late: int
    client_errors: int
    server_errors: int
    clients_seen: int
    clients_exact: bool
    statuses: tuple[tuple[int, int], ...]  # (status, hits), by status
    methods: tuple[tuple[str, int], ...]  # (method, hits), greatest first
    sections: TableView
    paths: TableView
    clients: TableView
    failing: TableView  # paths with errors, most errors first
    failures: TableView = NO_TABLE  # ``status client path`` of what fails, 5xx before 4xx
    referrers: TableView = NO_TABLE
    agents: TableView = NO_TABLE
    hosts: TableView = NO_TABLE
    families: TableView = NO_TABLE  # agents by family (agents.py)
    latency: LatencyView | None = None  # None where no line says a time
    upstream: LatencyView | None = None
    caches: tuple[tuple[str, int], ...] = ()  # (what the cache said, hits), greatest first
    kinds: tuple[tuple[str, int], ...] = ()  # (kind of agent, hits), greatest first


class TotalsView(NamedTuple):
    """Of all lines read: since `started`, which lies before the program's start by what was read back."""

    started: int
    hits: int
    size: int
    client_errors: int
    server_errors: int
    late: int


class AlertEvent(NamedTuple):
    """A crossing. ``time`` is the end of the window that decided it (semantics A4); ``message`` is A8's text.

    ``value`` is the hits in the window, ``reading`` the rule's measure and ``limit`` its limit, both in
    ``unit``. On a recovery ``duration`` is the seconds since it fired, ``peak`` the greatest reading in
    between (the least, of a rule that fires below), ``over`` the area between readings and limit. ``latest``
    means that it recovered then at the latest, while nobody watched.
    """

    rule: str
    fired: bool
    time: int
    value: int
    window: int
    message: str
    before_start: bool = False
    duration: int = 0
    peak: Fraction = Fraction(0)
    measure: str = "rate"
    unit: str = "req/s"
    limit: Fraction = Fraction(10)
    reading: Fraction = Fraction(0)
    over: Fraction = Fraction(0)
    latest: bool = False
    note: bool = False  # no crossing: what the user did, as `message` says
    where: str = ""  # the rule's condition
    evidence: Evidence | None = None


class AlertView(NamedTuple):
    """The state of one rule: ``value`` hits and the ``reading`` of the last ``window`` seconds.

    ``reading`` and ``limit`` are in ``unit``; a reading of None is "no value". ``above`` is the bad side.
    """

    rule: str
    firing: bool
    since: int | None  # when it fired, while it is firing
    value: int
    window: int
    limit: Fraction
    alerts: int  # how often it has fired so far, earlier runs included
    last: AlertEvent | None
    measure: str = "rate"
    unit: str = "req/s"
    above: bool = True
    reading: Fraction | None = None
    acknowledged: bool = False


class Timeline(NamedTuple):
    """Requests per second by column: column i covers ``[start + i·step, start + (i+1)·step)``.

    ``hits`` and ``errors`` are sums over a column's seconds; columns from ``end`` on are not decided yet.
    """

    start: int
    step: int
    hits: tuple[int, ...]
    errors: tuple[int, ...]


class LineView(NamedTuple):
    """One hit as it stands in the log. `place` tells it from all others; times are as in a record."""

    place: int
    second: int | None
    client: str
    method: str
    path: str
    status: int
    size: int
    latency: int | None
    fields: tuple[tuple[str, str], ...]  # (what a field means, its text)
    text: str


class FilterView(NamedTuple):
    """The filter that window, totals and timeline are counted for.

    It covers what was read of the seconds from `since` on; `part` (0 to 1) of that has been counted yet.
    It is `short` where the window shown begins before `since`, in lines that are kept no longer.
    """

    where: tuple[str, ...]
    since: int
    part: float
    short: bool = False


class Order(NamedTuple):
    """What a user wants done once, however often it is asked for: `key` tells it from all others.

    Another ``limit`` of the built-in rule for this run; without one, whatever fires is acknowledged.
    """

    key: str
    limit: Fraction | None = None


class Request(NamedTuple):
    """What a screen asks for: small, and all that flows back over the border."""

    span: Span = Span.SLOT
    rows: int = 50  # rows of each table; 0 for all
    whole: tuple[str, ...] = ()  # fields of `WindowView` of which all rows are wanted
    columns: int = 120  # columns of the timeline
    timeline: int = 600  # seconds that the timeline covers
    events_from: int = 0  # events already shown
    moment: int | None = None  # the end of the window to look back at; None for the newest
    lines: int = 0  # how many of the newest lines that pass the filter
    networks: bool = False  # clients by network: /24 of IPv4, /64 of IPv6
    orders: tuple[Order, ...] = ()  # the newest of them, also those carried out
    where: tuple[str, ...] = ()  # tests as `filters.describe` writes them; only hits that pass all are shown


class MalformedLine(NamedTuple):
    """A line that was not understood: from the column `at` on it is not what was `expected` there."""

    text: str
    at: int = 0
    expected: str = ""


class Snapshot(NamedTuple):
    """One moment."""

    now: int
    started: int
    interval: int
    clock: str  # "live", "replay", "arrival" (stamps are not believed), "stale" (nobody answers any more)
    layout: str  # name of the format, "" while unknown
    sources: tuple[SourceState, ...]
    account: Account
    malformed: tuple[MalformedLine, ...]  # the newest ones, oldest first
    window: WindowView
    totals: TotalsView
    alert: AlertView  # of the built-in rule
    events: tuple[AlertEvent, ...]  # from Request.events_from on
    timeline: Timeline
    next_close: int  # when the next slot of what is shown closes
    lag: int  # bytes known to be waiting
    lines_per_second: int  # reading speed of the last second, for progress
    moment: int | None = None  # the end of the window looked back at; None where it is the newest
    newest: int = 0  # the end of the newest closed slot
    oldest: int = 0  # the end of the oldest slot that can be looked back at; without one of the next to close
    filter: FilterView | None = None
    unit: str = ""  # in which the log has its times: "s", "ms", "us?" (a guess), ...; empty where it has none
    lines: tuple[LineView, ...] = ()  # the newest hits, oldest first
    fields: tuple[
        str, ...
    ] = ()  # what lines of the format may say beside the usual: "agent", "referrer", ...
    rules: tuple[AlertView, ...] = ()  # of the rules of the configuration file
    latest: int | None = (
        None  # the second of the newest request of all logs, before start too; None if unknown
    )
    trouble: str = ""  # something the user must know; empty when all is well
