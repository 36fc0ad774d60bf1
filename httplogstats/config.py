"""Every setting once: name, default, unit, check and help text. Command line and file are made from it."""

import re
from collections.abc import Callable
from dataclasses import Field, dataclass, field
from fractions import Fraction
from typing import Any

from httplogstats.alerts.rule import Rule
from httplogstats.formats.named import named, nearest

DEFAULT_LOG = "/tmp/access.log"
NOTIFY = ("off", "9", "777")
THEMES = ("auto", "dark", "light", "contrast", "mono")


class SettingError(ValueError):
    """A value that cannot be; the text says what would be right."""


def positive_decimal(text: str) -> Fraction:
    """A decimal number above 0, exactly (semantics A1)."""
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?|\.[0-9]{1,9}", text) and (number := Fraction(text)) > 0:
        return number
    raise SettingError("wants a number of requests per second above 0, such as 10 or 0.7")


def whole(least: int, most: int, unit: str) -> Callable[[str], int]:
    """A check for a whole number in `[least, most]`, of at most nine digits; `unit` may be empty."""

    def check(text: str) -> int:
        if re.fullmatch(r"[0-9]{1,9}", text) and least <= int(text) <= most:
            return int(text)
        of = f" of {unit}" if unit else ""
        raise SettingError(f"wants a whole number{of} from {least} to {most}")

    return check


class Amount(int):
    """Bytes that are written with their unit."""

    def __str__(self) -> str:
        """`64MB`."""
        for unit, size in _UNITS.items():
            if int(self) and int(self) % size == 0:
                return f"{int(self) // size}{unit}"
        return format(int(self))


_UNITS = {"GB": 10**9, "MB": 10**6, "kB": 10**3}


def amount(text: str) -> Amount:
    """A number of bytes with its unit, `256MB`; 0 is none."""
    match = re.fullmatch(r"([0-9]{1,6})(?:(GB|MB|kB)|B)?", text, re.IGNORECASE)
    if match is None:
        raise SettingError("wants an amount of memory such as 256MB, or 0 for none")
    units = {unit.lower(): size for unit, size in _UNITS.items()}
    return Amount(int(match[1]) * units.get((match[2] or "").lower(), 1))


def one_of(*words: str) -> Callable[[str], str]:
    """A check for one of a few words."""

    def check(text: str) -> str:
        if text in words:
            return text
        raise SettingError(f"wants one of {', '.join(words)}")

    return check


class Command(tuple[str, ...]):
    """A program with its arguments, which no shell will see."""

    def __str__(self) -> str:
        """As it would be typed."""
        import shlex

        return shlex.join(self)


def command(text: str) -> Command:
    """Words split like a shell's, quotes and all."""
    import shlex

    try:
        words = Command(shlex.split(text))
    except ValueError as error:
        raise SettingError(f"wants a program and its arguments; {str(error).lower()}") from None
    if words and words[0] and "\0" not in text:
        return words
    raise SettingError("wants a program, such as /usr/local/bin/page or 'mail -s alert me'")


def address(text: str) -> str:
    """Where something can be sent."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        good = False
    if good and text.isascii() and text.isprintable() and " " not in text:
        return text
    raise SettingError("wants an address such as https://example.org/alerts")


def format_name(text: str) -> str:
    """The name of a format, or an alias."""
    if named(text) is not None:
        return text
    raise SettingError(f"wants the name of a format, such as {', '.join(nearest(text)[:3])}")


def zone(text: str) -> str:
    """A time zone: its name, or an offset."""
    from httplogstats.zone import offsets_of

    try:
        offsets_of(text)
    except ValueError:
        raise SettingError("wants a time zone such as Europe/Berlin or +02:00") from None
    return text


def format_string(text: str) -> str:
    """What a server is told of its format; whether it can be read is seen together with all else."""
    if text:
        return text
    raise SettingError("wants a format such as '%h %l %u %t \"%r\" %>s %b'")


def some(text: str) -> str:
    """A text that says something."""
    if text:
        return text
    raise SettingError("wants a name")


def _setting(
    default: Any, text: str, metavar: str = "", check: Callable[[str], Any] | None = None, file: bool = True
) -> Any:
    """`file` is whether the configuration file may say it, too."""
    return field(default=default, metadata={"help": text, "metavar": metavar, "check": check, "file": file})


@dataclass(frozen=True)
class Config:
    """What the program was told. A setting with a check takes a value; the others are switches."""

    paths: tuple[str, ...] = (DEFAULT_LOG,)
    rules: tuple[Rule, ...] = ()  # of the configuration file
    threshold: Fraction = _setting(
        Fraction(10), "alert above this many requests per second on average", "RATE", positive_decimal
    )
    alert_window: int = _setting(
        120, "seconds over which the alert averages", "SECONDS", whole(1, 86400, "seconds")
    )
    interval: int = _setting(
        10, "seconds between two sets of statistics, and their length", "SECONDS", whole(1, 3600, "seconds")
    )
    top: int = _setting(
        10, "rows of the top lists in text and JSON; 0 shows all", "ROWS", whole(0, 1_000_000, "rows")
    )
    from_start: bool = _setting(False, "read the whole log first, by its own dates; then go on live")
    no_follow: bool = _setting(False, "read the log to its end, report, and stop; implies --from-start")
    summary: bool = _setting(
        False, "read the log to its end and report all of it at once, as text or JSON; implies --no-follow",
        file=False,
    )  # fmt: skip
    with_rotated: bool = _setting(
        False, "with --from-start: read rotated siblings (.1, .2.gz, ...) first, oldest first"
    )
    plain: bool = _setting(False, "text instead of a screen; the default where there is no terminal")
    json: bool = _setting(False, "JSON instead of a screen, one object a line")
    utc: bool = _setting(False, "show times in UTC instead of the local zone")
    theme: str = _setting("auto", "colours: " + ", ".join(THEMES), "NAME", one_of(*THEMES))
    keep: Amount = _setting(
        Amount(8 * 10**6), "newest lines kept, from which a filter counts back", "SIZE", amount
    )
    format: str = _setting(
        "", "the format of the logs, if it is not to be detected; httplogstats formats lists all", "NAME",
        format_name,
    )  # fmt: skip
    log_format: str = _setting(
        "", "their format as nginx, Apache or Envoy is told it ('$remote_addr ...', '%h %l ...')", "STRING",
        format_string,
    )  # fmt: skip
    tz: str = _setting(
        "", "the zone of stamps that name none (Europe/Berlin, +02:00); UTC without", "ZONE", zone
    )
    bell: bool = _setting(False, "ring the terminal's bell when an alert fires")
    notify: str = _setting(
        "off", "desktop notification by OSC 9 or 777, as the terminal knows it: " + ", ".join(NOTIFY),
        "KIND", one_of(*NOTIFY),
    )  # fmt: skip
    on_alert: Command = _setting(
        Command(), "run this program when an alert fires or recovers", "PROGRAM", command
    )
    webhook: str = _setting("", "POST alerts as JSON to this address", "URL", address)
    history: str = _setting(
        "", "keep alerts in this file instead of one a log under XDG_STATE_HOME", "FILE", some
    )
    no_history: bool = _setting(False, "keep no alerts on disk")
    isolate: bool = _setting(False, "count in a process of its own, which ends with the screen")
    demo: bool = _setting(False, "show the dashboard on made-up traffic; no log is needed", file=False)
    config: str = _setting("", "read settings and alert rules from this TOML file", "FILE", some, file=False)


def flag(setting: Field[Any]) -> str:
    """The setting's option on the command line."""
    return "--" + setting.name.replace("_", "-")
