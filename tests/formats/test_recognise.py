"""What is said of each piece of an input: wrappings, `#Fields:` lines, formats that change."""

import json

import pytest

from httplogstats.formats.common import COMBINED, COMMON, VHOST
from httplogstats.formats.layout import MOST_FIELDS, Form, Layout, Role
from httplogstats.formats.named import named
from httplogstats.formats.recognise import RECENT, Pieces, Recogniser
from httplogstats.formats.strings import pasted
from httplogstats.formats.unwrap import WRAPPINGS
from httplogstats.formats.w3c import layout_of
from httplogstats.scan.read import reader_of

from .data import DATA, FOREIGN

SHORT = b"#Fields: date time c-ip cs-method cs-uri-stem sc-status"
LONG = b"#Fields: date time c-ip cs-method cs-uri-stem sc-status sc-bytes time-taken"


def names(pieces: Pieces) -> list[tuple[str, int]]:
    return [(layout.name, lines.count(b"\n")) for layout, lines in pieces]


def lines_of(pieces: Pieces) -> bytes:
    return b"".join(lines for _, lines in pieces)


def test_a_log_is_one_piece_as_it_stands() -> None:
    data = COMBINED.example + b"\n" + FOREIGN + b"\n"
    assert Recogniser().pieces(data) == [(COMBINED, data)]
    assert Recogniser().pieces(b"") == [(COMBINED, b"")]


def test_what_is_not_known_is_looked_at_again() -> None:
    recogniser = Recogniser()
    recogniser.pieces(FOREIGN + b"\n")
    assert recogniser.layout is None
    recogniser.pieces((COMMON.example + b"\n") * 3)
    assert recogniser.layout is COMMON


def test_a_first_guess_is_made_better_by_more_lines() -> None:
    recogniser = Recogniser()
    recogniser.pieces(COMBINED.example + b" 0\n")
    assert recogniser.layout is not None
    assert recogniser.layout.forms[Role.LATENCY] is Form.SECONDS
    recogniser.pieces((COMBINED.example + b" 14500\n") * 3)
    assert recogniser.layout.forms[Role.LATENCY] is Form.MICROS


def test_a_changed_format_is_found_when_more_than_half_fails() -> None:
    recogniser = Recogniser()
    recogniser.pieces((COMBINED.example + b"\n") * 200)
    caddy = (DATA["caddy"][0].raw + b"\n") * RECENT
    for understood in (RECENT, RECENT // 2):
        recogniser.note(caddy, understood, RECENT - understood)
        assert recogniser.layout is COMBINED
    recogniser.note(caddy, RECENT // 2 - 1, RECENT // 2 + 1)
    assert recogniser.layout is named("caddy")


def test_a_log_that_nobody_knows_is_looked_at_ever_more_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def look(lines: bytes) -> None:
        looks.append(lines)

    monkeypatch.setattr("httplogstats.formats.recognise.detect", look)
    recogniser = Recogniser()
    for _ in range(100):
        recogniser.note(FOREIGN, 0, RECENT)
    assert len(looks) == 6  # after 1, 2, 4, 8, 16, 32 times


def test_a_given_format_is_kept_but_for_what_is_appended() -> None:
    recogniser = Recogniser(COMBINED)
    recogniser.pieces((DATA["caddy"][0].raw + b"\n") * 200)
    recogniser.note(DATA["caddy"][0].raw, 0, 200)
    assert recogniser.layout is COMBINED
    recogniser = Recogniser(COMBINED)
    recogniser.pieces((COMBINED.example + b" 0.038\n") * 3)
    assert recogniser.layout is not None
    assert recogniser.layout.name == "combined+time"


def test_fields_lines_decide_what_follows_and_are_blank() -> None:
    data = (
        b"#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n"
        + SHORT + b"\n2018-01-01 08:09:10 10.0.0.1 GET /a 200\n"
        + b"#Date: 2018-01-01 08:09:11\r\n" + LONG + b"\r\n2018-01-01 08:09:11 10.0.0.1 GET /b 200 17 123\r\n"
    )  # fmt: skip
    recogniser = Recogniser()
    pieces = recogniser.pieces(data)
    assert names(pieces) == [("combined", 2), ("w3c", 3), ("w3c", 2)]
    assert lines_of(pieces).count(b"\n") == data.count(b"\n")
    assert b"#" not in lines_of(pieces)
    assert Role.SIZE not in pieces[1][0].roles
    assert pieces[2][0].forms[Role.LATENCY] is Form.MILLIS
    assert names(recogniser.pieces(b"2018-01-01 08:09:12 10.0.0.1 GET /c 200 17 123\n")) == [("w3c", 1)]


def test_a_fields_line_may_come_alone() -> None:
    recogniser = Recogniser()
    assert lines_of(recogniser.pieces(LONG.replace(b" c-ip", b" x-edge-location c-ip"))) == b"\n"
    (piece,) = recogniser.pieces(b"2018-01-01\t08:09:12\tLAX1\t10.0.0.1\tGET\t/c\t200\t17\t0.123\n")
    assert piece[0].name == "cloudfront"
    assert piece[0].forms[Role.LATENCY] is Form.SECONDS


@pytest.mark.parametrize(
    ("times", "form"),
    [([b"123", b"0"], Form.MILLIS), ([b"0.5", b"1"], Form.SECONDS), ([b"-", b"1.25"], Form.SECONDS)],
)
def test_times_of_w3c_logs_are_seconds_where_they_have_a_fraction(times: list[bytes], form: Form) -> None:
    lines = b"".join(b"2018-01-01 08:09:11 10.0.0.1 GET /b 200 17 %b\n" % time for time in times)
    ((layout, _),) = Recogniser().pieces(LONG + b"\n" + lines)
    assert layout.forms[Role.LATENCY] is form
    iis = named("iis")
    assert iis is not None
    lines = b"".join(iis.example.removesuffix(b"123") + time + b"\n" for time in times)
    for recogniser in (Recogniser(), Recogniser(iis)):
        ((layout, _),) = recogniser.pieces(lines)
        assert layout.forms[Role.LATENCY] is form


def test_a_head_is_learned_from() -> None:
    recogniser = Recogniser()
    recogniser.learn(b"#Version: 1.0\n" + SHORT + b"\n2018-01-01 08:09:10 10.0.0.1 GET /a 200\n2018-")
    assert names(recogniser.pieces(b"2018-01-01 08:09:10 10.0.0.1 GET /a 200\n")) == [("w3c", 1)]
    recogniser = Recogniser()
    recogniser.learn(COMMON.example + b"\n")
    assert recogniser.layout is None


def test_a_fields_line_without_status_or_path_says_nothing() -> None:
    assert layout_of(b"#Fields: date time c-ip", False) is None
    assert Recogniser().pieces(b"#Fields: date time c-ip\n2018-01-01 08:09:10 ::1\n")[0][0] is COMBINED


def test_a_fields_line_without_end_says_nothing() -> None:
    names = b"#Fields: cs-uri sc-status" + b" x" * (MOST_FIELDS - 2)
    assert layout_of(names, tabs=False) is not None
    assert layout_of(names + b" y", tabs=False) is None


def test_a_hash_elsewhere_is_no_directive() -> None:
    data = b"# no directive\n" + COMBINED.example.replace(b"/report", b"/#Fields: x") + b"\n"
    assert Recogniser().pieces(data)[0][1] == data


def docker(line: bytes) -> bytes:
    text = json.dumps({"log": line.decode() + "\n", "stream": "stdout", "time": "2023-10-06T00:17:09.66Z"})
    return text.replace('", "', '","').replace('": "', '":"').encode()


def cri(line: bytes) -> bytes:
    return b"2023-10-06T00:17:09.669794202Z stdout F " + line


@pytest.mark.parametrize("wrap", [docker, cri])
@pytest.mark.parametrize("layout", [COMBINED, named("ingress_nginx"), named("caddy")])
def test_wrapped_lines(wrap: object, layout: Layout) -> None:
    assert callable(wrap)
    data = b"".join(wrap(layout.example) + b"\n" for _ in range(5))
    assert Recogniser().pieces(data) == [(layout, (layout.example + b"\n") * 5)]
    assert Recogniser(layout).pieces(data) == [(layout, (layout.example + b"\n") * 5)]


@pytest.mark.parametrize("wrap", [docker, cri])
def test_each_wrapped_line_stays_one(wrap: object) -> None:
    assert callable(wrap)
    recogniser = Recogniser()
    recogniser.pieces((wrap(COMBINED.example) + b"\n") * 5)
    data = b"\n".join(
        [wrap(b""), wrap(b"one\\ntwo\x01"), b"", FOREIGN, wrap(b"")[:-3], b'{"log":"\\q","stream":1}']
    )
    assert lines_of(recogniser.pieces(data)).count(b"\n") == data.count(b"\n")
    data = docker(b"a").replace(b"a", b"a\\n\\nb")
    (piece,) = Recogniser().pieces(data * 1)
    assert b"\n" not in piece[1]


PREFIXES = (
    b"May 11 12:00:00 web1 nginx: ",
    b"May  1 12:00:00 web1 nginx[123]: ",
    b"<190>May  1 12:00:00 web1 nginx: ",
    b"<190>May  1 12:00:00 nginx: ",  # nohostname
    b"May 11 12:00:00.123456 web1 docker/web-1[7]:  ",
    b"2026-05-11T12:00:00.123456+00:00 web1 nginx: ",
    b"2026-05-11T12:00:00+0200 web1 httpd[123]: ",
    b"<190>1 2026-05-11T12:00:00Z web1 nginx - - - ",
    b'<190>1 2026-05-11T12:00:00.003Z web1 nginx 12 ID47 [a@1 b="\\"] c"][d] \xef\xbb\xbf',
    b"web-1  | ",
)
STAMPED = (
    b"2023-10-06T00:17:09.669794202Z ",  # docker logs -t, kubectl logs --timestamps
    b"web-1  | 2023-10-06T00:17:09.669794202Z ",
    b"[pod/web-5d8f/nginx] 2023-10-06T00:17:09.66Z ",
    b"[pod/web-5d8f/nginx] ",
)


@pytest.mark.parametrize("layout", [COMBINED, VHOST, named("caddy"), named("haproxy")])
@pytest.mark.parametrize("prefix", PREFIXES)
def test_lines_behind_a_prefix(prefix: bytes, layout: Layout) -> None:
    data = (prefix + layout.example + b"\n") * 5
    assert Recogniser().pieces(data) == [(layout, (layout.example + b"\n") * 5)]
    assert Recogniser(layout).pieces(data) == [(layout, (layout.example + b"\n") * 5)]


@pytest.mark.parametrize("layout", [COMBINED, VHOST, named("caddy"), named("ingress_nginx")])
@pytest.mark.parametrize("prefix", STAMPED)
def test_lines_behind_a_stamp(prefix: bytes, layout: Layout) -> None:
    data = (prefix + layout.example + b"\n") * 5
    assert Recogniser().pieces(data) == [(layout, (layout.example + b"\n") * 5)]


def test_json_behind_its_cookie() -> None:
    line = PREFIXES[0] + b"@cee: " + DATA["caddy"][0].raw + b"\n"
    assert Recogniser().pieces(line) == [(named("caddy"), DATA["caddy"][0].raw + b"\n")]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_lines_with_and_without_a_prefix(prefix: bytes) -> None:
    """It may begin at any line, and end at any: each line counts as what it says itself."""
    plain = COMBINED.example + b"\n"
    recogniser = Recogniser()
    for data in (plain * 200, plain * 5 + (prefix + plain) * 5, plain + prefix + b"\n" + plain, plain * 9):
        pieces = recogniser.pieces(data)
        assert [layout for layout, _ in pieces] == [COMBINED]
        assert lines_of(pieces) == data.replace(prefix, b"")


@pytest.mark.parametrize("wrap", [PREFIXES[0] + b"%s", b'{"log":"%s\\n","stream":"stdout"}'])
def test_declared_fields_behind_a_prefix(wrap: bytes) -> None:
    """Of lines that only their declaration explains."""
    data = b"".join(wrap % line + b"\n" for line in (b"#Fields: sc-status cs-uri-stem", b"200 /a"))
    ((layout, lines),) = Recogniser().pieces(data)
    assert (layout.name, lines) == ("w3c", b"\n200 /a\n")


def test_a_prefix_between_other_lines() -> None:
    """As journalctl writes them, whose own lines have none."""
    data = b"-- Boot 1 --\n" + PREFIXES[0] + COMBINED.example + b"\n-- Boot 2 --\n"
    assert lines_of(Recogniser().pieces(data)) == data.replace(PREFIXES[0], b"")


@pytest.mark.parametrize("name", DATA)
def test_no_line_of_a_format_has_a_wrapping(name: str) -> None:
    for sample in DATA[name]:
        for one in WRAPPINGS:
            assert not one.has(sample.raw)
            assert one.taken_off(sample.raw + b"\n") == sample.raw + b"\n"


def test_a_prefix_that_a_given_format_names_is_no_wrapping() -> None:
    layout = pasted('$time_iso8601 $hostname nginx: $remote_addr - - [$time_local] "$request" $status')
    data = (PREFIXES[5] + COMBINED.example + b"\n") * 5
    recogniser = Recogniser(layout)
    assert recogniser.pieces(data) == recogniser.pieces(data) == [(layout, data)]
    haproxy = named("haproxy_syslog")
    assert haproxy is not None
    data = haproxy.example.replace(b"haproxy[", b"lb[") + b"\n"
    assert Recogniser(haproxy).pieces(data) == [(haproxy, data)]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_prefix_with_nothing_behind_it_is_a_line(prefix: bytes) -> None:
    data = prefix + b"\n" + b"\r\n".join([prefix, prefix[:-3], prefix * 2, prefix])
    recogniser = Recogniser()
    recogniser.pieces(prefix + COMBINED.example)
    lines = lines_of(recogniser.pieces(data))
    assert lines.count(b"\n") == data.count(b"\n")
    assert lines.startswith(b"\n\r\n")
    assert lines.endswith(prefix)  # a line that has no end would be gone


def test_changing_fields_are_read_by_each_their_layout() -> None:
    iis = layout_of(SHORT + b" X-Forwarded-For", False)
    assert iis is not None
    values = reader_of(iis)(b"2018-01-01 08:09:10 10.0.0.1 GET /a 200 -")
    assert isinstance(values, dict)
    assert values[Role.CLIENT].text == b"10.0.0.1"


def test_fields_lines_that_come_again_name_the_same_layout() -> None:
    recogniser = Recogniser()
    data = b"".join(fields + b"\n2018-01-01 08:09:10 ::1 GET /a 200 1 2\n" for fields in (SHORT, LONG) * 50)
    assert len({id(layout) for layout, _ in recogniser.pieces(data)}) == 2
