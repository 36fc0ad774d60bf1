"""What the value of a setting may be: each check takes a text, and gives the value or says what would do."""

import re
from collections.abc import Callable
from fractions import Fraction

from httplogstats.formats.named import named, nearest


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
