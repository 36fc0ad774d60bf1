"""A request line to method, section and path (semantics C4, C5). Counts nothing."""

import re
from typing import NamedTuple

from httplogstats.table import KEY_LIMIT

INVALID = b"(invalid)"
CONNECT = b"(connect)"

_METHOD = re.compile(rb"[A-Za-z][A-Za-z0-9_-]{0,31}+")
_SCHEME = rb"[A-Za-z][A-Za-z0-9+.-]{0,31}+://[^/?#]*+"


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
    if match is None or request[match.end() : match.end() + 1] != b" ":
        return _NOTHING
    rest = match.end() + 1
    protocol = request.rfind(b" HTTP/", match.end())
    target = request[rest:] if protocol < 0 else request[rest:protocol]
    return _asked(match[0], target.strip(b" "))


def parse_target(method: bytes, target: bytes) -> Asked:
    """A request whose method and target stand in fields of their own; both as in `parse_request`.

    A format without methods gives `-`, which leaves the target what it is; a target `-` is no request.
    """
    if method != b"-" and _METHOD.fullmatch(method) is None:
        return _NOTHING
    return _NOTHING if target == b"-" else _asked(method, target.strip(b" "))


def _asked(method: bytes, target: bytes) -> Asked:
    if not target:
        return _NOTHING
    if method == b"CONNECT":
        return Asked(method, CONNECT, target[:KEY_LIMIT])
    if target == b"*":
        return Asked(method, target, target)
    if not target.startswith(b"/"):
        scheme = re.match(_SCHEME, target)
        if scheme is None:
            return Asked(method, INVALID, target[:KEY_LIMIT])
        target = target[scheme.end() :]
    path = target.partition(b"#")[0].partition(b"?")[0] or b"/"
    return Asked(method, section_of(path), path[:KEY_LIMIT])


def section_of(path: bytes) -> bytes:
    """What stands before the second `/` of a path that begins with one, cut at `KEY_LIMIT` bytes (C5)."""
    second = path.find(b"/", 1)
    return (path if second < 0 else path[:second])[:KEY_LIMIT]
