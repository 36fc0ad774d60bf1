"""The conservation law of the project: every line that was read is accounted for (semantics C2)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """Lines read, by what became of them; ``read`` is their sum after every poll."""

    hits: int = 0
    malformed: int = 0
    blank: int = 0
    overlong: int = 0

    @property
    def read(self) -> int:
        """Lines read in all."""
        return self.hits + self.malformed + self.blank + self.overlong

    def __add__(self, other: "Account") -> "Account":
        return Account(
            self.hits + other.hits,
            self.malformed + other.malformed,
            self.blank + other.blank,
            self.overlong + other.overlong,
        )
