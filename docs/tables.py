"""Writes the tables of the README that mirror the code: `python docs/tables.py`; a test checks them."""

from dataclasses import fields
from pathlib import Path

from httplogstats.config import Config, flag
from httplogstats.ui.keys import markdown_table

README = Path(__file__).parent.parent / "README.md"


def options() -> str:
    """A row for each setting."""
    rows = ["| option | what it does | default |", "|---|---|---|"]
    for setting in fields(Config):
        if setting.metadata:
            name = f"{flag(setting)} {setting.metadata['metavar']}".rstrip()
            default = setting.default if setting.metadata["check"] else ""
            rows.append(f"| `{name}` | {setting.metadata['help']} | {default} |")
    return "\n".join(rows)


def filled(text: str) -> str:
    """The README with its tables as the code has them."""
    for name, table in (("options", options()), ("keys", markdown_table())):
        begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        text = before + begin + table + end + rest.partition(end)[2]
    return text


if __name__ == "__main__":
    README.write_text(filled(README.read_text()))
