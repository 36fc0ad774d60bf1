"""Puts a screen on a feed: finds the keyboard, chooses the looks. Decides nothing."""

import os
import stat
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC

from httplogstats.arguments import Complaint
from httplogstats.config import DEFAULT_LOG, Config
from httplogstats.feed import Feed


def has_screen() -> bool:
    """Whether a screen can be drawn where the output goes."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def pipe_unread(config: Config) -> bool:
    """Whether somebody has piped lines into a screen that reads the log of no name instead."""
    unnamed = config.paths == (DEFAULT_LOG,) and not config.demo
    return unnamed and stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode)


def speaks_utf8(environment: Mapping[str, str], encoding: str) -> bool:
    """Whether more than ASCII can be drawn; `encoding` is that of the output.

    Python takes the locales C and POSIX for UTF-8. Somebody who has asked for one of them in LC_ALL has not.
    """
    return environment.get("LC_ALL") not in ("C", "POSIX") and "utf" in encoding.lower()


def show(config: Config, feed: Feed, stack: ExitStack) -> int:
    """The dashboard until its end; the exit code. Raises `Complaint` where there is no keyboard."""
    from httplogstats.ui.app import ScreenOptions, run

    keyboard = None
    if "-" in config.paths or not sys.stdin.isatty():
        try:
            keyboard = open("/dev/tty")  # noqa: SIM115 (closed by the stack, also when run() fails)
        except OSError:
            raise Complaint("there is no keyboard: standard input is no terminal; try --plain") from None
        stack.enter_context(keyboard)
    options = ScreenOptions(
        theme=config.theme,
        bell=config.bell,
        notify=config.notify,
        zone=UTC if config.utc else None,
        ascii=not speaks_utf8(os.environ, sys.stdout.encoding or ""),
        keyboard=keyboard,
        hint=True,
    )
    return run(feed, options)
