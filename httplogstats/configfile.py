"""The configuration file: TOML text in, checked settings and rules out, or complaints with their lines.

Opens nothing. A key is a flag without its dashes; `[[rule]]` tables are further alert rules.
"""

import re
from fractions import Fraction
from typing import Any

from httplogstats.alerts.measures import MEASURES, MeasureError
from httplogstats.alerts.rule import Rule, no_traffic
from httplogstats.config import SETTINGS
from httplogstats.filters import Filter, FilterError, parse_filter
from httplogstats.values import SettingError, whole

RULE_KEYS = ("name", "measure", "above", "below", "recover", "window", "for", "minimum", "where")
"""What a `[[rule]]` may say."""

NAME_LIMIT = 40
"""Characters of a rule's name."""

BUILT_IN = "High traffic"


class Found:
    """What a file says: settings by their field's name, each with its line, and what is wrong."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.values: dict[str, Any] = {}
        self.lines: dict[str, int] = {}
        self.complaints: list[str] = []

    def complain(self, line: int | str, text: object) -> None:
        """Say in one line, fit for a terminal, what is wrong."""
        shown = "".join(letter if letter.isprintable() else "?" for letter in str(text))
        self.complaints.append(f"{self.name}:{line}: {shown}")


def read(text: str, name: str) -> Found:
    """The settings of a file; `name` is what it is called in complaints."""
    import tomllib

    found = Found(name)
    try:
        table = tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:  # also of a number too long, of lists too deep
        found.complain(*_no_toml(error, text))
        return found
    settings = {setting.key: setting for setting in SETTINGS if setting.file}
    for key, value in table.items():
        if key == "rule":
            found.values["rules"] = _rules(value, text, found)
            continue
        line = line_of(text, key)
        setting = settings.get(key)
        try:
            if setting is None:
                raise SettingError(f'unknown key "{key}"{_meant(key, (*settings, "rule"))}')
            found.values[setting.name] = _checked(key, value, setting.check)
            found.lines[setting.name] = line
        except SettingError as error:
            found.complain(line, error)
    return found


def _no_toml(error: Exception, text: str) -> tuple[str, str]:
    """The line, and what is wrong with it; the last line where the parser does not say which."""
    from tomllib import TOMLDecodeError

    match = re.fullmatch(r"(.*) \(at line ([0-9]+), column [0-9]+\)", str(error))
    if match:
        return match[2], f"this is no TOML: {match[1]}"
    what = "a number in it is too long"
    if isinstance(error, RecursionError):
        what = "it is nested too deeply"
    elif isinstance(error, TOMLDecodeError):
        what = str(error)
    return str(text.count("\n") + 1), f"this is no TOML: {what}"


def line_of(text: str, key: str, table: int = -1) -> int:
    """The line on which a key stands: on top, or in the rule of this number; else where its rule begins."""
    at, begins = -1, 1
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"\s*\[", line):
            at = at + 1 if re.match(r"\s*\[\[\s*rule\s*\]\]", line) else 10**9
            begins = number if at == table else begins
            head = re.match(r"\s*\[+\s*\"?([^\]\"]*?)\"?\s*\]", line)
            if table < 0 and head and head[1] == key:
                return number
        elif at == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
            return number
    return begins


def _checked(key: str, value: Any, check: Any) -> Any:
    if check is None:
        if isinstance(value, bool):
            return value
        raise SettingError(f"{key} = {_shown(value)} is wrong: it wants true or false")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise SettingError(f"{key} = {_shown(value)} is wrong: it wants a text or a number")
    try:
        return check(str(value))
    except SettingError as error:
        raise SettingError(f"{key} = {_shown(value)} is wrong: it {error}") from None


def _rules(tables: Any, text: str, found: Found) -> tuple[Rule, ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        found.complain(line_of(text, "rule"), "a rule begins with [[rule]]")
        return ()
    rules: dict[str, Rule] = {}
    for number, table in enumerate(tables):
        try:
            rule = _rule(table)
            if rule.name in rules or rule.name == BUILT_IN:
                raise RuleError("name", f'a rule called "{rule.name}" is there already')
            rules[rule.name] = rule
        except RuleError as error:
            found.complain(line_of(text, error.key, number), error)
    return tuple(rules.values())


class RuleError(ValueError):
    """What is wrong with a rule, and with which of its keys."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key


def _rule(table: dict[str, Any]) -> Rule:
    for key in table:
        if key not in RULE_KEYS:
            raise RuleError(key, f'unknown key "{key}" in a rule{_meant(key, RULE_KEYS)}')
    name, word = table.get("name", ""), table.get("measure", "")
    printable = isinstance(name, str) and name.isascii() and name.isprintable() and name.strip() == name
    if not name or not printable or len(name) > NAME_LIMIT:
        raise RuleError("name", f"a rule wants a name of at most {NAME_LIMIT} ASCII characters")
    if not isinstance(word, str) or word not in MEASURES:
        wants = (
            f"measure = {_shown(word)} is wrong: it must be" if word else f'rule "{name}" wants a measure,'
        )
        raise RuleError("measure", f"{wants} one of {', '.join(MEASURES)}")
    measure = MEASURES[word]
    window = _number(table, "window", 120, 1, measure.longest)
    hold, where = _number(table, "for", 0, 0, 86_400), _where(table)
    if word == "no_traffic":
        for key in ("above", "below", "recover", "minimum"):
            if key in table:
                raise RuleError(key, f"no_traffic has no {key}: it fires when the window holds nothing")
        return no_traffic(name, window, where, hold)
    if word == "malformed" and where:
        raise RuleError("where", "malformed lines have no fields that a condition could test")
    if ("above" in table) == ("below" in table):
        raise RuleError(
            "above" if "above" in table else "measure", f'rule "{name}" wants one of above and below'
        )
    above = "above" in table
    key = "above" if above else "below"
    limit = _limit(table, key, measure)
    recover = _limit(table, "recover", measure) if "recover" in table else None
    _check_reached(table, key, limit, measure.most if above else 0, "fire")
    key, back = (key, limit) if recover is None else ("recover", recover)
    _check_reached(table, key, back, 0 if above else measure.most, "recover")
    if recover is not None and (recover > limit if above else recover < limit):
        raise RuleError("recover", f"recover lies on the wrong side of {'above' if above else 'below'}")
    return Rule(
        name, measure, limit, window, above, recover, hold, _number(table, "minimum", 0, 0, 10**9), where
    )


def _limit(table: dict[str, Any], key: str, measure: Any) -> Any:
    value = table[key]
    try:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise MeasureError(f"wants {measure.wanted}")
        return measure.limit(str(value))
    except MeasureError as error:
        raise RuleError(key, f"{key} = {_shown(value)} is wrong: {measure.name} {error}") from None


def _check_reached(table: dict[str, Any], key: str, limit: Fraction, bound: int | None, what: str) -> None:
    """A limit at a bound of the measure, or behind it, is never passed."""
    if bound is not None and (limit <= 0 if bound == 0 else limit >= bound):
        side = "above 0" if bound == 0 else f"below {bound}"
        raise RuleError(
            key, f"{key} = {_shown(table[key])} is wrong: it wants a limit {side}, or it could never {what}"
        )


def _number(table: dict[str, Any], key: str, default: int, least: int, most: int) -> int:
    value = table.get(key, default)
    try:
        return whole(least, most, "hits" if key == "minimum" else "seconds")(
            "" if isinstance(value, bool) else str(value)
        )
    except SettingError as error:
        raise RuleError(key, f"{key} = {_shown(value)} is wrong: it {error}") from None


def _where(table: dict[str, Any]) -> Filter:
    text = table.get("where", "")
    if not isinstance(text, str):
        raise RuleError("where", 'where wants a condition, such as "section = /api and status >= 500"')
    try:
        return parse_filter(text)
    except FilterError as error:
        raise RuleError("where", f"where is wrong at column {error.at + 1}: {error}") from None


def _meant(key: str, keys: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key.replace("_", "-") if key not in keys else key, keys, 1)
    return f" (is {near[0]} meant?)" if near else ""


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
