"""The commands about formats: `httplogstats check FILE`, `httplogstats formats`."""

from collections.abc import Iterator, Sequence
from datetime import UTC

from httplogstats.arguments import command_parser, complain, given
from httplogstats.block import Block
from httplogstats.configfile import Found
from httplogstats.findings import report
from httplogstats.formats.named import ALIASES, LAYOUTS
from httplogstats.inspection import inspect
from httplogstats.safe import safe
from httplogstats.sources import open_sources
from httplogstats.streams import StreamTail
from httplogstats.together import combined
from httplogstats.wiring import given_format
from httplogstats.zone import offsets_of

SETTINGS = ("format", "log_format", "tz", "utc")
"""What `check` can be told of a log, and of times."""

CHUNK = 1 << 20
"""Bytes of one read."""

PATIENCE = 2.0
"""Seconds after which it is said what is waited for."""


def check(argv: Sequence[str]) -> int:
    """`httplogstats check FILE...`: what each log is; 0 if that is understood, and none is damaged."""
    parser = command_parser(
        "check", "Say what format a log has, what is in it, and which lines are not understood."
    )
    config = combined({**given(argv, parser, SETTINGS), "no_follow": True}, Found())
    offsets = offsets_of(config.tz) if config.tz else None
    zone = UTC if config.utc else None
    well, damages = True, list[str]()
    for path in config.paths:
        found = inspect(_blocks(path, damages), given_format(config), offsets)
        for line in report(found, path, zone):
            print(line)
        well = well and found.well
    return 0 if well and not damages else 1


def _blocks(path: str, damages: list[str]) -> Iterator[Block]:
    """All that stands in a log, or in those that a pattern matches; what is wrong with them is added."""
    for source in open_sources((path,), from_start=True, follow=False):
        patience: float | None = PATIENCE
        try:
            while not source.finished:
                yield from (blocks := source.poll(0.0, CHUNK))
                pipe = source if isinstance(source, StreamTail) and not source.finished else None
                if pipe and not blocks and not pipe.wait(patience):
                    complain(f"{source.state().name} is silent, and has not ended: until then it is read")
                    patience = None
            if damage := source.state().detail:
                damages.append(damage)
                complain(f"{source.state().name}: {damage}")
        finally:
            source.close()


def formats(argv: Sequence[str]) -> int:
    """`httplogstats formats`: all that have a name."""
    command_parser("formats", "List the formats that are known, with an example of each.").parse_args(argv)
    for layout in LAYOUTS:
        others = [alias for alias, name in ALIASES.items() if name == layout.name]
        print(layout.name + (f" ({', '.join(others)})" if others else ""))
        print(f"  {safe(layout.example)}")
    return 0
