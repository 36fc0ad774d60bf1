"""The lines at the top: who, what is the state, and which window the figures below are for."""

from httplogstats import words
from httplogstats.snapshot import Following, Snapshot, Span
from httplogstats.ui.lines import Line, bar, fitting, middle

_SPANS = {Span.MINUTES_2: "Last 2 min", Span.MINUTES_10: "Last 10 min", Span.START: "Since start"}


def header(snapshot: Snapshot, width: int, zone: words.Zone, paused: bool) -> Line:
    """Program, log, format and share parsed on the left; clock on the right; PAUSED loudly in between."""
    clock = {"arrival": "clock: arrival"}.get(snapshot.clock, snapshot.clock)
    time = words.time_of_day(snapshot.now, zone)
    up = f"   up {words.duration(snapshot.now - snapshot.started)}" if width >= 100 else ""
    pause = "  PAUSED (p goes on)  " if width >= 60 else " PAUSED "
    loud = fitting(width, pause, "") if paused else ""
    left = max(0, width - len(loud))
    right = fitting(left, f"  {clock}   {time}{up} ", f"  {clock}  {time} ", f" {time} ", "")
    left -= len(right)
    line: Line = [("header", _identity(snapshot, left).ljust(left))]
    return [*line, ("warning", loud), ("header", right)]


def _identity(snapshot: Snapshot, width: int) -> str:
    """What is watched; the facts go before the name is shortened too far."""
    account = snapshot.account
    facts = [snapshot.layout] if snapshot.layout else []
    if account.hits + account.malformed:
        facts.append(f"{words.share(account.hits, account.hits + account.malformed)} % parsed")
    rotations = sum(source.rotations for source in snapshot.sources)
    if rotations:
        facts.append(f"rotated {words.count(rotations)}×")
    name = snapshot.sources[0].name if len(snapshot.sources) == 1 else f"{len(snapshot.sources)} logs"
    for tail in ("   " + " · ".join(facts), "   " + " · ".join(facts[:2]), ""):
        for left in (" httplogstats   ", " "):
            room = width - len(left) - len(tail)
            if room >= min(len(name), 24):
                return left + middle(name, room) + tail.rstrip()
    return " " + middle(name, width - 1) if width > 8 else ""


def state(snapshot: Snapshot, width: int, zone: words.Zone, plain: bool) -> Line:
    """Is it normal now? In words, colour and a gauge."""
    alert = snapshot.alert
    limit = words.rate(round(alert.limit * 100), 100)
    rate = f"{words.rate(alert.value, alert.window)} req/s"
    over = f"{rate} over {words.duration(alert.window)}"
    count = f"   alerts {words.count(alert.events)}"
    if alert.firing and alert.since is not None:
        since = words.time_of_day(alert.since, zone)
        whole = f" ▲ ALERT  {over}, since {since} ({words.duration(max(0, snapshot.now - alert.since))}) "
        texts = (
            f" ▲ ALERT  {over}, since {since} ",
            f" ▲ ALERT {over}",
            f" ▲ ALERT {rate}",
            " ▲ ALERT",
            " ▲",
        )
        text = fitting(width, whole, *texts)
        room = width - len(text)
        right = fitting(room, f"limit {limit}/s{count} ", f"limit {limit}/s ", "")
        return [("alert", text.ljust(width - len(right)) + right)]
    text = fitting(width - 4, f"  {over}  ", f"  {over}", f" {rate}", "")
    last = f" · last recovered {words.time_of_day(alert.last.time, zone)}" if alert.last is not None else ""
    room = width - 4 - len(text)
    limits = f"│ limit {limit}/s"
    rights = (limits + count + last, limits + count, limits, "")
    right = fitting(room - (12 if width >= 70 else 0), *rights[0 if width >= 100 else 2 :])
    gauge = min(60, room - len(right) - 1)
    line: Line = [("ok", fitting(width, " OK ", "")), ("text", text)]
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
        wait = f"  – no data yet, first figures in {_wait(snapshot)} s"
        return [
            ("title", f" {name}"),
            ("quiet", fitting(width - len(name) - 1, wait, "  – no data yet", "  –")),
        ]
    seconds, errors = view.end - view.start, view.client_errors + view.server_errors
    begin, end = words.time_of_day(view.start, zone), words.time_of_day(view.end, zone)
    interval = fitting(width - len(name) - 1, f"  {begin} – {end}", f" {begin}–{end}", "")
    more = f"{'' if view.clients_exact else '≥'}{words.count(view.clients_seen)} clients"
    if width < 60:
        figures = f"{words.count(view.hits)} req {words.rate(view.hits, seconds)}/s"
        return [("text", fitting(width, f" {begin}–{end}  {figures}", f" {begin}–{end}", f" {name}"))]
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
        shown = "first" if len(snapshot.malformed) == account.malformed else "such as"
        first = f"; {shown}: {snapshot.malformed[0]}" if snapshot.malformed else ""
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
