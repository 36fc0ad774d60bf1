"""A request line to method, section and path (semantics C4, C5)."""

import re
from typing import NamedTuple

from httplogstats.tally import KEY_LIMIT

INVALID = b"(invalid)"
CONNECT = b"(connect)"

_METHOD = re.compile(rb"[A-Za-z][A-Za-z0-9_-]{0,31} ")
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{0,31}://[^/?#]*+")
_BEFORE_QUERY = re.compile(rb"(?!CONNECT )([A-Za-z][A-Za-z0-9_-]{0,31} /[^ ?#]*+)\?")
_CACHED = 16384
_LONGEST_CACHED = 2048


class Asked(NamedTuple):
    """What a request counts as; keys are cut at `KEY_LIMIT` bytes."""

    method: bytes
    section: bytes
    path: bytes


_NOTHING = Asked(b"-", INVALID, INVALID)


def parse_request(request: bytes) -> Asked:
    """`GET /a/b?q=1 HTTP/1.1`, or HTTP/0.9's `GET /a`; what is no request has method `-`."""
    match = _METHOD.match(request)
    if match is None:
        return _NOTHING
    method, target = match[0][:-1], request[match.end() :]
    if target.startswith(b"HTTP/") and b" " not in target:
        return _NOTHING
    before, space, protocol = target.rpartition(b" ")
    if space and protocol.startswith(b"HTTP/"):
        target = before
    target = target.strip(b" ")
    if not target:
        return _NOTHING
    if method == b"CONNECT":
        return Asked(method, CONNECT, target[:KEY_LIMIT])
    return Asked(method, *_section_and_path(target))


def _section_and_path(target: bytes) -> tuple[bytes, bytes]:
    if not target.startswith(b"/"):
        if target == b"*":
            return b"*", b"*"
        match = _SCHEME.match(target)
        if match is None:
            return INVALID, target[:KEY_LIMIT]
        target = target[match.end() :]
    path = target.partition(b"#")[0].partition(b"?")[0] or b"/"
    second = path.find(b"/", 1)
    section = path if second < 0 else path[:second]
    return section[:KEY_LIMIT], path[:KEY_LIMIT]


class Requests(dict[bytes, Asked]):
    """A bounded cache of what requests count as; those that differ only in their query share an entry."""

    def __missing__(self, request: bytes) -> Asked:
        if match := _BEFORE_QUERY.match(request):
            return self[match[1]]
        if len(self) >= _CACHED:
            self.clear()
        asked = parse_request(request)
        if len(request) <= _LONGEST_CACHED:
            self[request] = asked
        return asked
