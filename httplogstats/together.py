"""What command line and file say together: a `Config`, or one line of complaint. Touches no file.

Rules: the command line wins over the file, also where both together would make no sense. What was typed and
can never be meant is refused; what was typed and does nothing is said (`without_effect`). A file is shared by
screens, texts and collectors: what it says that does nothing for one of them is no matter.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from httplogstats.arguments import Complaint, given
from httplogstats.config import SETTINGS, Config
from httplogstats.configfile import Found

RIVALS = (
    ("plain", "json"),
    ("isolate", "plain"),
    ("isolate", "json"),
    ("isolate", "summary"),
    ("format", "log_format"),
    ("history", "no_history"),
)
"""Settings that exclude each other."""

OF_A_LOG = ("paths", "from_start", "no_follow", "summary", "with_rotated", "format", "log_format", "tz")
"""Settings that no demo wants: it makes its own log."""

OF_TRAFFIC = ("history", "on_alert", "webhook")
"""Settings that a demo has only if they are typed: nobody is told by himself of what is made up."""

SCREEN, TEXT, COLLECTOR, FINISHED = "a screen", "text and JSON", "a collector", "a finished log"
"""What settings may do nothing for."""

WITHOUT_EFFECT = {
    "top": {SCREEN: "shows as many rows as fit", COLLECTOR: "prints no tables"},
    "theme": {TEXT: "have no colours", COLLECTOR: "has no colours: attach takes it"},
    "bell": {TEXT: "ring no bell", COLLECTOR: "rings no bell: attach takes it"},
    "notify": {TEXT: "notify nobody", COLLECTOR: "notifies nobody: attach takes it"},
    "isolate": {TEXT: "have no screen to count apart from", COLLECTOR: "counts apart from any screen"},
    "on_alert": {FINISHED: "is past, of which nobody is told"},
    "webhook": {FINISHED: "is past, of which nobody is told"},
}
"""Settings that do nothing for some, and why. `keep` is none: texts keep lines for the evidence of alerts."""

_FLAGS = {setting.name: setting.flag for setting in SETTINGS} | {"paths": "FILE"}


def parse(argv: Sequence[str], found: Found | None = None) -> Config:
    """The settings of the arguments, over those of a file, over the defaults; raises `Complaint`."""
    return combined(given(argv), found or Found())


def combined(said: Mapping[str, Any], found: Found) -> Config:
    """Settings by their names, of the command line and of the file; raises `Complaint`."""
    if found.complaints:
        raise Complaint(found.complaints[0])
    values = dict(found.values)
    for one, other in RIVALS:
        for mine, its in ((one, other), (other, one)):
            if said.get(mine) and not said.get(its):
                values.pop(its, None)
    if said.get("demo"):
        _check_demo(said)
        values = {name: value for name, value in values.items() if name not in (*OF_A_LOG, *OF_TRAFFIC)}
    if said.get("summary"):
        values["no_follow"] = True
    config = Config(**{**values, **said})
    for one, other in RIVALS:
        if getattr(config, one) and getattr(config, other):
            both = f"{_FLAGS[one]} and {_FLAGS[other]} exclude each other: choose one"
            raise Complaint(both if one in said else f"{found.name}: {both}")
    if said.get("with_rotated") and not (config.from_start or config.no_follow):
        raise Complaint("--with-rotated reads old logs: it wants --from-start or --no-follow beside it")
    if config.log_format:
        _check_format(config.log_format, origin("log_format", said, found))
    if not all(config.paths):
        raise Complaint("a log has an empty name: FILE wants a path, or - for standard input")
    if len(set(config.paths)) < len(config.paths):
        raise Complaint("a log is named twice: it would be counted twice")
    return config


def origin(name: str, said: Mapping[str, Any], found: Found) -> str:
    """Where a setting was said: its option, or a place in the file."""
    return _FLAGS[name] if name in said else f"{found.name}:{found.lines[name]}: {_FLAGS[name][2:]}"


def without_effect(said: Mapping[str, Any], config: Config, mode: str) -> Iterator[str]:
    """A line for each option that was typed and does nothing for a screen, texts or a collector."""
    modes = (mode, FINISHED) if config.no_follow else (mode,)
    for name, reasons in WITHOUT_EFFECT.items():
        if name in said and said[name] != Config._field_defaults[name]:
            yield from (
                f"{_FLAGS[name]} has no effect: {mode} {reasons[mode]}" for mode in modes if mode in reasons
            )


def _check_demo(said: Mapping[str, Any]) -> None:
    for name in OF_A_LOG:
        if said.get(name):
            raise Complaint(f"--demo makes its own log: it wants no {_FLAGS[name]} beside it")


def _check_format(text: str, where: str) -> None:
    from httplogstats.formats.pasted import FormatError
    from httplogstats.formats.strings import pasted

    try:
        pasted(text)
    except FormatError as error:
        raise Complaint(f"{where}: {error.shown()}") from None
