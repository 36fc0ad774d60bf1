"""The signals that end the program, handled alike everywhere. Decides nothing."""

import signal
from collections.abc import Callable
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


def on_end(handler: Callable[[int, FrameType | None], object]) -> None:
    """Call `handler` for each; a hang-up is left ignored where it was from the start (nohup)."""
    for number in ENDING:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def noted() -> list[int]:
    """A list to which each is added that comes."""
    ended: list[int] = []
    on_end(lambda number, _: ended.append(number))
    return ended
