"""The conservation law of the project: every line that was read is accounted for (semantics C2)."""

from typing import NamedTuple


class Account(NamedTuple):
    """Lines read, by what became of them; ``read`` is their sum after every poll."""

    hits: int = 0
    malformed: int = 0
    blank: int = 0
    overlong: int = 0

    @property
    def read(self) -> int:
        """Lines read in all."""
        return self.hits + self.malformed + self.blank + self.overlong

    def plus(self, other: "Account") -> "Account":
        """Lines of both."""
        return Account(
            self.hits + other.hits,
            self.malformed + other.malformed,
            self.blank + other.blank,
            self.overlong + other.overlong,
        )
