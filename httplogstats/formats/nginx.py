"""nginx's `log_format`, as a string or as the directive stands in the configuration, JSON bodies too."""

import json
import re
from collections.abc import Iterator
from typing import Any

from httplogstats.formats.layout import Form, Key, Layout, Role
from httplogstats.formats.pasted import (
    SKIPPED,
    FormatError,
    Part,
    Variable,
    check_roles,
    layout_of,
    preferred,
)

VARIABLES = {
    "remote_addr": Variable(Role.CLIENT),
    "realip_remote_addr": Variable(Role.CLIENT, rank=3),
    "http_x_forwarded_for": Variable(Role.CLIENT, rank=1),
    "proxy_add_x_forwarded_for": Variable(Role.CLIENT, rank=1),
    "http_x_real_ip": Variable(Role.CLIENT, rank=2),
    "remote_user": Variable(Role.USER),
    "time_local": Variable(Role.STAMP),
    "time_iso8601": Variable(Role.STAMP, rank=1),
    "msec": Variable(Role.STAMP, rank=2),
    "request": Variable(Role.REQUEST),
    "request_method": Variable(Role.METHOD),
    "request_uri": Variable(Role.TARGET),
    "uri": Variable(Role.TARGET, rank=1),
    "document_uri": Variable(Role.TARGET, rank=2),
    "args": Variable(Role.QUERY),
    "query_string": Variable(Role.QUERY, rank=1),
    "server_protocol": Variable(Role.PROTOCOL),
    "status": Variable(Role.STATUS, Form.LOOSE),
    "body_bytes_sent": Variable(Role.SIZE),
    "bytes_sent": Variable(Role.SIZE, rank=1),
    "http_referer": Variable(Role.REFERRER),
    "http_user_agent": Variable(Role.AGENT),
    "host": Variable(Role.HOST, Form.PORT),
    "http_host": Variable(Role.HOST, Form.PORT, 1),
    "server_name": Variable(Role.HOST, Form.PORT, 2),
    "request_time": Variable(Role.LATENCY, Form.SECONDS),
    "upstream_response_time": Variable(Role.UPSTREAM, Form.SECONDS),
    "upstream_cache_status": Variable(Role.CACHE),
}
"""What is understood; any other variable is read over."""

_DIRECTIVE = re.compile(r"\s*log_format\s+\S+\s+(?:escape=\w+\s+)?(.*?)\s*;?\s*", re.DOTALL)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_MEMBER = re.compile(r'"(?:[^"\\]|\\.)*"|\$(?:\{\w+\}|\w+)')


def nginx(pasted: str) -> Layout:
    """The layout of `log_format`; raises `FormatError`."""
    text = _unquoted(pasted)
    if text.lstrip().startswith("{"):
        return Layout("log_format", (), b"", _keys(text))
    return layout_of("log_format", text, list(_parts(text)))


def _unquoted(pasted: str) -> str:
    """The string itself, its quoted pieces put together as nginx does."""
    directive = _DIRECTIVE.fullmatch(pasted)
    body = directive[1] if directive else pasted
    if not re.match(r"\s*'", body) and not directive:
        return body
    pieces = [match[1] if match[1] is not None else match[2] for match in _QUOTED.finditer(body)]
    joined = "".join(pieces) if pieces else body
    return re.sub(r"\\(['\"\\])", r"\1", joined)


def _parts(text: str) -> Iterator[Part]:
    at = 0
    for match in _VARIABLE.finditer(text):
        yield Part(at, text[at : match.start()])
        yield Part(match.start(), match[0], VARIABLES.get(match[1] or match[2], SKIPPED))
        at = match.end()
    yield Part(at, text[at:])


def _keys(text: str) -> tuple[Key, ...]:
    """The keys of a JSON object whose values are variables."""
    try:
        body = json.loads(_MEMBER.sub(_as_text, text), strict=False)
        members = list(_members(body, ""))
        "".join(name for name, _ in members).encode("utf-8", "surrogateescape")  # no half of a pair
    except (ValueError, RecursionError) as error:
        at = _place(text, getattr(error, "pos", 0))
        raise FormatError(text, at, "this is no JSON object") from None
    named: list[tuple[str, Part]] = []
    for name, value in members:
        variable = _VARIABLE.fullmatch(value)
        if variable:
            known = VARIABLES.get(variable[1] or variable[2], SKIPPED)
            named.append((name, Part(0, value, known)))
    chosen = preferred([part for _, part in named])
    keys = tuple(
        Key(part.variable.role, (name,), part.variable.form)
        for (name, _), part in zip(named, chosen, strict=True)
        if part.variable is not None and part.variable.role is not Role.SKIP
    )
    check_roles(text, {key.role for key in keys})
    return keys


def _as_text(match: re.Match[str]) -> str:
    """A bare variable (a number in the log) in quotes, so that the format itself is JSON."""
    return match[0] if match[0].startswith('"') else f'"{match[0]}"'


def _place(text: str, at: int) -> int:
    """The place in `text` of a place in what has its bare variables in quotes."""
    for match in _MEMBER.finditer(text):
        if match.start() < at and not match[0].startswith('"'):
            at = max(match.start(), at - 2)
    return min(at, len(text))


def _members(body: Any, outer: str) -> Iterator[tuple[str, str]]:
    for name, value in body.items():
        if isinstance(value, dict):
            yield from _members(value, f"{outer}{name}.")
        elif isinstance(value, str):
            yield f"{outer}{name}", value
