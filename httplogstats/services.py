"""Counting and screen in two processes: `collect` counts, `attach` looks on, `--isolate` is both at once."""

import argparse
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from datetime import UTC
from typing import Any

from httplogstats import __version__
from httplogstats.arguments import Complaint, add_setting, add_value, checked, command_parser, complain, given
from httplogstats.collector.child import Child
from httplogstats.collector.client import NoAnswer, SocketFeed
from httplogstats.collector.frames import SHAPE, Hello
from httplogstats.collector.place import (
    Place,
    PlaceError,
    connect,
    folder_of,
    is_ours,
    name_for,
    running,
    take,
)
from httplogstats.collector.server import Server, run
from httplogstats.config import SETTINGS, Config
from httplogstats.configuring import configuration, settings
from httplogstats.feed import SystemClock
from httplogstats.generate import demo_log
from httplogstats.monitor import Decided
from httplogstats.plain import TextPrinter
from httplogstats.safe import safe
from httplogstats.session import has_screen, show
from httplogstats.signals import noted
from httplogstats.snapshot import Request
from httplogstats.together import COLLECTOR, combined, without_effect
from httplogstats.troubles import Troubles
from httplogstats.values import some
from httplogstats.wiring import wire

SCREEN = ("theme", "bell", "notify", "utc", "config")
"""Settings of a screen that only looks on."""


def collect(argv: Sequence[str]) -> int:
    """`httplogstats collect`: follow, count and alert without a screen, and answer those that attach."""
    parser = command_parser("collect", "Follow logs, count and alert without a screen; others attach to it.")
    add_value(parser, "--name", some, argparse.SUPPRESS, "NAME", "what attach calls it (default the log's)")
    parser.add_argument("--answer-on", type=int, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    said = given(argv, parser)
    name, descriptor = said.pop("name", ""), said.pop("answer_on", None)
    config = settings(said, os.environ)
    if descriptor is None:
        config = _unwatched(said, config)
    ended = noted()
    with ExitStack() as stack:
        paths = (stack.enter_context(demo_log(time.time)),) if config.demo else config.paths
        name = name or name_for("demo" if config.demo else paths[0])
        # the name is taken first: a second collector must not count and alert for a moment
        place = stack.enter_context(closing(_take(name))) if descriptor is None else None
        feed, monitor = wire(config, paths, lambda _: _crossings(config))
        troubles = Troubles(feed, monitor)
        server = Server(feed, Hello(name, os.getpid(), __version__, SHAPE), is_ours)
        stack.callback(feed.close)
        stack.callback(server.close)
        if place is not None:
            server.listen(place.listener)
            _say(f"collecting {' '.join(paths)}; to look on: httplogstats attach {name}")
        else:
            server.welcome(socket.socket(fileno=descriptor))

        def tick() -> bool:
            more = feed.tick()
            troubles.say(time.monotonic(), idle=not more)
            return more

        run(tick, server, SystemClock(), lambda: bool(ended) or (place is None and not server.screens))
    return 128 + ended[0] if ended else 0


def _unwatched(said: Mapping[str, Any], config: Config) -> Config:
    """The settings of a collector that belongs to no screen, or what is wrong with them."""
    for word in ("plain", "json", "summary"):
        if said.get(word):
            raise Complaint(f"collect writes no figures: it wants no --{word}; a screen attaches to it")
    if said.get("no_follow"):
        raise Complaint(
            "collect goes on until it is stopped: it wants no --no-follow;"
            " httplogstats --no-follow FILE reports a finished log"
        )
    config = config._replace(no_follow=False)
    for line in without_effect(said, config, COLLECTOR):
        complain(line)
    return config


def attach(argv: Sequence[str]) -> int:
    """`httplogstats attach [NAME]`: a screen on a collector that runs, which goes on when it is closed."""
    parser = command_parser("attach", "Put a screen on a collector that runs.")
    parser.add_argument(
        "name", metavar="NAME", nargs="?", type=checked(some), help="which one, where several run"
    )
    for setting in SETTINGS:
        if setting.name in SCREEN:
            add_setting(parser, setting)
    said = vars(parser.parse_args(argv))
    name = said.pop("name")
    config = combined(said, configuration(said, os.environ))
    if not has_screen():
        raise Complaint("attach wants a terminal; figures as text come from httplogstats --plain")
    folder = _folder()
    name = _chosen(name, running(folder))
    with ExitStack() as stack:
        return _show(config, SocketFeed(lambda: connect(folder, name), SystemClock()), stack)


def show_isolated(config: Config, arguments: Sequence[str], stack: ExitStack) -> int:
    """A screen with a collector of its own, which is given the same arguments."""
    child = Child(arguments, "-" in config.paths)
    stack.callback(child.close)
    try:
        return _show(config, SocketFeed(child.connect, SystemClock()), stack)
    except Complaint:
        if said := child.complaint():
            raise Complaint(said) from None
        raise


def _show(config: Config, feed: SocketFeed, stack: ExitStack) -> int:
    stack.callback(feed.close)
    try:
        feed.snapshot(Request())
    except (NoAnswer, PlaceError) as error:
        raise Complaint(str(error)) from None
    except KeyboardInterrupt:
        return 130
    return show(config, feed, stack)


def _folder() -> str:
    """Where the collectors of this user listen."""
    try:
        temporary = tempfile.gettempdir()
    except OSError:  # none can be written to, which is said by who tries
        temporary = "/tmp"
    return folder_of(os.environ, temporary, os.getuid())


def _take(name: str) -> Place:
    try:
        return take(_folder(), name)
    except PlaceError as error:
        raise Complaint(str(error)) from None


def _chosen(name: str, names: Sequence[str]) -> str:
    if not names:
        raise Complaint("no collector of yours runs: httplogstats collect FILE starts one")
    if name and name not in names:
        raise Complaint(f"no collector called {name!r} runs; there is {', '.join(names)}")
    if not name and len(names) > 1:
        raise Complaint(f"several collectors run: attach to one of {', '.join(names)}")
    return name or names[0]


def _crossings(config: Config) -> Callable[[Decided], None]:
    """Crossings go to standard output, where a service's log takes them up."""
    printer = TextPrinter(sys.stdout, UTC if config.utc else None, config.top)

    def report(decided: Decided) -> None:
        with suppress(OSError):  # nobody reads there any more; the counting goes on
            for event in decided.events:
                printer.alert(event)
            printer.flush()

    return report


def _say(text: str) -> None:
    with suppress(OSError):
        print(safe(os.fsencode(text)), flush=True)
