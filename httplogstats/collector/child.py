"""A collector of its own for one screen: started, watched and ended with it. Counts nothing.

Its only connection is a socket pair. However the screen ends, the system closes its end of that, which is
what ends the collector, too: no signal has to be sent by a screen that was killed.
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, cast

import httplogstats

ENDING = 2.0
"""Seconds that a collector may take to end before it is killed."""

_PROGRAM = (sys.executable, "-P", "-m", "httplogstats")

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(httplogstats.__file__)))


class Child:
    """`arguments` are those of the screen's command; a log on standard input stays the collector's."""

    def __init__(self, arguments: Sequence[str], log_on_input: bool) -> None:
        self._arguments = arguments
        self._input = None if log_on_input else subprocess.DEVNULL
        self._errors = _scratch()
        self._process: subprocess.Popen[bytes] | None = None

    def connect(self) -> socket.socket:
        """Start one, or another where the last one has ended; the connection to it."""
        self._end()
        ours, its = socket.socketpair()
        with its:
            self._process = subprocess.Popen(
                [*_PROGRAM, "collect", "--answer-on", str(its.fileno()), *self._arguments],
                stdin=self._input,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=[its.fileno()],
                start_new_session=True,  # ^C and ^Z are meant for the screen
                env={**os.environ, "PYTHONPATH": _ROOT},
            )
        return ours

    def complaint(self) -> str:
        """What it has said last."""
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").splitlines()
        return lines[-1].removeprefix("httplogstats: ") if lines else ""

    def close(self) -> None:
        """End it."""
        self._end()
        self._errors.close()

    def _end(self) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            self._process.wait(ENDING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def _scratch() -> BinaryIO:
    """What is written to be read back; in memory where the system can, as no folder may be writable."""
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("errors"), "w+b")
    return cast(BinaryIO, tempfile.TemporaryFile())
