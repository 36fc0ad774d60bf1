"""Every setting: name, default, unit, check and help text. Command line and file are made from these."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

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


class Config(NamedTuple):
    """What the program was told, and the defaults of what it was not."""

    paths: tuple[str, ...] = (DEFAULT_LOG,)
    rules: tuple[Rule, ...] = ()  # of the configuration file
    threshold: Fraction = Fraction(10)
    alert_window: int = 120
    interval: int = 10
    top: int = 10
    from_start: bool = False
    no_follow: bool = False
    summary: bool = False
    with_rotated: bool = False
    plain: bool = False
    json: bool = False
    utc: bool = False
    theme: str = "auto"
    keep: Amount = Amount(8 * 10**6)
    format: str = ""
    log_format: str = ""
    tz: str = ""
    bell: bool = False
    notify: str = "off"
    on_alert: Command = Command()
    webhook: str = ""
    history: str = ""
    no_history: bool = False
    isolate: bool = False
    demo: bool = False
    config: str = ""


class Setting(NamedTuple):
    """A field of `Config` that the command line may say. With a check it takes a value, else it is a switch.

    `file` is whether the configuration file may say it, too.
    """

    name: str
    help: str
    metavar: str = ""
    check: Callable[[str], Any] | None = None
    file: bool = True

    @property
    def flag(self) -> str:
        """The option on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def key(self) -> str:
        """The key in the configuration file."""
        return self.flag[2:]

    @property
    def default(self) -> Any:
        """What it is when nobody says it."""
        return Config._field_defaults[self.name]


SETTINGS = (
    Setting(
        "threshold", "alert above this many requests per second on average", "RATE", positive_decimal
    ),
    Setting(
        "alert_window", "seconds over which the alert averages", "SECONDS", whole(1, 86400, "seconds")
    ),
    Setting(
        "interval", "seconds between two sets of statistics, and their length", "SECONDS",
        whole(1, 3600, "seconds"),
    ),
    Setting(
        "top", "rows of the top lists in text and JSON; 0 shows all", "ROWS", whole(0, 1_000_000, "rows")
    ),
    Setting("from_start", "read the whole log first, by its own dates; then go on live"),
    Setting("no_follow", "read the log to its end, report, and stop; implies --from-start"),
    Setting(
        "summary",
        "read the log to its end and report all of it at once, as text or JSON; implies --no-follow",
        file=False,
    ),
    Setting(
        "with_rotated", "with --from-start: read rotated siblings (.1, .2.gz, ...) first, oldest first"
    ),
    Setting("plain", "text instead of a screen; the default where there is no terminal"),
    Setting("json", "JSON instead of a screen, one object a line"),
    Setting("utc", "show times in UTC instead of the local zone"),
    Setting("theme", "colours: " + ", ".join(THEMES), "NAME", one_of(*THEMES)),
    Setting("keep", "newest lines kept, from which a filter counts back", "SIZE", amount),
    Setting(
        "format", "the format of the logs, if it is not to be detected; httplogstats formats lists all",
        "NAME", format_name,
    ),
    Setting(
        "log_format", "their format as nginx, Apache or Envoy is told it ('$remote_addr ...', '%h %l ...')",
        "STRING", format_string,
    ),
    Setting(
        "tz", "the zone of stamps that name none (Europe/Berlin, +02:00); UTC without", "ZONE", zone
    ),
    Setting("bell", "ring the terminal's bell when an alert fires"),
    Setting(
        "notify", "desktop notification by OSC 9 or 777, as the terminal knows it: " + ", ".join(NOTIFY),
        "KIND", one_of(*NOTIFY),
    ),
    Setting("on_alert", "run this program when an alert fires or recovers", "PROGRAM", command),
    Setting("webhook", "POST alerts as JSON to this address", "URL", address),
    Setting("history", "keep alerts in this file instead of one a log under XDG_STATE_HOME", "FILE", some),
    Setting("no_history", "keep no alerts on disk"),
    Setting("isolate", "count in a process of its own, which ends with the screen"),
    Setting("demo", "show the dashboard on made-up traffic; no log is needed", file=False),
    Setting("config", "read settings and alert rules from this TOML file", "FILE", some, file=False),
)  # fmt: skip
"""In the order of the help."""
