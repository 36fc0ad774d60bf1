"""A line that is being typed, and what is wrong with it as a filter. Draws nothing."""

from httplogstats.filters import FilterError, parse_filter

LONGEST = 500
"""Characters that are taken."""


class Prompt:
    """Text and cursor; empty and closed until it is opened."""

    def __init__(self) -> None:
        self.open = False
        self.text = ""
        self.cursor = 0

    def start(self) -> None:
        """Begin with an empty line."""
        self.open, self.text, self.cursor = True, "", 0

    @property
    def error(self) -> FilterError | None:
        """Why the text is no filter, with the place; None for a filter, and where nothing stands yet."""
        try:
            parse_filter(self.text)
        except FilterError as error:
            return error
        return None

    def edit(self, action: str | None, key: str) -> bool:
        """Carry out an editing key, or take a character; whether it was either."""
        before, after = self.text[: self.cursor], self.text[self.cursor :]
        match action:
            case "rub out":
                before = before[:-1]
            case "delete":
                after = after[1:]
            case "empty":
                before = after = ""
            case "cursor left":
                before, after = before[:-1], before[-1:] + after
            case "cursor right":
                before, after = before + after[:1], after[1:]
            case "cursor first":
                before, after = "", before + after
            case "cursor last":
                before, after = before + after, ""
            case _ if len(key) == 1 and key.isascii() and key.isprintable():
                before = (before + key)[:LONGEST]
            case _:
                return False
        self.text, self.cursor = before + after, len(before)
        return True
