"""Names of rotated siblings of a log, and their order. Looks at names only, opens nothing.

`access.log` becomes `access.log.1`, `access.log-20261101`, `access.1.log`, ... each perhaps compressed.
"""

import os
import re
from collections.abc import Iterable

COMPRESSED = (".gz", ".bz2", ".xz", ".zst")

_STAMP = r"[-._](?:(?P<number>\d{1,5})|(?P<date>\d{4}-?\d\d-?\d\d(?:[-_.T]?\d+)*))"
_SUFFIX = rf"(?:{_STAMP}|\.(?P<old>old))(?:\.(?:gz|bz2|xz|zst))?"


def stem(name: str) -> str:
    """`name` without the suffix of its compression."""
    base, suffix = os.path.splitext(name)
    return base if suffix in COMPRESSED else name


def is_compressed(name: str) -> bool:
    """Whether the name says that the file is compressed."""
    return name.endswith(COMPRESSED)


def rotated(name: str, names: Iterable[str]) -> list[str]:
    """Those of `names` that rotation makes of `name`, oldest first.

    Greater numbers are older; dates sort as they are, before numbers. Where a file is there both plain and
    compressed, its compression is under way and the plain one counts.
    """
    base, extension = os.path.splitext(name)
    near = (other for other in names if other.startswith(base))  # few of a large folder
    found = {other: age for other in near if (age := _age(name, base, extension, other)) is not None}
    kept = (other for other in found if other == stem(other) or stem(other) not in found)
    return sorted(kept, key=lambda other: found[other])


def _age(name: str, base: str, extension: str, other: str) -> tuple[int, int, str] | None:
    """Sorts siblings, oldest first; None for what is no sibling."""
    plain = stem(other)
    if other.startswith(name):
        match = re.fullmatch(_SUFFIX, other[len(name) :])
    elif plain.endswith(extension):
        match = re.fullmatch(_SUFFIX, plain[len(base) : -len(extension)])
    else:
        return None
    if match is None:
        return None
    if match["date"]:
        return (0, 0, match["date"])
    return (1, -int(match["number"] or 0), "")
