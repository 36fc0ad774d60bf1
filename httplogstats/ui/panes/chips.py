"""The line of the filter: its tests as chips and what they cover, or the test that is being typed."""

from httplogstats import words
from httplogstats.filters import NUMBERS, TEXTS, FilterError
from httplogstats.safe import clip
from httplogstats.snapshot import FilterView, Snapshot
from httplogstats.ui.panes.pane import Manner, Pane
from httplogstats.ui.prompt import Prompt
from httplogstats.ui.text import Line, as_long_as_fits, pad, width_of, wrapped

SOMETIMES = ("agent", "referrer", "host", "cache", "bytes", "latency")
"""Fields of a filter that only some formats have."""


EXAMPLES = ("section = /api and status >= 500", " and client != 10.0.0.0/8", "   path ~ report")
"""What stands where nothing has been typed, as far as it fits."""

_LONGEST = "at 500: expected one of " + ", ".join(TEXTS + NUMBERS)
"""The most that there is to say of what is typed."""


class Chips(Pane):
    """Empty where there is no filter and nothing is typed."""

    def __init__(self, manner: Manner, prompt: Prompt) -> None:
        super().__init__(manner)
        self._prompt = prompt

    def wanted(self, width: int) -> int:
        """Lines; the same while one types, so that nothing moves with each character."""
        if self._prompt.open:
            return 1 + len(wrapped(_LONGEST, width - 2))
        return int(self.snapshot is not None and self.snapshot.filter is not None)

    def lines(self, snapshot: Snapshot, width: int, height: int, focus: bool) -> list[Line]:
        """The chips, or what is typed over what is wrong with it; beside that where there is one line."""
        if self._prompt.open:
            return self._asked(width, height)
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

    def _asked(self, width: int, height: int) -> list[Line]:
        hints = self._hints(width - 2)
        if height > 1:
            return [self._typed(width), *([("text", "  "), *hint] for hint in hints)]
        said: Line = hints[0] if self._error is not None else []
        line = self._typed(max(width // 2, width - width_of(said) - 2))
        gap: Line = [("text", "  ")] if said else []
        return [[*line, *gap, *((style, clip(text, width - width_of(line) - 2)) for style, text in said)]]

    @property
    def _error(self) -> FilterError | None:
        return self._prompt.error if self._prompt.text.strip() else None

    def _typed(self, width: int) -> Line:
        """The text around the cursor; where it stops being a filter is marked."""
        text, error = self._prompt.text, self._error
        first = max(0, self._prompt.cursor + 4 - width)
        line: Line = [("key", "/"), ("text", " ")]
        for place, character in enumerate(text + " "):
            if first <= place < first + width - 2:
                wrong = error is not None and place == min(error.at, len(text))
                style = "selected" if place == self._prompt.cursor else "warning" if wrong else "text"
                line.append((style, character))
        return line

    def _hints(self, width: int) -> list[Line]:
        """What is wrong, or what to do; on as many lines as it takes."""
        if (error := self._error) is not None:
            said = f"at {error.at + 1}: expected {error.expected}"
            return [[("client", text)] for text in wrapped(said, width)] or [[]]
        if self._prompt.text:
            return [[("quiet", "Enter filters")]]
        examples: list[Line] = [[("quiet", text)] for text in EXAMPLES]
        return [as_long_as_fits(examples, width)]


def _warned(text: str) -> Line:
    return [("text", " "), ("warning", f" {text} ")]


def _missing(view: FilterView, snapshot: Snapshot) -> str:
    """A field that the filter asks for and no line of the format says; empty where there is none."""
    asked = (test.partition(" ")[0] for test in view.where)
    lacking = (field for field in asked if field in SOMETIMES and field not in snapshot.fields)
    return next(lacking, "") if snapshot.fields else ""
