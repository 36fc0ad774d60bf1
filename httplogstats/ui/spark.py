"""The timeline: requests as bars, the limit as a line, what is over it and errors apart, alerts as marks."""

from itertools import groupby
from operator import itemgetter

from httplogstats import words
from httplogstats.snapshot import Snapshot
from httplogstats.snapshot import Timeline as Figures
from httplogstats.ui.glyphs import heat, upright
from httplogstats.ui.panes.pane import Pane
from httplogstats.ui.text import Line, Piece, pad, width_of

LABEL = 13
"""Columns on the right for the figures of the scale."""

LABELLED = 50
"""Columns from which on there is room for them."""

AXIS = 120
"""Seconds between two times on the axis; more where they would not fit."""


def columns(width: int) -> int:
    """How many columns of time a timeline of `width` shows."""
    return max(1, width - (LABEL if width >= LABELLED else 0) - 2)


class Timeline(Pane):
    """From 5 rows on with a heading and an axis, from 3 on with a row of errors; below that bars alone."""

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """The newest columns that fit."""
        figures = _newest(snapshot.timeline, columns(width))
        errors, full, limit = height >= 3, height >= 5, snapshot.alert.limit
        rows = height - errors - (2 if full else 0)
        scale: float = max([*figures.hits, 1])
        at_limit = -1
        if rows >= 2 and snapshot.filter is None:  # the limit is one of all traffic
            scale = max(scale, float(limit) * figures.step * 1.15)
            at_limit = min(rows - 1, int(float(limit) * figures.step / scale * rows))
        over = float(limit) * figures.step if snapshot.filter is None else scale
        looks = ["fired" if hits > over else "bar" for hits in figures.hits]
        bars = [upright(hits / scale, rows, self.glyphs) for hits in figures.hits]
        lines = [self._bars(bars, looks, row, row == at_limit) for row in reversed(range(rows))]
        lowest = -2 if at_limit == 0 else -1
        lines[lowest] = self._unknown(snapshot, figures, lines[lowest])
        line_of_limit = rows - 1 - at_limit if at_limit >= 0 else -1
        labels = {int(line_of_limit == 0): f"{_greatest(figures.hits, figures.step)} max"}
        if at_limit >= 0:
            labels[line_of_limit] = f"{words.decimal(limit)}/s limit"
        if errors:
            lines.append(self._errors(figures))
            labels[rows] = f"{_greatest(figures.errors, figures.step)} err"
        lines = [self._cursor(snapshot, figures, line) for line in lines]
        for row, label in labels.items() if width >= LABELLED else ():
            lines[row].append(("quiet", pad(label, LABEL)))
        if full:
            return [self._heading(snapshot, figures, width), *lines, self._axis(snapshot, figures)]
        return [self._marked_line(snapshot, figures, lines[0]), *lines[1:]]

    def _heading(self, snapshot: Snapshot, figures: Figures, width: int) -> Line:
        text = f"  last {words.duration(len(figures.hits) * figures.step)}"
        end = figures.start + len(figures.hits) * figures.step
        if end < snapshot.newest:
            text = f"{text.replace('last ', '')} to {words.time_of_day(end, self.manner.zone)}"
        step = f" {self.glyphs.dot} {figures.step} s a column"
        line: Line = [("title", " REQUESTS"), ("quiet", text), ("quiet", step)]
        return line if width_of(line) <= width else line[:1]

    def _bars(self, bars: list[str], looks: list[str], row: int, limit: bool) -> Line:
        blank = ("axis", self.glyphs.limit) if limit else ("bar", " ")
        cells = [
            blank if bar[row] == " " else (look, bar[row]) for look, bar in zip(looks, bars, strict=True)
        ]
        return _joined([("text", " "), *cells, ("text", " ")])

    def _unknown(self, snapshot: Snapshot, figures: Figures, line: Line) -> Line:
        """What lies before the first line that was counted is not zero."""
        started = snapshot.totals.started
        number = min((started - figures.start) // figures.step, len(figures.hits))
        said = f"no data before {words.time_of_day(started, self.manner.zone)} "
        if number < len(said):
            return line
        cells = [(style, character) for style, text in line for character in text]
        cells[number + 1 - len(said) : number + 1] = [("quiet", character) for character in said]
        return _joined(cells)

    def _errors(self, figures: Figures) -> Line:
        greatest = max([*figures.errors, 1])
        cells = [("errors", heat(errors / greatest, self.glyphs)) for errors in figures.errors]
        return _joined([("text", " "), *cells, ("text", " ")])

    def _cursor(self, snapshot: Snapshot, figures: Figures, line: Line) -> Line:
        """Looking back, the columns of the window that is shown stand out."""
        if snapshot.moment is None:
            return line
        first = (snapshot.window.start - figures.start) // figures.step
        last = (snapshot.window.end - 1 - figures.start) // figures.step
        cells = [(style, character) for style, text in line for character in text]
        for column in range(max(0, first), min(last, len(figures.hits) - 1) + 1):
            cells[column + 1] = ("cursor", cells[column + 1][1])
        return _joined(cells)

    def _axis(self, snapshot: Snapshot, figures: Figures) -> Line:
        """Times of day, and over them the marks of alerts."""
        width, step = len(figures.hits), figures.step
        every = AXIS
        while every < 12 * step:
            every *= 2
        cells: list[Piece] = [("axis", " ")] * width
        first = figures.start + (-figures.start) % every
        for second in range(first, figures.start + width * step, every):
            text = words.time_of_day(second, self.manner.zone)[:5]
            column = (second - figures.start) // step
            marks = self._marked(snapshot, figures, cells)[column : column + len(text)]
            if column + len(text) <= width and all(style == "axis" for style, _ in marks):
                cells[column : column + len(text)] = [("axis", character) for character in text]
        return _joined([("text", " "), *self._marked(snapshot, figures, cells)])

    def _marked_line(self, snapshot: Snapshot, figures: Figures, line: Line) -> Line:
        cells = [(style, character) for style, text in line for character in text]
        end = len(figures.hits) + 1
        return _joined([*cells[:1], *self._marked(snapshot, figures, cells[1:end]), *cells[end:]])

    def _marked(self, snapshot: Snapshot, figures: Figures, cells: list[Piece]) -> list[Piece]:
        marked = list(cells)
        for event in (event for event in snapshot.events if not event.note):
            column = (event.time - figures.start) // figures.step
            if 0 <= column < len(marked):
                mark = self.glyphs.fired if event.fired else self.glyphs.recovered
                marked[column] = ("fired" if event.fired else "recovered", mark)
        return marked


def _greatest(numbers: tuple[int, ...], step: int) -> str:
    return f"{words.rate(max([*numbers, 0]), step)}/s"


def _newest(figures: Figures, width: int) -> Figures:
    spare = max(0, len(figures.hits) - width)
    start = figures.start + spare * figures.step
    return Figures(start, figures.step, figures.hits[spare:], figures.errors[spare:])


def _joined(cells: list[Piece]) -> Line:
    """Neighbours of one style as one piece."""
    return [(style, "".join([text for _, text in same])) for style, same in groupby(cells, key=itemgetter(0))]
