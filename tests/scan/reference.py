"""A slow and obvious reading of one line at a time, from the rules alone; shares no code with the scanner."""

import calendar

from httplogstats.clock import Placing
from httplogstats.scan import SAMPLE_LIMIT, SAMPLES, Scanned
from httplogstats.table import KEY_LIMIT
from httplogstats.tally import Tally
from tests.fakes import add

LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = b"0123456789"
MONTHS = [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"]


def scan(data: bytes, placing: Placing, combined: bool = True) -> Scanned:
    """What a scanner must make of `data`."""
    scanned = Scanned(greatest=placing.greatest)
    lines = data.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    for ended in lines:
        line = ended[:-1] if ended.endswith(b"\r") else ended
        if line == b"":
            scanned.blank += 1
            continue
        fields = fields_of(line, combined)
        second = None if fields is None else second_of(fields[1])
        if fields is None or second is None:
            scanned.malformed += 1
            scanned.samples = [*scanned.samples, line[:SAMPLE_LIMIT]][-SAMPLES:]
            continue
        if not placing.earliest <= second <= placing.latest:
            if placing.arrival is None:
                scanned.skipped += 1
                continue
            scanned.arrivals += 1
            second = placing.arrival
        count(scanned, placing, second, fields)
    return scanned


def count(scanned: Scanned, placing: Placing, second: int, fields: tuple[bytes | None, ...]) -> None:
    """Add one hit."""
    client, _, request, status_digits, size_digits, referrer, agent = fields
    status = int(status_digits)
    size = 0 if size_digits == b"-" else int(size_digits)
    method, section, path = asked(request)
    scanned.hits += 1
    scanned.greatest = max(scanned.greatest, second)
    tally = slot(scanned, placing, second)
    tally.hits += 1
    tally.size += size
    tally.statuses[status] = tally.statuses.get(status, 0) + 1
    tally.methods[method] = tally.methods.get(method, 0) + 1
    figures = (1, size, int(400 <= status <= 499), int(500 <= status <= 599))
    client = (client.split(b",")[0] or b"-")[:KEY_LIMIT]
    for table, key in ((tally.sections, section), (tally.paths, path), (tally.clients, client)):
        add(table, key[:KEY_LIMIT], *figures)
    if status >= 400:
        add(tally.failures, b" ".join([status_digits, client, path[:KEY_LIMIT]])[:KEY_LIMIT], *figures)
    for table, key in ((tally.referrers, referrer), (tally.agents, agent)):
        if key is not None:
            add(table, key[:KEY_LIMIT] or b"-", *figures)
    for index, figure in enumerate(figures):
        by_second(scanned, placing, tally, second)[index] += figure


def slot(scanned: Scanned, placing: Placing, second: int) -> Tally:
    """Place one hit; `scanned.greatest` includes it."""
    horizon = placing.decided
    if placing.slack is not None:
        horizon = max(horizon, scanned.greatest - placing.slack)
    start = second // placing.interval * placing.interval
    late = start + placing.interval <= horizon
    if late:
        start = horizon // placing.interval * placing.interval
    tally = scanned.slots.setdefault(start, Tally())
    tally.late += late
    return tally


def by_second(scanned: Scanned, placing: Placing, tally: Tally, second: int) -> list[int]:
    """The figures of the hit's second, in time or overdue."""
    horizon = placing.decided
    if placing.slack is not None:
        horizon = max(horizon, scanned.greatest - placing.slack)
    if second >= horizon:
        return tally.seconds.setdefault(second, [0, 0, 0, 0])
    return tally.overdue.setdefault((horizon, second), [0, 0, 0, 0])


def fields_of(line: bytes, combined: bool) -> tuple[bytes | None, ...] | None:
    """Client, stamp, request, status, size, referrer and agent of a line in the common or combined format."""
    client, space, rest = line.partition(b" ")
    ident, space_2, rest = rest.partition(b" ")
    user, bracket, rest = rest.partition(b" [")
    stamp, end, rest = rest.partition(b"]")
    if not (client and space and ident and space_2 and user and bracket and stamp and end):
        return None
    if rest[:2] != b' "':
        return None
    request, rest = quoted(rest[2:])
    if request is None or rest[:1] != b" ":
        return None
    status, space, rest = rest[1:].partition(b" ")
    size, space_3, rest = rest.partition(b" ")
    referrer, agent = None, None
    if combined and space_3 and rest[:1] == b'"':
        referrer, rest = quoted(rest[1:])
        if referrer is not None and rest[:2] == b' "':
            agent, rest = quoted(rest[2:])
    if not (only(status, DIGITS) and len(status) == 3 and status[0] != DIGITS[0] and space):
        return None
    if size[:1] == b"+":
        size = size[1:]
    if size != b"-" and not (only(size, DIGITS) and len(size) <= 19):
        return None
    return client, stamp, request, status, size, referrer, agent


def quoted(text: bytes) -> tuple[bytes | None, bytes]:
    """What stands before the first quote that is not escaped, and what behind it; None without one."""
    closing = 0
    while text[closing : closing + 1] != b'"':
        closing += 2 if text[closing : closing + 1] == b"\\" else 1
        if closing >= len(text):
            return None, text
    return text[:closing], text[closing + 1 :]


def second_of(stamp: bytes) -> int | None:
    """Unix time of a stamp as the common log format has it."""
    if stamp[11:12] == b" ":
        stamp = stamp[:11] + b":" + stamp[12:]
    shape = b"".join(b"9" if byte in DIGITS else bytes([byte]) for byte in stamp)
    month, zone = stamp[3:6], shape[20:]
    if month not in MONTHS or shape[:20] != b"99/" + month + b"/9999:99:99:99":
        return None
    if zone not in (b"", b" +9999", b" -9999"):
        return None
    day, year, number = int(stamp[:2]), int(stamp[7:11]), MONTHS.index(month) + 1
    hour, minute, second = int(stamp[12:14]), int(stamp[15:17]), int(stamp[18:20])
    hours, minutes = (int(stamp[22:24]), int(stamp[24:26])) if zone else (0, 0)
    if not 1970 <= year <= 2999 or not 1 <= day <= calendar.monthrange(year, number)[1]:
        return None
    if hour > 23 or minute > 59 or second > 59 or hours > 14 or minutes > 59:
        return None
    east = -1 if zone[:2] == b" -" else 1
    return calendar.timegm((year, number, day, hour, minute, second)) - east * (3600 * hours + 60 * minutes)


def asked(request: bytes) -> tuple[bytes, bytes, bytes]:
    """Method, section and path of a request line."""
    method, space, rest = request.partition(b" ")
    if not space or len(method) > 32 or not only(method, LETTERS + DIGITS + b"_-"):
        return b"-", b"(invalid)", b"(invalid)"
    rest = b" " + rest
    target = (rest.rpartition(b" HTTP/")[0] if b" HTTP/" in rest else rest).strip(b" ")
    if not only(method[:1], LETTERS) or target == b"":
        return b"-", b"(invalid)", b"(invalid)"
    if method == b"CONNECT":
        return method, b"(connect)", target
    if target == b"*":
        return method, b"*", b"*"
    if target[:1] != b"/":
        scheme, colon, rest = target.partition(b"://")
        known = only(scheme[:1], LETTERS) and only(scheme, LETTERS + DIGITS + b"+.-") and len(scheme) <= 32
        if not colon or not known:
            return method, b"(invalid)", target
        while rest and rest[:1] not in (b"/", b"?", b"#"):
            rest = rest[1:]
        target = rest
    path = target.split(b"#")[0].split(b"?")[0] or b"/"
    return method, b"/" + path[1:].split(b"/")[0], path


def only(text: bytes, allowed: bytes) -> bool:
    """Whether `text` has bytes, all of them allowed."""
    return text != b"" and all(byte in allowed for byte in text)
