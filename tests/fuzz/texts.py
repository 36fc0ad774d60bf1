"""What a user writes, changed: filters, configuration files, arguments, and the journal of alerts."""

import json
import random
import re
import shlex
from contextlib import redirect_stdout, suppress
from datetime import UTC
from io import StringIO

from httplogstats.arguments import Complaint
from httplogstats.configfile import read
from httplogstats.filters import NUMBERS, FilterError, describe, parse_filter
from httplogstats.records import event_of, line_of, record_of
from httplogstats.together import combined, parse
from httplogstats.ui.panes.alerts import Item
from httplogstats.ui.panes.pane import Manner
from httplogstats.ui.story import event_lines
from tests.alerts.test_configfile import FULL
from tests.fuzz.changes import changed, changed_text, changed_value
from tests.scan.test_twins import FILTERS
from tests.test_filters import MEANT
from tests.ui.fakes import MOMENTS
from tests.ui.test_story import EVENT

FILES = (
    FULL,
    "threshold = 0.7\nwebhook = 'https://example.org/a'\non-alert = \"mail -s 'a b' me\"\ntz = 'UTC'\n",
    "log-format = '%h %l %u %t \"%r\" %>s %b'\nkeep = '64MB'\nformat = 'nginx'\nnotify = 9\n",
    "[[rule]]\nname = 'a'\nmeasure = 'p95'\nbelow = '1.5s'\nrecover = 3\nwhere = 'path ~ a, status = 2xx'\n",
)
COMMANDS = (
    "--threshold 0.7 --alert-window=60 --interval 5 --top 0 --theme dark a.log b.log",
    "--format combined --tz Europe/Berlin --keep 64MB --notify 777 --on-alert 'page now' --from-start",
    "--log-format '$remote_addr $status \"$request\"' --webhook https://example.org:81/x --no-bell -- -",
    "--no-follow --with-rotated --json --utc --history h.jsonl x.log --config none --demo --isolate",
)
MANNER = Manner(UTC)
EVENTS = [EVENT, *(event for moment in MOMENTS.values() for event in moment.events[:2])]


def filters(rng: random.Random) -> None:
    """A line of text is a filter, which is written so that it means the same, or refused with its place."""
    text = changed_text(rng, (*FILTERS, *MEANT))
    try:
        tests = parse_filter(text)
    except FilterError as error:
        check(error, text)
        return
    assert parse_filter(" and ".join(map(describe, tests))) == tests
    for test in tests:
        test.passes(500 if test.field in NUMBERS else b"/a")


def check(error: FilterError, text: str) -> None:
    """The place is one of the text."""
    assert 0 <= error.at <= len(text)


def configuration(rng: random.Random) -> None:
    """A file is read, or what is wrong is said with its line, fit for a terminal."""
    text = changed_text(rng, FILES).encode("utf-8", "replace").decode()
    found = read(text, "f")
    for complaint in found.complaints:
        assert complaint.isprintable()
        line = re.match("f:([0-9]+): ", complaint)
        assert line
        assert 1 <= int(line[1]) <= text.count("\n") + 1
    with suppress(Complaint):
        combined({}, found)


def arguments(rng: random.Random) -> None:
    """Arguments are settings, or one complaint; help and version end the program."""
    try:
        words = shlex.split(changed_text(rng, COMMANDS))
    except ValueError:
        return
    with suppress(Complaint, SystemExit), redirect_stdout(StringIO()):
        parse(words)


def journal(rng: random.Random) -> None:
    """A line of the journal is an event that can be shown and kept again, or none."""
    line = line_of(rng.choice(EVENTS))
    value = json.loads(line)
    for _ in range(rng.randint(1, 3)):
        value = changed_value(rng, value)
    event = event_of(rng.choice((json.dumps(value).encode(), changed(rng, (line,)))))
    if event is not None:
        json.dumps(record_of(event))
        width = rng.choice((1, 20, 80))
        Item(event, MANNER).render((width,))
        for row in event_lines(event, MANNER, width):
            assert "".join(text for _, text in row).isprintable()
