"""A request line to method, section and path (semantics C4, C5). Counts nothing."""

import re
from typing import NamedTuple

from httplogstats.tally import KEY_LIMIT

INVALID = b"(invalid)"
CONNECT = b"(connect)"

_METHOD = re.compile(rb"[A-Za-z][A-Za-z0-9_-]{0,31}+(?= )")
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,31}+://[^/?#]*+")


class Asked(NamedTuple):
    """What a request counts as; section and path are cut at `KEY_LIMIT` bytes."""

    method: bytes
    section: bytes
    path: bytes


_NOTHING = Asked(b"-", INVALID, INVALID)


def parse_request(request: bytes) -> Asked:
    """`GET /a/b?q=1 HTTP/1.1`, or HTTP/0.9's `GET /a`; what is no request has method `-`.

    A method is a letter, then up to 31 letters, digits, `-` or `_`, then a space. The target is what
    follows up to the last ` HTTP/`, or all of it, without the spaces around it; it is not empty. Spaces
    within it are a part of it.
    """
    match = _METHOD.match(request)
    if match is None:
        return _NOTHING
    method, rest = match[0], match.end()
    protocol = request.rfind(b" HTTP/", rest)
    target = (request[rest:] if protocol < 0 else request[rest:protocol]).strip(b" ")
    if not target:
        return _NOTHING
    if method == b"CONNECT":
        return Asked(method, CONNECT, target[:KEY_LIMIT])
    if target == b"*":
        return Asked(method, target, target)
    if not target.startswith(b"/"):
        scheme = _SCHEME.match(target)
        if scheme is None:
            return Asked(method, INVALID, target[:KEY_LIMIT])
        target = target[scheme.end() :]
    path = target.partition(b"#")[0].partition(b"?")[0] or b"/"
    return Asked(method, section_of(path), path[:KEY_LIMIT])


def section_of(path: bytes) -> bytes:
    """What stands before the second `/` of a path that begins with one, cut at `KEY_LIMIT` bytes (C5)."""
    second = path.find(b"/", 1)
    return (path if second < 0 else path[:second])[:KEY_LIMIT]
