"""A `Filter`: which hits are meant, as a conjunction of tests; made from a line of text. Counts nothing.

    section = /api and status >= 500 and client != 10.0.0.1
    path ~ report
    latency > 500ms and agent !~ bot
    client != 10.0.0.0/8

Fields are compared as they are shown: a text with ``=`` (is), ``~`` (contains), ``^`` (begins with) and
their negations ``!=``, ``!~``, ``!^``; a number with ``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=``. ``status
= 5xx`` is a class; a client may be a network. A text with spaces stands in quotes. Words without an operator
mean ``path ~ word``.
"""

import re
from enum import Enum
from typing import Any, NamedTuple

from httplogstats import networks
from httplogstats.safe import raw, safe

TEXTS = ("section", "path", "client", "method", "agent", "referrer", "host", "cache")
"""Fields of a hit that are texts."""

NUMBERS = ("status", "bytes", "latency")
"""Fields that are numbers; latency is compared in microseconds, and written with its unit."""

MOST = 2**63 - 1


class Kind(Enum):
    """What a test asks of its field."""

    IS = "="
    HAS = "~"
    BEGINS = "^"
    BETWEEN = "between"
    WITHIN = "within"


class Test(NamedTuple):
    """One test. A text is compared with ``value``, a number with ``[low, high]``; ``negated`` turns it round.

    Of a network ``value`` is the first address and ``low`` the bits that all of them have in common.
    A field that the log has not passes only a negated test.
    """

    field: str
    kind: Kind
    value: bytes = b""
    low: int = 0
    high: int = MOST
    negated: bool = False

    def passes(self, found: Any) -> bool:
        """Whether a field's text (bytes) or number passes; None is a field that is not there."""
        if found is None:
            return self.negated
        match self.kind:
            case Kind.IS:
                good = found == self.value
            case Kind.HAS:
                good = self.value in found
            case Kind.BEGINS:
                good = found.startswith(self.value)
            case Kind.BETWEEN:
                good = self.low <= found <= self.high
            case Kind.WITHIN:
                good = networks.holds(self.value, self.low, found)
        return bool(good) is not self.negated


Filter = tuple[Test, ...]
"""All of the tests must pass; no test means every hit."""


class FilterError(ValueError):
    """Why a text is no filter: ``at`` is the place in it, ``expected`` what would be right there."""

    def __init__(self, at: int, expected: str) -> None:
        super().__init__(f"expected {expected}")
        self.at = at
        self.expected = expected


_SPACE = r"\s*"
_WORD = r"[A-Za-z]+"
_OPERATOR = r"!=|!~|!\^|<=|>=|=|~|\^|<|>"
_VALUE = r'"((?:[^"\\]|\\.)*)"|([^\s",]+)'
_AND = r"(?i:\s+(?:and|&&)(?:\s+|$)|\s*,\s*)"
_OR = r"(?i:(?:or|\|\|)(?:\s|$))"
_NUMBER = r"([0-9]{1,19})(?:\.([0-9]{1,6}))?\s*([A-Za-z]*)"
_UNITS = {
    "status": {"": 1},
    "bytes": {"": 1, "b": 1, "kb": 1000, "mb": 10**6, "gb": 10**9},
    "latency": {"us": 1, "ms": 1000, "s": 10**6},
}


def parse_filter(text: str) -> Filter:
    """The filter that a text means; raises `FilterError`."""
    position = _skip(text, 0)
    tests: list[Test] = []
    while position < len(text) or tests:
        test, position = _test(text, position)
        tests.append(test)
        if not text[position:].strip():
            break
        joined = _match(_AND, text, position)
        if joined is None:
            raise _unjoined(text, _skip(text, position))
        position = joined.end()
    return tuple(tests)


def _unjoined(text: str, position: int) -> FilterError:
    """What stands between two tests is no `and`."""
    no_or = _match(_OR, text, position) is not None
    return FilterError(position, '"and"' + (', which joins all tests: there is no "or"' if no_or else ""))


def describe(test: Test) -> str:
    """A test as it would be written."""
    mark = "!" if test.negated else ""
    if test.kind is Kind.WITHIN:
        return f"{test.field} {mark}= {networks.written(test.value, test.low)}"
    if test.kind is not Kind.BETWEEN:
        value = safe(test.value)
        if not value or re.search(r'[\s",/]' if test.field == "client" else r'[\s",]', value):
            value = '"' + value.replace('"', '\\"') + '"'
        return f"{test.field} {mark}{test.kind.value} {value}"
    if test.field == "status" and test.low in range(100, 1000, 100) and test.high == test.low + 99:
        return f"status {mark}= {test.low // 100}xx"
    if test.low == test.high:
        return f"{test.field} {mark}= {_written(test.field, test.low)}"
    if test.high == MOST:
        return _bound(test.field, ">", test.low, test.low - 1)
    return _bound(test.field, "<", test.high, test.high + 1)


def _bound(field: str, sign: str, inclusive: int, exclusive: int) -> str:
    """The rounder of the two ways to write a bound."""
    step = 1000 if field == "latency" else 100
    if inclusive % step and not exclusive % step:
        return f"{field} {sign} {_written(field, exclusive)}"
    return f"{field} {sign}= {_written(field, inclusive)}"


def _test(text: str, position: int) -> tuple[Test, int]:
    word = _match(_WORD, text, position)
    field = word[0].lower() if word else ""
    operator = _match(_OPERATOR, text, _skip(text, word.end())) if word else None
    if operator is None:
        value = _match(_VALUE, text, position)
        if value is None:
            raise FilterError(position, "a field or a word")
        return Test("path", Kind.HAS, _bytes(value)), value.end()
    if field not in TEXTS and field not in NUMBERS:
        raise FilterError(position, "one of " + ", ".join(TEXTS + NUMBERS))
    begin = _skip(text, operator.end())
    value = _match(_VALUE, text, begin)
    if value is None:
        raise FilterError(begin, "a value")
    if field == "client" and "/" in (value[2] or ""):
        return _network_test(operator, value[2], begin), value.end()
    if field in TEXTS:
        return _text_test(field, operator, _bytes(value)), value.end()
    return _number_test(field, operator, _said(value), begin), value.end()


def _text_test(field: str, operator: re.Match[str], value: bytes) -> Test:
    sign = operator[0]
    if sign[0] in "<>":
        raise FilterError(operator.start(), "one of = != ~ !~ ^ !^ for a text")
    return Test(field, Kind(sign[-1]), value, negated=sign[0] == "!")


def _network_test(operator: re.Match[str], value: str, begin: int) -> Test:
    """No client has a `/` in it: a text with one that is no network, or not a whole one, is a slip."""
    network = networks.parsed(raw(value))
    if network is None:
        raise FilterError(begin, "an address, or a network such as 10.0.0.0/8 or 2001:db8::/32")
    if operator[0] not in ("=", "!="):
        raise FilterError(operator.start(), "one of = != for a network")
    return Test("client", Kind.WITHIN, network[0], low=network[1], negated=operator[0] == "!=")


def _number_test(field: str, operator: re.Match[str], value: str, begin: int) -> Test:
    sign = operator[0]
    low, high = _range(field, value, begin)
    match sign:
        case "=" | "!=":
            return Test(field, Kind.BETWEEN, low=low, high=high, negated=sign == "!=")
        case ">=":
            return Test(field, Kind.BETWEEN, low=low)
        case ">" if high < MOST:
            return Test(field, Kind.BETWEEN, low=high + 1)
        case "<=":
            return Test(field, Kind.BETWEEN, high=high)
        case "<" if low:
            return Test(field, Kind.BETWEEN, high=low - 1)
    raise FilterError(operator.start(), "one of = != < <= > >= for a number")


def _range(field: str, value: str, begin: int) -> tuple[int, int]:
    if field == "status" and re.fullmatch(r"[1-9]xx", value, re.IGNORECASE):
        return 100 * int(value[0]), 100 * int(value[0]) + 99
    match = re.fullmatch(_NUMBER, value)
    unit = _UNITS[field].get(match[3].lower()) if match else None
    if match is None or unit is None:
        wanted = {
            "status": "a status such as 404 or 5xx",
            "bytes": "a size such as 500, 2kB or 1.5MB",
            "latency": "a time with its unit such as 500ms or 1.5s",
        }
        raise FilterError(begin, wanted[field])
    fraction = match[2] or ""
    number = int(match[1] + fraction) * unit // 10 ** len(fraction)
    if number > MOST:
        raise FilterError(begin, "a smaller number")
    return number, number


def _written(field: str, number: int) -> str:
    if field != "latency":
        return str(number)
    for unit, size in (("s", 10**6), ("ms", 1000)):
        if number and number % size == 0:
            return f"{number // size}{unit}"
    return f"{number}us"


def _bytes(value: re.Match[str]) -> bytes:
    return raw(_said(value).replace('\\"', '"') if value[2] is None else value[2])


def _said(value: re.Match[str]) -> str:
    """A value without the quotes around it."""
    return value[1] if value[2] is None else value[2]


def _skip(text: str, position: int) -> int:
    match = _match(_SPACE, text, position)
    return match.end() if match else position


def _match(expression: str, text: str, position: int) -> re.Match[str] | None:
    """Compiles an expression when it is first wanted: most starts know no filter."""
    return re.compile(expression).match(text, position)
