"""The terminal: when it may be suspended, what it can show, how it is gone. Draws nothing itself."""

import errno
import os
import signal
from collections.abc import Mapping
from typing import TextIO

from urwid.display.raw import Screen

from httplogstats.ui.theme import DARK, LIGHT, MONO

GONE = (errno.EIO, errno.ENXIO, errno.EPIPE, errno.EBADF, errno.ENOTTY)
"""Errors of a terminal that was hung up."""


class Terminal(Screen):
    """urwid's screen, which a ^Z only suspends where a shell can bring us back."""

    def __init__(self, keyboard: TextIO | None = None) -> None:
        if keyboard is None:
            super().__init__()
        else:
            super().__init__(input=keyboard)

    def signal_init(self) -> None:
        """Called whenever the screen is started."""
        super().signal_init()
        if alone():
            self.signal_handler_setter(signal.SIGTSTP, signal.SIG_IGN)

    def ring(self) -> None:
        """Sound the bell."""
        self.write("\a")
        self.flush()

    def notify(self, kind: str, fired: bool) -> None:
        """A desktop notification of a fixed text, in the terminal's way: OSC 9 or 777."""
        text = "an alert fired" if fired else "an alert recovered"
        lead = "777;notify;httplogstats;" if kind == "777" else "9;httplogstats: "
        self.write(f"\x1b]{lead}{text}\x1b\\")
        self.flush()


def alone() -> bool:
    """Whether no shell waits for us: the first process, a session's leader, or a parent outside of it."""
    parent = os.getppid()
    if os.getpid() == 1 or parent <= 1 or os.getsid(0) == os.getpid():
        return True
    try:
        return os.getsid(parent) != os.getsid(0)
    except OSError:  # it has ended, or belongs to a session that may not be asked about
        return True


def suited(environ: Mapping[str, str]) -> str:
    """The theme for a terminal: none where NO_COLOR is set or there are none, light where it says so."""
    name = environ.get("TERM", "")
    if (
        environ.get("NO_COLOR")
        or name in ("", "dumb")
        or name.startswith("vt")
        or name.endswith(("-m", "-mono"))
    ):
        return MONO
    return LIGHT if environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15") else DARK
