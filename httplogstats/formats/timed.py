"""Times in JSON lines, under names that may say their unit: `duration_ms`, `latency`. Counts nothing."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from httplogstats.formats.layout import Form, Key, Layout, Role
from httplogstats.safe import encoded
from httplogstats.scan.read import DECODER
from httplogstats.scan.times import micros_of

WORDS = {
    Role.LATENCY: (
        "duration", "latency", "elapsed", "elapsed_time", "response_time", "request_time", "req_time",
        "request_duration", "response_latency", "request_latency", "processing_time", "process_time",
        "total_time", "time_taken", "took",
    ),
    Role.UPSTREAM: ("upstream_response_time", "upstream_time", "upstream_latency", "upstream_duration"),
}  # fmt: skip
"""What a key may be called, also without `_`, with `-`, and in capitals."""

UNITS = {
    Form.SECONDS: ("s", "sec", "secs", "seconds"),
    Form.MILLIS: ("ms", "msec", "millis", "milliseconds"),
    Form.MICROS: ("us", "usec", "micros", "microseconds"),
    Form.NANOS: ("ns", "nsec", "nanos", "nanoseconds"),
}
"""What may stand behind it; without, the unit is told by the values."""


def with_times(layout: Layout, lines: Sequence[bytes], roles: Collection[Role]) -> Layout:
    """The layout with the times `roles` that most of its lines have under names that it does not know.

    A name that says its unit goes before one that does not.
    """
    seen = Counter(time for line in lines for time in _times(line) if time.role in roles)
    usual = [time for time, hits in seen.items() if 2 * hits > len(lines)]
    best = {time.role: time for time in sorted(usual, key=lambda time: time.form is not Form.PLAIN)}
    if not best:
        return layout
    others = tuple(key for key in layout.keys if key.role not in best)
    return layout._replace(name=f"{layout.name}+time", keys=(*others, *best.values()))


@cache
def meanings() -> dict[str, tuple[Role, Form]]:
    """What each name gives, in small letters with nothing between words, and its unit."""
    units = [(Form.PLAIN, ""), *((form, unit) for form, names in UNITS.items() for unit in names)]
    words = [(role, _plain(word)) for role, names in WORDS.items() for word in names]
    return {word + unit: (role, form) for role, word in words for form, unit in units}


def _times(line: bytes) -> Iterator[Key]:
    """The keys of a line that have a time."""
    try:
        said = DECODER.decode(line.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):  # a reader that stands nearer to the limit has read it
        return
    for name, value in said.items():
        meaning = meanings().get(_plain(name))
        if meaning is not None and micros_of(encoded(str(value))) is not None:
            yield Key(meaning[0], (name,), meaning[1])


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()
