"""What one line says, exactly: the values of its fields become a `Record`. The meaning that scanners share.

Semantics C3 to C8. A client ends at its first space or comma (a list of proxies names the client first).
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from httplogstats.formats.layout import Form, Layout, Role
from httplogstats.scan.requests import Asked, parse_request, parse_target
from httplogstats.scan.stamps import Stamps
from httplogstats.scan.times import micros_of
from httplogstats.table import KEY_LIMIT


class Value(NamedTuple):
    """A field as it stands in the line, and where (0 in JSON)."""

    text: bytes
    at: int


class Misfit(NamedTuple):
    """Where a line stopped being understood, and what was expected there."""

    at: int
    expected: str


class Record(NamedTuple):
    """One hit. ``second`` is None in a format without stamps; so are texts and times that the log has not.

    Times are microseconds. Texts are cut at `KEY_LIMIT` bytes.
    """

    second: int | None
    client: bytes
    method: bytes
    section: bytes
    path: bytes
    status: int
    size: int
    referrer: bytes | None = None
    agent: bytes | None = None
    host: bytes | None = None
    cache: bytes | None = None
    latency: int | None = None
    upstream: int | None = None


Values = Mapping[Role, Value]

_STATUS = re.compile(rb"[1-9][0-9]{2}")
_NO_STATUS = (b"0", b"000", b"-1", b"-")
_SIZE = re.compile(rb"\+?[0-9]{1,19}")
_PORT = rb"(?s:(.+)):[0-9]{1,5}"
_SURE_PORT = rb"(?s:([^:]+|\[.+\])):[0-9]{1,5}"
_LIST = re.compile(rb"[ ,]")


class Recorder:
    """Turns the values of a layout's lines into records; keeps a cache of stamps."""

    def __init__(self, layout: Layout, stamps: Stamps) -> None:
        self._forms = layout.forms
        self._stamps = stamps

    def misfit(self, values: Values) -> Misfit | None:
        """What is wrong with a field, if anything is; finds it out in half the time of a record."""
        checked = self._checked(values)
        return checked if isinstance(checked, Misfit) else None

    def record(self, values: Values) -> Record | Misfit:
        """The record, or what is wrong with a field."""
        checked = self._checked(values)
        if isinstance(checked, Misfit):
            return checked
        second, status, size = checked
        return Record(
            second,
            self._client(values),
            *_asked(values),
            status,
            size,
            _dashed(values, Role.REFERRER),
            _dashed(values, Role.AGENT),
            self._host(values),
            _text(values, Role.CACHE),
            self._time(values, Role.LATENCY),
            self._time(values, Role.UPSTREAM),
        )

    def _checked(self, values: Values) -> tuple[int | None, int, int] | Misfit:
        """Second, status and size of what has a request, too; else what is wrong."""
        second: int | None = None
        if (stamp := _stamp(values)) is not None:
            second = self._stamps[stamp.text]
            if second is None:
                return Misfit(stamp.at, "a date")
        status = self._status(values)
        if isinstance(status, Misfit):
            return status
        size = values.get(Role.SIZE)
        sized = size is not None and size.text not in (b"-", b"")
        if size is not None and sized and _SIZE.fullmatch(size.text) is None:
            return Misfit(size.at, "a size in bytes, or -")
        if Role.REQUEST not in values and Role.TARGET not in values:
            return Misfit(0, "a request")
        return second, status, int(size.text) if size is not None and sized else 0

    def _status(self, values: Values) -> int | Misfit:
        status = values.get(Role.STATUS)
        if status is None:
            return Misfit(0, "a status")
        if _STATUS.fullmatch(status.text):
            return int(status.text)
        if self._forms[Role.STATUS] is Form.LOOSE and status.text in _NO_STATUS:
            return 0
        return Misfit(status.at, "a status from 100 to 999")

    def _client(self, values: Values) -> bytes:
        text = _LIST.split(_text(values, Role.CLIENT) or b"-", 1)[0] or b"-"
        form = self._forms.get(Role.CLIENT)
        return without_port(text, form is Form.PORT) if form in (Form.PORT, Form.MAYBE_PORT) else text

    def _host(self, values: Values) -> bytes | None:
        text = _text(values, Role.HOST)
        return without_port(text) if text and self._forms[Role.HOST] is Form.PORT else text

    def _time(self, values: Values, role: Role) -> int | None:
        value = values.get(role)
        return None if value is None else micros_of(value.text, self._forms[role])


def without_port(text: bytes, always: bool = True) -> bytes:
    """`10.0.0.1:80` → `10.0.0.1`, `[::1]:80` → `::1`; and, if it `always` has one, `::1:80` → `::1`."""
    match = re.fullmatch(_PORT if always else _SURE_PORT, text)
    host = match[1] if match else text
    return host[1:-1] if host.startswith(b"[") and host.endswith(b"]") and len(host) > 2 else host


def _stamp(values: Values) -> Value | None:
    if Role.STAMP in values:
        return values[Role.STAMP]
    if Role.DATE in values and Role.TIME in values:
        date, time = values[Role.DATE], values[Role.TIME]
        return Value(date.text + b" " + time.text, date.at)
    return None


def _asked(values: Values) -> Asked:
    if Role.REQUEST in values:
        return parse_request(values[Role.REQUEST].text)
    method = values[Role.METHOD].text if Role.METHOD in values else b"-"
    return parse_target(method, values[Role.TARGET].text)


def _text(values: Values, role: Role) -> bytes | None:
    value = values.get(role)
    return (value.text[:KEY_LIMIT] or None) if value is not None else None


def _dashed(values: Values, role: Role) -> bytes | None:
    """A text of which nothing and a dash are the same (C8)."""
    return _text(values, role) or (b"-" if role in values else None)
