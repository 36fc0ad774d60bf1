"""Every setting: name, default, check and help text. Command line and file are made from these."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from httplogstats.alerts.rule import Rule
from httplogstats.values import (
    Amount,
    Command,
    address,
    amount,
    command,
    format_name,
    format_string,
    one_of,
    positive_decimal,
    some,
    whole,
    zone,
)

DEFAULT_LOG = "/tmp/access.log"
NOTIFY = ("off", "9", "777")
THEMES = ("auto", "dark", "light", "contrast", "mono")


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
