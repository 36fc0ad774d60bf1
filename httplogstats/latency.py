"""Times as counts in buckets that add up; every time is known to 1.6 % whatever its size. Knows no lines.

A bucket is exact below 64 µs; above, 32 buckets share each doubling, so its middle is at most 1/64 away from
what it holds. Times are whole microseconds.
"""

import marshal
from collections.abc import Container, Iterable, Mapping
from typing import Protocol

MOST = 10**12
"""The longest time that is told apart, in microseconds: eleven days."""

Histogram = dict[int, int]
"""Hits by bucket."""


class AnyHistograms(Protocol):
    """Histograms by section; of two kinds: `Histograms`, and one in native code. Either merges the other."""

    def __len__(self) -> int: ...
    def __contains__(self, section: bytes, /) -> bool: ...
    def get(self, section: bytes, /) -> Histogram | None:
        """The histogram of a section; None where it has none."""

    def items(self) -> Iterable[tuple[bytes, Histogram]]:
        """All sections with their histograms."""

    def add(self, section: bytes, bucket: int, hits: int = 1, /) -> None:
        """Add hits to a bucket."""

    def merge(self, other: "AnyHistograms", sections: Container[bytes], /) -> None:
        """Add those of ``other`` whose section is among ``sections``."""

    def keep(self, sections: Container[bytes], /) -> None:
        """Let go of those whose section is not among ``sections``."""

    def fresh(self) -> "AnyHistograms":
        """Empty ones of the same kind."""

    def packed(self) -> bytes:
        """All of them as few bytes."""

    def unpack(self, packed: bytes, /) -> None:
        """Become what was packed of histograms of this kind."""

    def opened(self) -> "AnyHistograms":
        """Histograms that can be asked often: themselves, if they are not at rest (rest.py)."""


class Histograms(dict[bytes, Histogram]):
    """Histograms by section, in Python."""

    def add(self, section: bytes, bucket: int, hits: int = 1) -> None:
        """Add hits to a bucket."""
        histogram = self.setdefault(section, {})
        histogram[bucket] = histogram.get(bucket, 0) + hits

    def merge(self, other: AnyHistograms, sections: Container[bytes]) -> None:
        """Add those of ``other`` whose section is among ``sections``."""
        for section, counts in other.items():
            if section in sections:
                histogram = self.setdefault(section, {})
                for bucket, hits in counts.items():
                    histogram[bucket] = histogram.get(bucket, 0) + hits

    def keep(self, sections: Container[bytes]) -> None:
        """Let go of those whose section is not among ``sections``."""
        for section in [section for section in self if section not in sections]:
            del self[section]

    def fresh(self) -> "Histograms":
        """Empty ones."""
        return Histograms()

    def packed(self) -> bytes:
        """All of them as few bytes."""
        return marshal.dumps(dict(self))

    def unpack(self, packed: bytes) -> None:
        """Become what was packed."""
        self.clear()
        self.update(marshal.loads(packed))

    def opened(self) -> "Histograms":
        """Themselves."""
        return self


def bucket_of(micros: int) -> int:
    """The bucket of a time; longer ones than `MOST` share its bucket."""
    micros = min(micros, MOST)
    if micros < 64:
        return micros
    shift = micros.bit_length() - 6
    return (shift << 5) + (micros >> shift)


def middle_of(bucket: int) -> int:
    """The time in the middle of a bucket, in microseconds."""
    if bucket < 64:
        return bucket
    shift = (bucket >> 5) - 1
    return ((bucket - (shift << 5)) << shift) + ((1 << shift) - 1) // 2


def quantile(counts: Mapping[int, int], share: float) -> int | None:
    """The time that `share` (0 to 1) of the hits do not exceed, in microseconds; None without hits."""
    total = sum(counts.values())
    rank = max(1, -(-total * round(share * 1000) // 1000))
    for bucket in sorted(counts):
        rank -= counts[bucket]
        if rank <= 0:
            return middle_of(bucket)
    return None


def greatest(counts: Mapping[int, int]) -> int | None:
    """The longest time, in microseconds; None without hits."""
    return middle_of(max(counts)) if counts else None
