"""Size to arrangement: which panes stand where. A pure function; draws nothing."""

from dataclasses import dataclass

RULE = 3
"""Columns between two panes: a rule with a space on each side."""


@dataclass(frozen=True, slots=True)
class Band:
    """Panes side by side: (name, columns) each, `height` rows; 0 rows is whatever is left."""

    height: int
    panes: tuple[tuple[str, int], ...]


def arrange(columns: int, rows: int) -> tuple[Band, ...]:
    """Bands from top to bottom, exactly `rows` high; what matters least goes first when room is short."""
    bands = [Band(1, (("state", columns),))]
    left = rows - 1
    if rows >= 6:
        bands.insert(0, Band(1, (("header", columns),)))
        left -= 1
    footer = rows >= 12
    left -= footer
    timeline = 0 if rows < 16 else 2 if rows < 30 else 5
    if timeline:
        bands.append(Band(timeline, (("timeline", columns),)))
        left -= timeline
    if rows >= 8:
        bands.append(Band(1, (("window", columns),)))
        left -= 1
    alerts = left if rows < 8 else max(3, min(12, left // 3))
    lower = 0 if rows < 34 or columns < 80 else (left - alerts) * 2 // 5
    upper = left - alerts - lower
    if upper >= 2:
        bands.append(Band(upper, _upper(columns)))
    else:
        alerts += upper
    if lower:
        bands.append(Band(lower, _lower(columns)))
    bands.append(Band(max(0, alerts), (("alerts", columns),)))
    if footer:
        bands.append(Band(1, (("footer", columns),)))
    return tuple(band for band in bands if band.height > 0)


def _upper(columns: int) -> tuple[tuple[str, int], ...]:
    if columns >= 110:
        return _flexible("sections", columns, (("status", 26), ("totals", 26)))
    if columns >= 70:
        return _flexible("sections", columns, (("status", 22),))
    return (("sections", columns),)


def _lower(columns: int) -> tuple[tuple[str, int], ...]:
    if columns >= 110:
        return _flexible("paths", columns, (("clients", columns // 3), ("failing", columns // 3 - 4)))
    return _flexible("paths", columns, (("clients", columns // 2 - 2),))


def _flexible(first: str, columns: int, others: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    taken = sum(width + RULE for _, width in others)
    return ((first, columns - taken), *others)
