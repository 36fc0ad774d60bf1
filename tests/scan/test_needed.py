"""What nobody asks for is not read where a line ends with it, and nowhere else; a filter may ask for it."""

import pytest

from httplogstats.clock import EVER, NEVER, Placing
from httplogstats.filters import parse_filter
from httplogstats.formats.common import COMBINED, COMMON, CORE, LIGHTTPD, VHOST
from httplogstats.formats.layout import Field, Layout, Role
from httplogstats.scan.exact import ExactScanner
from httplogstats.scan.needed import needed
from httplogstats.scan.pure import PureScanner
from httplogstats.tally import REPORTED, TABLES

ALL = Placing(NEVER, EVER, None, NEVER, 10)
HEAD = b'10.0.0.1 - - [09/May/2018:12:00:39 +0000] "GET /a HTTP/1.1" 200 5'
TIMED = Layout("timed", (*COMBINED.fields, Field(Role.LATENCY, b'" ', b" ", optional=True)), b"")
JOINED = Layout("joined", (*CORE, Field(Role.AGENT, b' ua="', b'"', optional=True)), b"")
SOUGHT = Layout("sought", (*COMBINED.fields, Field(Role.LATENCY, b" rt=", b" ", sought=True)), b"")


@pytest.mark.parametrize(
    ("layout", "tables", "fields"),
    [
        (COMBINED, REPORTED, COMMON.fields),
        (COMBINED, ("agents",), COMBINED.fields),
        (COMBINED, ("referrers",), COMBINED.fields[:-1]),
        (COMBINED, TABLES, COMBINED.fields),
        (VHOST, REPORTED, VHOST.fields[:-2]),
        (LIGHTTPD, ("hosts",), LIGHTTPD.fields[:-2]),
        (TIMED, REPORTED, TIMED.fields),
        (JOINED, REPORTED, JOINED.fields[:-1]),
        (SOUGHT, REPORTED, SOUGHT.fields),
        (COMMON, (), COMMON.fields),
    ],
    ids=lambda given: given.name if isinstance(given, Layout) else "",
)
def test_what_stays(layout: Layout, tables: tuple[str, ...], fields: tuple[Field, ...]) -> None:
    assert needed(layout, tables).fields == fields


@pytest.mark.parametrize("opens", [b",", b'"; ', b'","'])
def test_a_field_stays_where_a_line_with_it_would_not_be_well_formed_without(opens: bytes) -> None:
    layout = Layout("other", (*CORE, Field(Role.AGENT, opens, b'"', optional=True)), b"")
    assert needed(layout, REPORTED) is layout


@pytest.mark.parametrize(
    "tail", [b"", b" ", b' "', b' "-"', b' "a\\" "b"', b' "a" "b', b' "a" "b" more', b"x", b"\r"]
)
def test_a_line_may_end_in_any_way_that_it_could_end_in(tail: bytes) -> None:
    data = HEAD + b" \n" + HEAD + tail + b"\n" + HEAD + b"\n"
    for tables in (REPORTED, TABLES):
        exact = ExactScanner(COMBINED, None, tables).scan(data, ALL)
        assert PureScanner(COMBINED, None, tables).scan(data, ALL) == exact


def test_a_filter_asks_for_what_is_not_counted() -> None:
    data = b"".join(HEAD + b' "-" "%b"\n' % agent for agent in (b"curl", b"bot", b"curl/8"))
    scanner = PureScanner(COMBINED, None, REPORTED)
    assert scanner.scan(data, ALL).hits == 3
    assert scanner.scan(data, ALL, parse_filter("agent = curl")).hits == 1
    assert scanner.scan(data, ALL, parse_filter("agent ~ curl")).hits == 2
