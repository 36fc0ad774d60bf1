"""The line of the filter: its tests as chips and what they cover, or the test that is being typed."""

from httplogstats import words
from httplogstats.safe import clip
from httplogstats.snapshot import FilterView, Snapshot
from httplogstats.ui.panes.pane import Manner, Pane
from httplogstats.ui.prompt import Prompt
from httplogstats.ui.text import Line, as_long_as_fits, pad, width_of

SOMETIMES = ("agent", "referrer", "host", "cache", "bytes", "latency")
"""Fields of a filter that only some formats have."""


class Chips(Pane):
    """Empty where there is no filter and nothing is typed."""

    def __init__(self, manner: Manner, prompt: Prompt) -> None:
        super().__init__(manner)
        self._prompt = prompt

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """One line."""
        if self._prompt.open:
            return [self._typed(width)]
        return [self._chips(snapshot.filter, snapshot, width)] if snapshot.filter else []

    def _chips(self, view: FilterView, snapshot: Snapshot, width: int) -> Line:
        """The newest chips that fit, whole if they can be; then what the filter covers."""
        since = words.when(view.since, snapshot.now, self.manner.zone)
        covered: Line = [("quiet", f"  since {since}")]
        if view.short:
            covered = _warned(f"only from {since} on, see --keep")
        notes = [covered, [("quiet", "  alerts count all traffic")]]
        missing = _missing(view, snapshot)
        if missing:
            notes.insert(0, _warned(f"no {missing} in this log"))
        if view.part < 1:
            notes.insert(0, _warned(f"counting {int(100 * view.part)} %"))
        line: Line = [("title", " FILTER")] if width >= 40 else []
        room = width - width_of(line) - (width_of(notes[0]) if width >= 60 else 0)
        chips: list[Line] = []
        for test in reversed(view.where):
            chip: Line = [("text", " "), ("chip", f" {pad(test, min(len(test), max(1, room - 4)))} ")]
            if width_of(chip) > room - (2 if len(chips) + 1 < len(view.where) else 0):
                chips.insert(0, [("quiet", " ~")])
                break
            chips.insert(0, chip)
            room -= width_of(chip)
        for chip in chips:
            line += chip
        return [*line, *as_long_as_fits(notes, width - width_of(line))]

    def _typed(self, width: int) -> Line:
        """The text around the cursor; where it stops being a filter is marked, and said what is wanted."""
        text, error = self._prompt.text, self._prompt.error if self._prompt.text.strip() else None
        lead: Line = [("key", "/"), ("text", " ")]
        first = max(0, self._prompt.cursor + 4 - width)
        line = list(lead)
        for place, character in enumerate(text + " "):
            if first <= place < first + width - 2:
                wrong = error is not None and place == min(error.at, len(text))
                style = "selected" if place == self._prompt.cursor else "warning" if wrong else "text"
                line.append((style, character))
        hints: list[Line] = [[("quiet", "  section = /api and status >= 500 and client != 10.0.0.1")]]
        hints.append([("quiet", "   path ~ report")])
        if error is not None:
            said = f"  at {error.at + 1}: expected {error.expected}"
            hints = [[("client", clip(said, width - width_of(line)))]]
        elif text:
            hints = [[("quiet", "  Enter filters")]]
        return [*line, *as_long_as_fits(hints, width - width_of(line))]


def _warned(text: str) -> Line:
    return [("text", " "), ("warning", f" {text} ")]


def _missing(view: FilterView, snapshot: Snapshot) -> str:
    """A field that the filter asks for and no line of the format says; empty where there is none."""
    asked = (test.partition(" ")[0] for test in view.where)
    lacking = (field for field in asked if field in SOMETIMES and field not in snapshot.fields)
    return next(lacking, "") if snapshot.fields else ""
