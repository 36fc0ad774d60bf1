"""Sources, followers, the model and who is told, made from the settings and put together."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC
from functools import partial

from httplogstats import words
from httplogstats.arguments import Complaint
from httplogstats.clock import SLACK, slot_of
from httplogstats.config import Config
from httplogstats.explain import Lines
from httplogstats.feed import LocalFeed, SystemClock, Teller
from httplogstats.follower import Follower
from httplogstats.formats.layout import Layout
from httplogstats.formats.named import named
from httplogstats.history import Journal, Unkept, is_foreign, load, standard_path
from httplogstats.keep import Keep
from httplogstats.monitor import Decided, Monitor, Rules
from httplogstats.patterns import PatternTail
from httplogstats.readahead import ReadAhead
from httplogstats.recent import Recent
from httplogstats.ring import KEPT_SECONDS
from httplogstats.snapshot import AlertEvent
from httplogstats.sources import Source, open_sources
from httplogstats.tally import REPORTED, TABLES
from httplogstats.windows import SUMMED
from httplogstats.zone import offsets_of

SAMPLED = 1_000_000
"""Bytes of the newest lines that are kept for the evidence of alerts where no screen asks for any."""

WHOLE = 2**16
"""Rows that a table of a summary holds: it is asked how many clients came in a whole day."""

DISORDER = 3600
"""Seconds by which lines of a summary may be out of order: files of several servers, glued together, are.

Slots stay open for so long, which costs little where their rows go to one set of tables.
"""

BLOCKS = 16
"""Blocks that are looked through for sample lines."""


def samples(keep: Keep) -> Lines:
    """Finds the newest lines that pass some tests, among the newest blocks."""

    def lines(where: tuple[str, ...], moment: int, most: int) -> list[str]:
        looks = iter(range(BLOCKS))
        found = Recent(keep).newest(most, where, moment, lambda: next(looks, None) is None)
        return [line.text for line in found]

    return lines


def wire(
    config: Config,
    paths: Sequence[str],
    decided: Callable[[Monitor], Callable[[Decided], None]] | None = None,
    screens: bool = True,
) -> tuple[LocalFeed, Monitor]:
    """`decided` makes what is told of every slot and crossing; `screens` is whether any may look on.

    Raises `Complaint` and `SourceError`.
    """
    clock = SystemClock()
    started = clock.now()
    replay = config.from_start or config.no_follow
    rules = Rules(config.interval, config.alert_window, config.threshold, config.rules)
    zone = UTC if config.utc else None
    sources: list[Source] = open_sources(
        paths, from_start=replay, follow=not config.no_follow, with_rotated=config.with_rotated
    )
    teller, known = _history(config, paths, clock.elapsed())
    tellers = [*([teller] if teller else []), *_told_outside(config)]
    kept = KEPT_SECONDS if screens else _evidence(rules) if tellers or _of_slots(config) else 0
    keep = Keep(config.keep if screens else min(config.keep, SAMPLED) if tellers else 0)
    when = partial(words.date_time, zone=zone)
    summed = SUMMED if screens else WHOLE if config.summary else 0
    monitor = Monitor(rules, started, when, samples(keep), kept=kept, summed=summed)
    since = None if replay else begin(rules, started, known)
    if since is not None:
        monitor.alerting.resume(known)
        if not all(source.past for source in sources):
            monitor.begin(None if any(source.past for source in sources) else since)
    if not any(isinstance(source, PatternTail) for source in sources):  # that one looks at the others
        sources = list(map(ReadAhead, sources))
    follower = _follower(config, started, since, keep if kept else None)
    told = decided(monitor) if decided else lambda _: None
    return LocalFeed(list(map(follower, sources)), monitor, clock, told, keep, tellers), monitor


def _follower(
    config: Config, started: int, since: int | None, keep: Keep | None
) -> Callable[[Source], Follower]:
    """Makes what follows a source; without `keep` nobody asks for more than what is told."""
    return partial(
        Follower,
        started=started,
        since=since,
        keep=keep,
        given=given_format(config),
        offsets=offsets_of(config.tz) if config.tz else None,
        tables=REPORTED if keep is None and not config.summary else TABLES,
        slack=DISORDER if keep is None and config.summary else SLACK,
    )


def _of_slots(config: Config) -> bool:
    """Whether a summary has rules that look at the rows of slots; a text says nothing of why alerts fire."""
    return config.summary and any(rule.measure.rows for rule in config.rules)


def _evidence(rules: Rules) -> int:
    """Seconds of slots that tell why an alert fires: two windows, and what is cut at their ends."""
    return min(KEPT_SECONDS, 2 * rules.longest + 3 * rules.interval)


def _told_outside(config: Config) -> list[Teller]:
    """A program, and a server, that are told of crossings; what they take is loaded only then."""
    tellers: list[Teller] = []
    if config.no_follow:  # it is past, of which nobody is told
        return tellers
    if config.on_alert:
        from httplogstats.hooks import Hook

        tellers.append(Hook(config.on_alert, os.environ))
    if config.webhook:
        from httplogstats.webhook import Webhook  # HTTP and TLS: a tenth of a second and 6 MB

        tellers.append(Webhook(config.webhook))
    return tellers


def given_format(config: Config) -> Layout | None:
    """The format that the user named or pasted."""
    if not config.log_format:
        return named(config.format)
    from httplogstats.formats.strings import pasted

    return pasted(config.log_format)


def begin(rules: Rules, started: int, known: Sequence[AlertEvent]) -> int:
    """From when on the log is read back (T4): farther, where an earlier run has left a rule firing."""
    last = {event.rule: event for event in known if not event.note}
    left = [event.time - event.window for event in last.values() if event.fired]
    earliest = max(started - KEPT_SECONDS, min(left, default=started))
    return slot_of(min(started - 1 - rules.longest, earliest) - rules.interval, rules.interval)


def _history(
    config: Config, paths: Sequence[str], elapsed: float
) -> tuple[Journal | Unkept | None, list[AlertEvent]]:
    """Who keeps alerts, and those of earlier runs; none by itself for what passes, such as a demo."""
    passing = config.demo or config.no_follow or "-" in paths
    if config.no_history or (passing and not config.history):
        return None, []
    path = config.history or standard_path(paths, os.environ)
    if not path:
        return Unkept("alerts are not kept on disk: there is no HOME and no XDG_STATE_HOME", elapsed), []
    try:
        known = load(path)
        if config.history and not known and is_foreign(path):
            raise Complaint(f"{path} holds something else than alerts: --history wants a file of its own")
    except OSError as error:
        if config.history:
            raise Complaint(f"cannot read the history {path}: {error.strerror}") from None
        return Unkept(f"alerts are not kept on disk: {path}: {error.strerror}", elapsed), []
    return Journal(path, known, wanted=bool(config.history)), known
