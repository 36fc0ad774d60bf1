"""Where the program begins: how it ends by a signal comes first, for imports take their time.

As the first process of a container, a program that handles no SIGTERM does not even end by it.
"""

import gc
from types import FrameType
from typing import NoReturn

from httplogstats.signals import on_end


def main() -> int:
    """The program, which handles signals in its own way once it runs; the exit code."""
    on_end(_leave)
    gc.disable()  # what is loaded now stays, and need not be looked through then or later
    from httplogstats import cli, standard

    gc.freeze()
    gc.enable()
    standard.open_closed()
    return cli.main()


def _leave(number: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    raise SystemExit(main())
