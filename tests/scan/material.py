"""Lines for the tests: good ones, and what chance makes of them. The same seed gives the same bytes."""

import random
from collections.abc import Iterable, Sequence

from httplogstats.scan import Scanned
from httplogstats.tally import Tally

NOON = 1_525_867_200  # 09/May/2018:12:00:00 +0000

GOOD = (
    b'127.0.0.1 - james [09/May/2018:12:00:39 +0000] "GET /report HTTP/1.0" 200 123',
    b'::1 - - [09/May/2018:14:00:48 +0200] "-" 408 -',
    b'10.0.0.1 - - [09/May/2018:12:00:01] "GET /~s/publish.html" 200 271',
    b'10.0.0.2 - - [09/May/2018:12:00:10 +0000] "GET /a/b?q=1#x HTTP/1.1" 404 5 "-" "curl/8"',
    b'10.0.0.3 - - [09/May/2018:12:00:19 +0000] "POST /a?x=/y HTTP/2.0" 503 17 "http://x/\\"y" "Z (a; b)"',
    b'10.0.0.4 - - [09/May/2018:12:00:20 +0000] "GET /say?q=\\"hi\\" HTTP/1.1" 200 512 "-" "a\\\\" "-"',
    b'10.0.0.5 - John Smith [09/May/2018:12:01:20 +0000] "GET /me HTTP/1.1" 600 34 "-" "b" 0.038',
    b'2001:db8::1 - - [09/May/2018:12:00:59 +0000] "CONNECT host:443 HTTP/1.1" 405 0 "-" "-"',
    b'10.0.0.6 - - [09/May/2018:12:00:59 +0000] "CONNECT /host?x HTTP/1.1" 405 0 "-" "-"',
    b'h.example - - [09/May/2018:12:00:05 +0000] "GET http://my.site.com/pages/create HTTP/1.1" 200 34',
    b'10.0.0.7 - - [09/May/2018:12:00:05 +0000] "OPTIONS * HTTP/1.0" 200 - "-" "internal"',
    b'10.0.0.8 - - [09/May/2018:12:00:05 +0000] "\\x16\\x03\\x01\\x00" 400 157 "-" "-"',
    b'10.0.0.9 - - [09/May/2018:11:58:05 +0000] "GET /old/my file.pdf HTTP/1.1" 206 9000 "-" "-"\r',
    b"",
    b"no access log at all",
)
PIECES = (
    *(b'"', b"\\", b'\\"', b" ", b"\n", b"\r", b"\x0b", b"\x0c", b"\x1c", b"\x85", b"\xe2\x80\xa8", b"\x00"),
    *(b"[", b"]", b" [", b'] "', b'" 200 1', b'" 999 1 "', b" HTTP/1.1", b"GET ", b"CONNECT ", b"http://"),
    *(b"/", b"//", b"?", b"#", b"*", b"-", b"0", b"9", b"\xff", b"\t", b"31/Feb/2018", b"+1500", b"9" * 20),
)


def mutated(rng: random.Random, good: Sequence[bytes] = GOOD) -> bytes:
    """A line, unchanged or changed in a few places; it may have become several."""
    line = rng.choice(good)
    for _ in range(rng.choice((0, 1, 1, 2, 4))):
        at = rng.randrange(len(line) + 1)
        until = min(len(line), at + rng.choice((0, 1, 1, 3, 20)))
        match rng.randrange(5):
            case 0:
                line = line[:at] + rng.choice(PIECES) + line[until:]
            case 1:
                line = line[:at] + line[until:]
            case 2:
                line = line[:at] + line[at:until] * rng.choice((2, 3, 40)) + line[until:]
            case 3:
                line = line[:at] + bytes([rng.randrange(256)]) + line[at + 1 :]
            case _:
                line = line[:at] + rng.choice(good)[at:]
    return line


def lines(rng: random.Random, number: int, good: Sequence[bytes] = GOOD) -> bytes:
    """A block of mutated lines; sometimes the last has no end."""
    return b"\n".join(mutated(rng, good) for _ in range(number)) + rng.choice((b"\n", b"\n", b"\r\n", b""))


def ordinary(second: int, path: bytes = b"/a", status: int = 200) -> bytes:
    """A line of the second `NOON + second`, for up to an hour."""
    stamp = b"09/May/2018:12:%02d:%02d +0000" % divmod(second, 60)
    return b'10.0.0.1 - - [%s] "GET %s HTTP/1.1" %d 5 "-" "-"\n' % (stamp, path, status)


def together(parts: Iterable[Scanned]) -> Scanned:
    """The sum of what the blocks of one log held, but for the samples."""
    total = Scanned()
    for part in parts:
        for start, tally in part.slots.items():
            total.slots.setdefault(start, Tally()).merge(tally)
        total.add(part)
    total.samples = []  # the newest of each block
    return total
