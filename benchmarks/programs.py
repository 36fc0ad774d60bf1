"""What is run on the same log: ourselves, and what else of its kind is installed."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field

from measure import ROOT

_PANELS = (
    "VISITORS", "REQUESTS_STATIC", "NOT_FOUND", "HOSTS", "OS", "BROWSERS", "VISIT_TIMES", "VIRTUAL_HOSTS",
    "REFERRERS", "REFERRING_SITES", "KEYPHRASES", "STATUS_CODES", "REMOTE_USER", "CACHE_STATUS",
    "GEO_LOCATION", "MIME_TYPE", "TLS_TYPE",
)  # fmt: skip
_FIELD = "{count[$7]++} END {for (key in count) total += count[key]; print total}"


@dataclass(frozen=True)
class Program:
    """A command, to which the log's name is added."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    version: tuple[str, ...] = ()
    slow: bool = False


WAYS = {
    "": ("--no-follow", "--plain", "--no-history"),
    ", with a history": ("--no-follow", "--plain", "--history", "alerts.jsonl"),
    ", summary": ("--summary", "--no-history"),
}
"""Reports of ours: by interval; with what explains alerts; of the whole log at once, in all tables."""


def ours(scanner: str, way: str) -> Program:
    """This program, from this checkout, in one of its `WAYS`."""
    return Program(
        f"httplogstats, {scanner} scanner{way}",
        (sys.executable, str(ROOT / "main.py"), *WAYS[way]),
        {"HTTPLOGSTATS_SCANNER": scanner},
        (sys.executable, str(ROOT / "main.py"), "--version"),
        slow=scanner == "pure",
    )


def _goaccess(*more: str) -> tuple[str, ...]:
    return ("goaccess", "--log-format=COMBINED", "--no-global-config", "-o", "goaccess.json", *more)


OTHERS = (
    Program("wc -l", ("wc", "-l"), version=("wc", "--version")),
    Program("mawk, one field", ("mawk", _FIELD), version=("mawk", "-W", "version")),
    Program("gawk, one field", ("gawk", _FIELD), version=("gawk", "--version")),
    Program(
        "GoAccess, one panel",
        _goaccess(*(f"--ignore-panel={panel}" for panel in _PANELS)),
        version=("goaccess", "--version"),
        slow=True,
    ),
    Program("GoAccess", _goaccess(), version=("goaccess", "--version"), slow=True),
    Program(
        "webalizer",
        ("webalizer", "-Q", "-i", "-p", "-F", "clf", "-o", "."),
        version=("webalizer", "-V"),
        slow=True,
    ),
    Program(
        "lnav, one field",
        ("lnav", "-n", "-c", ";select cs_uri_stem, count(*) from access_log group by 1"),
        version=("lnav", "-V"),
        slow=True,
    ),
)


def installed() -> list[Program]:
    """Ourselves and the others that are here."""
    return [
        *(ours(scanner, way) for scanner in ("native", "pure") for way in WAYS),
        *(program for program in OTHERS if shutil.which(program.command[0])),
    ]


def version_of(program: Program) -> str:
    """What a program says it is."""
    environment = {**os.environ, **program.environment}
    said = subprocess.run(program.version, capture_output=True, text=True, check=False, env=environment)
    lines = (said.stdout or said.stderr).splitlines()
    return lines[0].strip() if lines else "?"
