"""Apache's `LogFormat`, as a string or as its directive stands in the configuration; gunicorn's too."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from httplogstats.formats.layout import Form, Layout, Role
from httplogstats.formats.pasted import SKIPPED, FormatError, Part, Variable, layout_of
from httplogstats.safe import encoded
from httplogstats.scan.stamps import parse_stamp

_LETTERS = {
    "a": Variable(Role.CLIENT),
    "h": Variable(Role.CLIENT, rank=1),
    "u": Variable(Role.USER),
    "r": Variable(Role.REQUEST),
    "m": Variable(Role.METHOD),
    "U": Variable(Role.TARGET),
    "q": Variable(Role.QUERY),
    "H": Variable(Role.PROTOCOL),
    "s": Variable(Role.STATUS, Form.LOOSE),
    "b": Variable(Role.SIZE),
    "B": Variable(Role.SIZE, rank=1),
    "O": Variable(Role.SIZE, rank=2),
    "D": Variable(Role.LATENCY, Form.MICROS),
    "v": Variable(Role.HOST, Form.PORT, 1),
    "V": Variable(Role.HOST, Form.PORT, 2),
}
_HEADERS = {
    "referer": Variable(Role.REFERRER),
    "user-agent": Variable(Role.AGENT),
    "host": Variable(Role.HOST, Form.PORT),
    "x-forwarded-for": Variable(Role.CLIENT, rank=2),
    "x-real-ip": Variable(Role.CLIENT, rank=3),
}
_UNITS = {"s": Form.SECONDS, "ms": Form.MILLIS, "us": Form.MICROS}
_GUNICORN = {"f": "%{Referer}i", "a": "%{User-Agent}i", "L": "%{s}T", "M": "%{ms}T"}

_DIRECTIVE = re.compile(
    r'\s*(?:LogFormat|CustomLog\s+\S+)\s+"((?:[^"\\]|\\.)*)".*', re.DOTALL | re.IGNORECASE
)
_SPELLED = re.compile(r"%\((\w|\{[^}]*\}[a-z])\)s")
_VARIABLE = re.compile(r"%[!0-9,<>]*(?:\{([^}]*)\})?[!0-9,<>]*(\^[a-z]{2}|[A-Za-z%])")
_WHEN = datetime(2018, 5, 9, 16, 0, 39, tzinfo=timezone(timedelta(hours=2)))


def apache(pasted: str) -> Layout:
    """The layout of a `LogFormat`; raises `FormatError`."""
    directive = _DIRECTIVE.fullmatch(pasted)
    text = directive[1] if directive else pasted
    if directive or '\\"' in text:
        text = text.replace('\\"', '"').replace("\\t", "\t").replace("\\\\", "\\")
    text = _SPELLED.sub(lambda match: _GUNICORN.get(match[1], f"%{match[1]}"), text)
    return layout_of("log_format", text, list(_parts(text)))


def _parts(text: str) -> Iterator[Part]:
    at, before = 0, ""
    for match in _VARIABLE.finditer(text):
        argument, letter = match[1] or "", match[2]
        if letter == "q" and before == "U" and at == match.start():  # path and query stand together
            at = match.end()
            continue
        yield Part(at, text[at : match.start()])
        if letter == "%":
            yield Part(match.start(), "%")
        elif letter == "t" and not argument:
            yield from (Part(match.start(), "["), Part(match.start(), "%t", Variable(Role.STAMP)))
            yield Part(match.start(), "]")
        else:
            yield Part(match.start(), match[0], _variable(text, match.start(), argument, letter))
        at, before = match.end(), letter
    yield Part(at, text[at:])


def _variable(text: str, at: int, argument: str, letter: str) -> Variable:
    match letter:
        case "i":
            return _HEADERS.get(argument.lower(), SKIPPED)
        case "t":
            return _time(text, at, argument)
        case "T":
            return Variable(Role.LATENCY, _UNITS.get(argument or "s", Form.SECONDS), 1)
    return _LETTERS.get(letter, SKIPPED)


def _time(text: str, at: int, argument: str) -> Variable:
    """A time in a form of strftime, if it is a date that can be read."""
    form = re.sub(r"^(?:begin|end):?", "", argument)
    if form in ("sec", "msec", "usec", ""):
        return Variable(Role.STAMP, rank=1)
    plain = form.isascii() and form.isprintable()  # the system's strftime takes no other
    written = _WHEN.strftime(form) if plain and "%" in form else form
    if parse_stamp(encoded(written)) is not None:
        return Variable(Role.STAMP)
    if re.search(r"%[dejFDxcs]", form):
        raise FormatError(text, at, f"dates written so ({written}) cannot be read; %t can")
    return SKIPPED
