"""A feed that shows what it is told to, and moments of every kind to show."""

from fractions import Fraction

import urwid
from urwid.testing import render_runs
from urwid.util import LayeredAttr

from httplogstats.account import Account
from httplogstats.snapshot import (
    AlertEvent,
    AlertView,
    FilterView,
    Following,
    LatencyView,
    LineView,
    MalformedLine,
    Request,
    Row,
    Snapshot,
    SourceState,
    Span,
    TableView,
    Timeline,
    TotalsView,
    WindowView,
)

NOW = 1_525_881_640  # 2018-05-09 16:00:40 UTC

FIRED = AlertEvent(
    "High traffic", True, NOW - 1280, 1204, 120,
    "High traffic generated an alert - hits = 1204, triggered at 2018-05-09 15:39:20",
    reading=Fraction(1204, 120),
)  # fmt: skip
RECOVERED = AlertEvent(
    "High traffic", False, NOW - 260, 1187, 120,
    "High traffic recovered - hits = 1187, recovered at 2018-05-09 15:56:20",
    duration=1020, peak=Fraction(31),
    reading=Fraction(1187, 120),
)  # fmt: skip

EMPTY_TABLE = TableView((), 0, 0, True)
NO_WINDOW = WindowView(
    Span.SLOT, NOW, NOW, 0, 0, 0, 0, 0, 0, True, (), (), EMPTY_TABLE, EMPTY_TABLE, EMPTY_TABLE, EMPTY_TABLE
)


class FakeFeed:
    """Gives out `moment`; ticks give `more`, or raise `bug`."""

    def __init__(self, moment: Snapshot) -> None:
        self.moment = moment
        self.more = False
        self.bug: Exception | None = None
        self.requests: list[Request] = []

    def tick(self) -> bool:
        if self.bug is not None:
            raise self.bug
        return self.more

    def snapshot(self, request: Request) -> Snapshot:
        self.requests.append(request)
        return self.moment._replace(events=self.moment.events[request.events_from :])

    def close(self) -> None:
        pass


def none() -> Snapshot:
    """Just started, nothing read yet."""
    return Snapshot(
        now=NOW,
        started=NOW - 3,
        interval=10,
        clock="live",
        layout="",
        sources=(SourceState("/var/log/nginx/access.log", Following.FOLLOWING),),
        account=Account(),
        malformed=(),
        window=NO_WINDOW,
        totals=TotalsView(NOW - 3, 0, 0, 0, 0, 0),
        alert=AlertView("High traffic", False, None, 0, 120, Fraction(10), 0, None),
        events=(),
        timeline=Timeline(NOW - 600, 6, (0,) * 100, (0,) * 100),
        next_close=NOW + 7,
        lag=0,
        lines_per_second=0,
        newest=NOW - 3,
    )


def table(*keys: tuple[str, int], more: int = 0) -> TableView:
    rows = tuple(Row(key, hits, hits * 10_000, hits // 20, hits // 40) for key, hits in keys)
    return TableView(rows, more, more, True)


def silent() -> Snapshot:
    """A whole interval without a request: zeros, not dashes."""
    return none()._replace(
        layout="combined", fields=("bytes",), window=NO_WINDOW._replace(start=NOW - 13, end=NOW - 3)
    )


SECTIONS = table(("/api", 41), ("/pages", 22), ("/static", 12), ("/login", 6), ("/", 3), more=12)


def much() -> Snapshot:
    """A busy day, all well."""
    window = NO_WINDOW._replace(
        start=NOW - 10,
        end=NOW,
        hits=84,
        size=1_200_000,
        client_errors=2,
        server_errors=1,
        clients_seen=23,
        statuses=((200, 68), (204, 2), (301, 5), (304, 3), (404, 2), (500, 1)),
        methods=(("GET", 66), ("POST", 17), ("HEAD", 1)),
        sections=SECTIONS,
        paths=table(*((f"/api/user{number}", 40 - number) for number in range(30))),
        clients=table(("203.0.113.7", 31), ("2001:db8::1", 12)),
        failing=TableView((Row("/api/report", 1, 10, 0, 1), Row("/login", 6, 10, 1, 0)), 0, 0, True),
    )
    return none()._replace(
        started=NOW - 187_860,
        layout="nginx combined",
        fields=("bytes",),
        account=Account(hits=81_204, malformed=17, blank=3, overlong=1),
        malformed=(MalformedLine("not a line", 4, "a user"), MalformedLine("nor this")),
        window=window,
        totals=TotalsView(NOW - 187_860, 81_204, 1_900_000_000, 600, 50, 2),
        alert=AlertView("High traffic", False, None, 1008, 120, Fraction(10), 1, RECOVERED),
        events=(FIRED, RECOVERED),
        timeline=Timeline(NOW - 600, 6, tuple(range(100)), (0,) * 60 + (50,) * 40),
    )


RICH = ("agent", "bytes", "host", "latency", "referrer", "upstream")


def times(hits: int) -> LatencyView:
    return LatencyView(hits, 12_000, 210_000, 1_400_000, 2_000_000)


def rich() -> Snapshot:
    """A log that says more: agents, referrers, hosts."""
    timed = tuple(row._replace(latency=times(row.hits)) for row in SECTIONS.rows)
    window = much().window._replace(
        sections=SECTIONS._replace(rows=timed),
        latency=times(84),
        upstream=times(40),
        families=table(("Chrome", 50), ("GPTBot", 34)),
        kinds=(("browsers", 50), ("AI", 34)),
        referrers=table(("-", 60), ("https://example.org/", 24)),
        hosts=table(("www.example.org", 84)),
        failures=table(("503 203.0.113.7 /api/report", 2), ("404 2001:db8::1 /a b", 1)),
    )
    return much()._replace(window=window, fields=RICH, lines=requests(5))


def requests(number: int, first: int = 0) -> tuple[LineView, ...]:
    """Requests one second apart, every fifth with an error."""
    return tuple(
        LineView(
            at, NOW + at, f"203.0.113.{at % 250}", "GET", f"/page/{at}", 503 if at % 5 == 4 else 200, 1234,
            38_000, (("client", f"203.0.113.{at % 250}"), ("agent", "curl/8.5.0")), f"the whole line {at}",
        )
        for at in range(first, first + number)
    )  # fmt: skip


def firing() -> Snapshot:
    """The alert is on since 4 minutes."""
    event = FIRED._replace(time=NOW - 260)
    alert = AlertView("High traffic", True, NOW - 260, 1236, 120, Fraction(10), 1, event)
    return much()._replace(alert=alert, events=(event,))


def back() -> Snapshot:
    """Looking back at five minutes ago, while an alert fires now."""
    window = much().window._replace(start=NOW - 310, end=NOW - 300)
    return firing()._replace(window=window, moment=NOW - 300)


def filtered() -> Snapshot:
    """A filter stands."""
    view = FilterView(("section = /api", "status >= 500"), NOW - 3640, 1.0)
    return much()._replace(filter=view, totals=much().totals._replace(hits=84))


def waiting() -> Snapshot:
    """The file is not there."""
    source = SourceState("/var/log/nginx/access.log", Following.WAITING, "no such file yet")
    return none()._replace(sources=(source,))


def denied() -> Snapshot:
    """The file may not be read."""
    return none()._replace(sources=(SourceState("/a.log", Following.DENIED, "permission denied"),))


def ended() -> Snapshot:
    """All was read."""
    return much()._replace(sources=(SourceState("/a.log", Following.ENDED),))


def not_understood() -> Snapshot:
    """A file that is no access log."""
    return none()._replace(
        account=Account(malformed=1204), malformed=(MalformedLine("Nov 24 kernel: hello"),)
    )


def replay() -> Snapshot:
    """In the middle of a finished log."""
    source = SourceState("/a.log", Following.FOLLOWING, offset=250_000_000, size=1_000_000_000)
    return much()._replace(
        clock="replay",
        sources=(source,),
        account=Account(hits=1_000_000),
        lines_per_second=100_000,
    )


def hostile() -> Snapshot:
    """Names as long as they get, figures as great as they get."""
    keys = tuple(
        Row("/" + "x\\x1b" * 200 + str(number), 10**15, 10**18, 10**14, 10**14) for number in range(60)
    )
    crowd = TableView(keys, 10**6, 10**9, False)
    window = much().window._replace(
        hits=10**16,
        size=10**19,
        client_errors=10**15,
        statuses=tuple((status, 10**9) for status in range(100, 600)),
        methods=tuple((f"METHOD{number}", 10**9) for number in range(50)),
        sections=crowd,
        paths=crowd,
        clients=crowd,
        failing=crowd,
        families=crowd,
        latency=times(10**16)._replace(p50=10**12, p95=10**12, p99=10**12, longest=10**12),
        referrers=crowd,
        hosts=crowd,
        clients_exact=False,
    )
    return much()._replace(
        sources=(SourceState("/" + "long/" * 200, Following.FAILING, "x" * 500, rotations=12_000),),
        window=window,
        malformed=(MalformedLine("\\x00" * 500, 999, "a status"),) * 60,
        fields=RICH,
        lines=tuple(
            view._replace(path="\\x1b" * 300, client="c" * 500, size=10**18, latency=10**12, status=999)
            for view in requests(300)
        ),
        timeline=Timeline(NOW - 600, 6, (10**12,) * 100, (10**12,) * 100),
    )


MOMENTS = {
    "none": none(),
    "silent": silent(),
    "much": much(),
    "rich": rich(),
    "firing": firing(),
    "back": back(),
    "filtered": filtered(),
    "waiting": waiting(),
    "denied": denied(),
    "ended": ended(),
    "not understood": not_understood(),
    "replay": replay(),
    "hostile": hostile(),
}


def runs(widget: urwid.Widget, size: tuple[int, int]) -> list[list[tuple[object, str]]]:
    """The rows of a drawing as (style, text), with the style that is seen of those that lie on each other."""
    return [
        [(style.layers[0] if isinstance(style, LayeredAttr) else style, text) for style, text in row]
        for row in render_runs(widget, size, focus=True)
    ]
