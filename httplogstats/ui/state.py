"""The lines at the top: who, what is the state, and which window the figures below are for."""

from httplogstats import words
from httplogstats.snapshot import Following, Snapshot, Span
from httplogstats.ui.lines import Line, bar, middle

_SPANS = {Span.MINUTES_2: "Last 2 min", Span.MINUTES_10: "Last 10 min", Span.START: "Since start"}


def header(snapshot: Snapshot, width: int, zone: words.Zone, paused: bool) -> Line:
    """Program, log, format and share parsed on the left; clock on the right."""
    account = snapshot.account
    understood = ""
    if account.hits + account.malformed:
        understood = f"{words.share(account.hits, account.hits + account.malformed)} % parsed"
    clock = "PAUSED" if paused else {"arrival": "clock: arrival"}.get(snapshot.clock, snapshot.clock)
    right = f"{clock}  {words.time_of_day(snapshot.now, zone)} "
    if width >= 100:
        right += f" up {words.duration(snapshot.now - snapshot.started)} "
    name = snapshot.sources[0].name if len(snapshot.sources) == 1 else f"{len(snapshot.sources)} logs"
    rotations = sum(source.rotations for source in snapshot.sources)
    facts = [
        fact for fact in (snapshot.layout, understood, f"rotated {rotations}×" if rotations else "") if fact
    ]
    left = " httplogstats  " if width >= 60 else " "
    tail = "  " + " · ".join(facts) if width >= 80 else ""
    room = width - len(left) - len(tail) - len(right) - 1
    if room < 12:
        left, tail, room = " ", "", width - len(right) - 2
    text = left + middle(name, room) + tail
    return [("header", text[: max(0, width - len(right))].ljust(max(0, width - len(right))) + right[:width])]


def state(snapshot: Snapshot, width: int, zone: words.Zone, plain: bool) -> Line:
    """Is it normal now? In words, colour and a gauge."""
    alert = snapshot.alert
    limit = words.rate(round(alert.limit * 100), 100)
    rate = words.rate(alert.value, alert.window)
    span = words.duration(alert.window)
    if alert.firing and alert.since is not None:
        since = words.time_of_day(alert.since, zone)
        ago = words.duration(max(0, snapshot.now - alert.since))
        mark = "!" if plain else "▲"
        text = f" {mark} ALERT  {rate} req/s over {span}, since {since} ({ago})"
        if len(text) > width:
            text = f" {mark} ALERT {rate} req/s over {span}"
        right = f"limit {limit}/s  alerts {alert.events} " if width >= 100 else f"limit {limit}/s "
        gap = width - len(text) - len(right)
        return [("alert", (text + " " * gap + right if gap > 1 else text.ljust(width))[:width])]
    text = f"  {rate} req/s over {span}  "
    right = f" limit {limit}/s"
    if width >= 100:
        right += f"   alerts {alert.events}"
        if alert.last is not None:
            right += f" · last recovered {words.time_of_day(alert.last.time, zone)}"
    gauge = min(50, width - 5 - len(text) - len(right) - 1)
    line: Line = [("ok", "  OK "), ("text", text)]
    if gauge >= 8:
        line.append(("bar", bar(float(alert.value / (alert.limit * alert.window)), gauge, plain)))
    return [*line, ("text", right)]


def window(snapshot: Snapshot, width: int, zone: words.Zone) -> Line:
    """The window's exact interval and its sums; or, loudly, why there are none."""
    trouble = banner(snapshot)
    if trouble:
        return [("warning", f" {trouble}"[:width].ljust(width))]
    view = snapshot.window
    name = _SPANS.get(view.span, f"Last {words.duration(snapshot.interval)}")
    if view.end == view.start:
        return [
            ("title", f" {name}"),
            ("quiet", f"  – no data yet; first figures in {_wait(snapshot)} s"[: width - 12]),
        ]
    seconds, errors = view.end - view.start, view.client_errors + view.server_errors
    interval = f"  {words.time_of_day(view.start, zone)} – {words.time_of_day(view.end, zone)}"
    more = f"{'' if view.clients_exact else '≥'}{words.count(view.clients_seen)} clients"
    if width < 60:
        figures = f"{words.count(view.hits)} req {words.rate(view.hits, seconds)}/s"
        return [("text", f" {interval.replace(' ', '')}  {figures}"[:width])]
    sums = [
        f"{words.count(view.hits)} requests",
        f"{words.rate(view.hits, seconds)}/s",
        words.size(view.size),
        f"{words.share(errors, view.hits)} % errors",
        more,
        f"next in {_wait(snapshot)} s",
    ]
    text = ""
    for word in sums:
        if len(name) + 1 + len(interval) + len(text) + 3 + len(word) > width:
            break
        text += "   " + word
    return [
        ("title", f" {name}"),
        ("quiet", interval),
        ("error" if errors * 20 > view.hits else "text", text),
    ]


def banner(snapshot: Snapshot) -> str:
    """What keeps figures from being here, or from being right; empty when all is well."""
    account = snapshot.account
    if snapshot.trouble:
        return snapshot.trouble
    for source in snapshot.sources:
        if source.following is not Following.FOLLOWING and source.following is not Following.ENDED:
            return f"{source.name}: {source.following.value} - {source.detail}"
        if source.detail:
            return f"{source.name}: {source.detail}"
    if snapshot.clock == "replay":
        return _progress(snapshot)
    if account.malformed and not account.hits:
        first = f"; such as: {snapshot.malformed[0]}" if snapshot.malformed else ""
        return f"0 of {words.count(account.malformed)} lines understood (m shows them){first}"
    if all(source.following is Following.ENDED for source in snapshot.sources) and snapshot.sources:
        return f"the input has ended; {words.count(account.read)} lines were read"
    return ""


def _progress(snapshot: Snapshot) -> str:
    done = sum(source.offset for source in snapshot.sources)
    whole = sum(source.size or 0 for source in snapshot.sources)
    text = f"reading from the start: {words.size(done)}"
    if whole:
        text += f" of {words.size(whole)}, {words.share(min(done, whole), whole)} %"
    text += f", {words.count(snapshot.lines_per_second)} lines/s"
    if snapshot.lines_per_second and snapshot.account.read and done and whole > done:
        seconds = (whole - done) * snapshot.account.read / done / snapshot.lines_per_second
        text += f", {words.duration(round(seconds))} left"
    return text


def _wait(snapshot: Snapshot) -> int:
    return max(0, snapshot.next_close + 1 - snapshot.now)
