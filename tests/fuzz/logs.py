"""Lines of every format, changed: scanners, the detector and the readers of pasted format strings."""

import random
from functools import cache

from httplogstats.filters import parse_filter
from httplogstats.formats.layout import Layout
from httplogstats.formats.named import LAYOUTS
from httplogstats.formats.pasted import FormatError
from httplogstats.formats.recognise import Recogniser
from httplogstats.formats.strings import pasted
from httplogstats.scan import Scanner
from httplogstats.scan.choose import make_scanner
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.pure import PureScanner
from httplogstats.scan.sift import needles
from tests.formats.data import DATA
from tests.fuzz.changes import changed, changed_text
from tests.scan.material import GOOD, PIECES
from tests.scan.test_differential import PLACINGS
from tests.scan.test_twins import FILTERS

WRAPPED = (
    b'{"log":"%s\\n","stream":"stdout","time":"2018-05-09T12:00:39Z"}',
    b"2023-10-06T00:17:09.669794202Z stdout F %s",
    b"<190>May  1 12:00:00 web1 nginx[12]: %s",
    b'<190>1 2026-05-11T12:00:00Z web1 nginx - - [a@1 b="c"] %s',
    b"web-1  | %s",
    b"2023-10-06T00:17:09.669794202Z %s",
    b"%s",
)
DIRECTIVES = (
    b"#Fields: date time c-ip cs-method cs-uri-stem sc-status time-taken", b"#Fields:", b"#Version: 1.0",
    b"#Fields: date time x-edge-location c-ip cs-uri-stem sc-status time-taken", b"#Software: x", b"#",
)  # fmt: skip
STRINGS = (
    '$remote_addr - $remote_user [$time_local] "$request" $status $bytes_sent "$http_referer" $request_time',
    "log_format main escape=json '{\"time\":\"$time_iso8601\",\"s\":$status,\"r\":{\"u\":\"$uri\"}}';",
    '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D',
    'LogFormat "%v:%p %h [%{%d/%b/%Y:%T %z}t] \\"%m %U%q %H\\" %400,501s %{ms}T" mine',
    '%(h)s %(l)s %(t)s "%(r)s" %(s)s %(b)s "%({x-real-ip}i)s" %(L)s',
    '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %X%',
)  # fmt: skip
LINES = (
    b"1.2.3.4 - - [09/May/2018:12:00:39 +0000] GET /a/b?c HTTP/1.1 200 17",
    b"[1525867239] /x 404",
    *GOOD,
)


def count(data: bytes) -> int:
    """How many lines stand there."""
    return data.count(b"\n") + (data != b"" and not data.endswith(b"\n"))


def scanners(rng: random.Random) -> None:
    """All scanners count changed lines of a named format alike, and account for each."""
    layout = rng.choice(LAYOUTS)
    good = (layout.example, *(sample.raw for sample in DATA[layout.name]))
    compare(rng, layout, _scanners(layout), b"\n".join(changed(rng, good, PIECES) for _ in range(20)))


def format_strings(rng: random.Random) -> None:
    """A format string is read or refused with its place; what was read counts alike in all scanners."""
    text = changed_text(rng, STRINGS)
    try:
        layout = pasted(text)
    except FormatError as error:
        check(error)
        return
    compare(rng, layout, _make(layout), b"\n".join(changed(rng, LINES, PIECES) for _ in range(5)))


def check(error: FormatError) -> None:
    """The place is one of its text, and what is shown is fit for a terminal."""
    assert 0 <= error.at <= len(error.text)
    assert error.shown().isprintable()


def detector(rng: random.Random) -> None:
    """Lines of several formats, wrapped or not: each comes out once, in a piece with some format."""
    recogniser = Recogniser(rng.choice((None, None, *LAYOUTS)))
    names = rng.sample(sorted(DATA), 2)
    good = [sample.raw for name in names for sample in DATA[name]]
    for _ in range(rng.randint(1, 4)):
        wrapping = rng.choice(WRAPPED)
        lines = [wrapping.replace(b"%s", changed(rng, good)) for _ in range(rng.randint(1, 12))]
        lines.insert(rng.randrange(len(lines) + 1), changed(rng, DIRECTIVES))
        data = b"\n".join(lines) + b"\n"
        pieces = recogniser.pieces(data)
        assert sum(count(piece) for _, piece in pieces) == count(data)
        for layout, piece in pieces:
            scanned = _scanners(layout)[0].scan(piece, PLACINGS[0])
            recogniser.note(piece, scanned.hits, scanned.malformed)


def compare(rng: random.Random, layout: Layout, made: tuple[Scanner, ...], data: bytes) -> None:
    """All of them say the same, every line is in the account, and none that passes is sifted out."""
    placing, where = rng.choice(PLACINGS), parse_filter(rng.choice(FILTERS))
    first, *others = [scanner.scan(data, placing, where) for scanner in made]
    assert all(other == first for other in others)
    accounted = first.hits + first.malformed + first.blank + first.skipped + first.filtered
    assert accounted == count(data)
    wanted = needles(layout, where)
    if wanted and placing.slack is None:
        left = made[0].sift((data,), wanted)
        assert made[-1].sift((data,), wanted) == left
        assert made[1].scan(left, placing, where).slots == first.slots


@cache
def _scanners(layout: Layout) -> tuple[Scanner, ...]:
    return _make(layout)


def _make(layout: Layout) -> tuple[Scanner, ...]:
    return make_scanner(layout), ExactScanner(layout), PureScanner(layout)
