"""Envoy's access-log format string; Istio's is one, too."""

import re
from collections.abc import Iterator

from httplogstats.formats.layout import Form, Layout, Role
from httplogstats.formats.pasted import SKIPPED, Part, Variable, layout_of

_NAMES = {
    "START_TIME": Variable(Role.STAMP),
    "PROTOCOL": Variable(Role.PROTOCOL),
    "RESPONSE_CODE": Variable(Role.STATUS, Form.LOOSE),
    "BYTES_SENT": Variable(Role.SIZE),
    "DURATION": Variable(Role.LATENCY, Form.MILLIS),
    "DOWNSTREAM_REMOTE_ADDRESS": Variable(Role.CLIENT, Form.PORT),
    "DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT": Variable(Role.CLIENT),
    "REQ(:METHOD)": Variable(Role.METHOD),
    "REQ(:PATH)": Variable(Role.TARGET),
    "REQ(X-ENVOY-ORIGINAL-PATH?:PATH)": Variable(Role.TARGET),
    "REQ(:AUTHORITY)": Variable(Role.HOST, Form.PORT),
    "REQ(USER-AGENT)": Variable(Role.AGENT),
    "REQ(REFERER)": Variable(Role.REFERRER),
    "REQ(X-FORWARDED-FOR)": Variable(Role.CLIENT, rank=1),
    "RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)": Variable(Role.UPSTREAM, Form.MILLIS),
}
_VARIABLE = re.compile(r"%([A-Z_]{3,}(?:\([^)]*\))?)(?::[0-9]+)?%")
_REQUEST = re.compile(r'"%REQ\(:METHOD\)% %REQ\([^)]*:PATH\)(?::[0-9]+)?% %PROTOCOL%"', re.IGNORECASE)


def is_envoy(text: str) -> bool:
    """Whether its variables are Envoy's: `%RESPONSE_CODE%`."""
    return _VARIABLE.search(text) is not None


def envoy(text: str) -> Layout:
    """The layout of a format string; raises `FormatError`."""
    text = text.removesuffix("\n").removesuffix("\\n")
    return layout_of("log_format", text, list(_parts(text)))


def _parts(text: str) -> Iterator[Part]:
    """Method, path and protocol in quotes are a request, which may be anything."""
    at = 0
    request = _REQUEST.search(text)
    for match in _VARIABLE.finditer(text):
        if request and request.start() <= match.start() < request.end():
            if at <= request.start():
                yield Part(at, text[at : request.start() + 1])
                yield Part(request.start() + 1, request[0][1:-1], Variable(Role.REQUEST))
                at = request.end() - 1
            continue
        yield Part(at, text[at : match.start()])
        yield Part(match.start(), match[0], _NAMES.get(match[1].upper(), SKIPPED))
        at = match.end()
    yield Part(at, text[at:])
