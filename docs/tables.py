"""Writes the tables of the documents that mirror the code: `python docs/tables.py`; a test checks them."""

from collections.abc import Iterable
from pathlib import Path

from httplogstats.alerts.measures import MEASURES, OfSeconds
from httplogstats.config import SETTINGS
from httplogstats.formats.layout import Role
from httplogstats.formats.named import ALIASES, LAYOUTS
from httplogstats.formats.objects import NGINX_JSON
from httplogstats.formats.timed import UNITS, WORDS
from httplogstats.ui.keys import markdown_table

README = Path(__file__).parent.parent / "README.md"
FORMATS = Path(__file__).parent / "formats.md"
ALERTS = Path(__file__).parent / "alerts.md"


def options() -> str:
    """A row for each setting."""
    rows = ["| option | what it does | default |", "|---|---|---|"]
    for setting in SETTINGS:
        name = f"{setting.flag} {setting.metavar}".rstrip()
        default = setting.default if setting.check else ""
        rows.append(f"| `{name}` | {setting.help} | {default} |")
    return "\n".join(rows)


def settings() -> str:
    """A row for each key of the configuration file."""
    rows = ["| key | what it does | default |", "|---|---|---|"]
    for setting in SETTINGS:
        if setting.file:
            kind = setting.default if setting.check else str(setting.default).lower()
            rows.append(f"| `{setting.key}` | {setting.help} | {kind} |")
    return "\n".join(rows)


def measures() -> str:
    """A row for each measure."""
    rows = ["| measure | what it is | known by | its limit |", "|---|---|---|---|"]
    for measure in MEASURES.values():
        known = "second" if isinstance(measure, OfSeconds) else "slot"
        rows.append(f"| `{measure.name}` | {measure.meaning} | {known} | {measure.wanted} |")
    return "\n".join(rows)


def formats() -> str:
    """A row for each format that has a name."""
    rows = [
        "| format | also for | what it gives beside time, client, request, status and bytes |",
        "|---|---|---|",
    ]
    usual = {Role.STAMP, Role.DATE, Role.TIME, Role.CLIENT, Role.STATUS, Role.SIZE}
    usual |= {Role.REQUEST, Role.METHOD, Role.TARGET, Role.QUERY, Role.PROTOCOL}
    for layout in LAYOUTS:
        others = ", ".join(alias for alias, name in ALIASES.items() if name == layout.name)
        more = [role.value for role in Role if role in layout.roles - usual]
        missing = ["no time"] if not layout.roles & {Role.STAMP, Role.DATE} else []
        missing += ["no bytes"] if Role.SIZE not in layout.roles else []
        rows.append(f"| `{layout.name}` | {others} | {', '.join([*more, *missing])} |")
    return "\n".join(rows)


def json_keys() -> str:
    """A row for each field of the JSON whose keys people name, with those that are understood."""
    rows = ["| field | keys, the first that is there counts |", "|---|---|"]
    for key in NGINX_JSON.keys:
        rows.append(f"| {key.role.value} | {_listed(key.names)} |")
    for role, words in WORDS.items():
        rows.append(
            f"| {role.value}, where none of these is there | {_listed(words)}, with or without a unit |"
        )
    return "\n".join(rows)


def json_units() -> str:
    """A row for each unit that the name of a key may end with."""
    rows = ["| unit | endings |", "|---|---|"]
    rows += [f"| {form.value} | {_listed(names)} |" for form, names in UNITS.items()]
    return "\n".join(rows)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


TABLES = {
    "options": options,
    "keys": markdown_table,
    "settings": settings,
    "measures": measures,
    "formats": formats,
    "json keys": json_keys,
    "json units": json_units,
}


def filled(text: str) -> str:
    """A document with its tables as the code has them."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
        before, found, rest = text.partition(begin)
        if found:
            text = before + begin + table() + end + rest.partition(end)[2]
    return text


if __name__ == "__main__":
    for document in (README, ALERTS, FORMATS):
        document.write_text(filled(document.read_text()))
