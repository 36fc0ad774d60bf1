"""Where the parts meet the world: arguments to sources, feed and screen or text. Decides nothing itself."""

import gc
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib import import_module

from httplogstats.arguments import Complaint, complain, given
from httplogstats.config import Config
from httplogstats.configuring import settings
from httplogstats.session import has_screen, pipe_unread, show
from httplogstats.sources import SourceError
from httplogstats.standard import FULL, let_go
from httplogstats.together import SCREEN, TEXT, without_effect
from httplogstats.wiring import wire

COLLECT = (50_000, 20, 100)
"""Tables are many small objects without cycles: to collect at the usual rate makes pauses for nothing."""

COMMANDS = {
    "check": "checking.check",
    "formats": "checking.formats",
    "generate": "commands.generate",
    "config": "configuring.print_config",
    "check-config": "configuring.check_config",
    "history": "commands.print_history",
    "collect": "services.collect",
    "attach": "services.attach",
}
"""First arguments that are no log, and what they run: it is loaded only then, for loading takes its time."""


def main(argv: Sequence[str] | None = None) -> int:
    """The program; the exit code, as the README has them."""
    gc.set_threshold(*COLLECT)
    try:
        code = _run(sys.argv[1:] if argv is None else list(argv))
        sys.stdout.flush()
    except (Complaint, SourceError) as error:
        return complain(error)
    except BrokenPipeError:  # not by the signal, which a webhook's connection would send as well
        let_go()
        return 128 + signal.SIGPIPE
    except OSError as error:
        if error.errno not in FULL:
            raise
        let_go()
        return complain(f"cannot write any more: {error.strerror}")
    return code


def _run(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in COMMANDS:
        return command(arguments[0])(arguments[1:])
    if arguments and (meant := _meant(arguments[0])):
        raise Complaint(f"there is no file and no command {arguments[0]}: is {meant} meant?")
    said = given(arguments)
    config = settings(said, os.environ)
    screen = has_screen() and not (config.plain or config.json or config.summary)
    for line in without_effect(said, config, SCREEN if screen else TEXT):
        complain(line)
    return _watch(config, screen, arguments)


def _meant(word: str) -> str:
    """The command or option that is meant by a word that names no file; nothing where none is."""
    if not re.fullmatch("[a-z][a-z_-]*", word) or os.path.lexists(word):
        return ""
    from difflib import get_close_matches

    options = {"help": "--help", "version": "--version"}
    near = get_close_matches(word, [*COMMANDS, *options], 1, 0.75)
    return options.get(near[0], near[0]) if near else ""


def command(name: str) -> Callable[[Sequence[str]], int]:
    """What a name of `COMMANDS` runs."""
    module, _, function = COMMANDS[name].partition(".")
    runs: Callable[[Sequence[str]], int] = getattr(import_module(f"httplogstats.{module}"), function)
    return runs


def _watch(config: Config, screen: bool, arguments: Sequence[str]) -> int:
    if screen and pipe_unread(config):
        raise Complaint("standard input is a pipe, and no FILE is named: - would read it")
    with ExitStack() as stack:
        if screen and config.isolate:
            from httplogstats.services import show_isolated

            return show_isolated(config, arguments, stack)
        paths = config.paths
        if config.demo:
            from httplogstats.generate import demo_log

            paths = (stack.enter_context(demo_log(time.time)),)
        if not screen:
            from httplogstats.texts import run

            return run(config, paths)
        feed, _ = wire(config, paths)
        stack.callback(feed.close)
        return show(config, feed, stack)
