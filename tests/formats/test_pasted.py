"""Format strings as they stand in a server's configuration: read, or refused with the place."""

import pytest

from httplogstats.formats.layout import MOST_FIELDS, Layout
from httplogstats.formats.pasted import FormatError
from httplogstats.formats.strings import pasted
from httplogstats.scan.read import reader_of
from httplogstats.scan.record import Misfit, Record, Recorder
from httplogstats.scan.stamps import Stamps

from .data import DATA

LINE = b'10.0.0.1 - - [09/May/2018:16:00:39 +0000] "GET /a/b?c HTTP/1.1" 200 123'
HIT = Record(1525881639, b"10.0.0.1", b"GET", b"/a", b"/a/b", 200, 123)


def record(layout: Layout, line: bytes) -> Record | Misfit:
    values = reader_of(layout)(line)
    return values if isinstance(values, Misfit) else Recorder(layout, Stamps()).record(values)


NGINX_CORE = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent'
SENT = {"referrer": b"r", "agent": b"a"}
APACHE_CORE = '%h %l %u %t "%r" %>s %b'


@pytest.mark.parametrize(
    ("text", "line", "more"),
    [
        (NGINX_CORE, LINE, {}),
        (APACHE_CORE, LINE, {}),
        (APACHE_CORE + "\n", LINE, {}),
        (NGINX_CORE + ' "$http_referer" "$http_user_agent"', LINE + b' "r" "a"', SENT),
        (APACHE_CORE + ' "%{Referer}i" "%{User-Agent}i"', LINE + b' "r" "a"', SENT),
        (NGINX_CORE + " rt=$request_time", LINE + b" rt=0.002", {"latency": 2000}),
        (NGINX_CORE + " $new_thing ${request_time}s", LINE + b" what 0.002s", {"latency": 2000}),
        (
            "log_format  main escape=default '$remote_addr - $remote_user [$time_local] '\n"
            "    '\"$request\" '\n  '$status $body_bytes_sent';",
            LINE,
            {},
        ),
        ('LogFormat "%h %l %u %t \\"%r\\" %>s %O %D" mine', LINE + b" 1534", {"latency": 1534}),
        ("%h %l %u %t \\\"%r\\\" %>s %b %{ms}T", LINE + b" 15", {"latency": 15_000}),
        ("%h %l %u %t \"%r\" %>s %b %T", LINE + b" 15", {"latency": 15_000_000}),
        (
            '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" %(D)s',
            LINE + b' "r" 7',
            {"referrer": b"r", "latency": 7},
        ),
        ('%h %l %u %t "%m %U%q %H" %>s %b', LINE, {}),
        ('%400,501{X}i %!200,304{Referer}i %h %l %u %t "%r" %>s %b', b"- ref " + LINE, {"referrer": b"ref"}),
        ('%h %l %u [%{%d/%b/%Y:%H:%M:%S %z}t] "%r" %>s %b', LINE, {}),
        ('%h %l %u [%{%d/%b/%Y %T}t] "%r" %s %b', LINE.replace(b":16:", b" 16:").replace(b" +0000", b""), {}),
        ('%v %h %l %u %t "%r" %>s %b', b"a.example:80 " + LINE, {"host": b"a.example"}),
    ],
)  # fmt: skip
def test_what_servers_are_told(text: str, line: bytes, more: dict[str, object]) -> None:
    assert record(pasted(text), line) == HIT._replace(**more)


def test_a_json_body() -> None:
    layout = pasted(
        "log_format j escape=json '{\"time\":\"$time_iso8601\",\"ip\":\"$remote_addr\",'"
        "'\"req\":{\"line\":\"$request\",\"took\":$request_time},\"s\":$status,\"size\":\"$bytes_sent\",'"
        "'\"more\":\"$host$uri\"}';"
    )  # fmt: skip
    line = (
        b'{"time":"2018-05-09T16:00:39+00:00","ip":"10.0.0.1","req":{"line":"GET /a/b?c HTTP/1.1",'
        b'"took":0.002},"s":200,"size":"123","more":"x"}'
    )
    assert record(layout, line) == HIT._replace(latency=2000)


def test_envoy_reads_its_own_default() -> None:
    layout = pasted(
        '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% '
        "%RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "
        '"%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" "%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" '
        '"%UPSTREAM_HOST%"\\n'
    )
    for sample in DATA["envoy"]:
        assert record(layout, sample.raw) == sample.record


def test_a_client_behind_a_proxy_is_the_one_that_the_server_saw() -> None:
    text = '"$http_x_forwarded_for" $remote_addr [$time_local] "$request" $status $bytes_sent'
    line = b'"192.0.2.1" ' + LINE.replace(b" - -", b"")
    found = record(pasted(text), line)
    assert isinstance(found, Record)
    assert found.client == b"10.0.0.1"
    found = record(pasted(text.replace("$remote_addr", "$else")), line)
    assert isinstance(found, Record)
    assert found.client == b"192.0.2.1"


def test_what_stands_behind_the_fields_that_count_may_be_missing_or_more() -> None:
    layout = pasted(NGINX_CORE + ' "$http_user_agent" $request_time')
    assert record(layout, LINE) == HIT
    assert record(layout, LINE + b' "a" 0.1 more') == HIT._replace(agent=b"a", latency=100_000)


@pytest.mark.parametrize(
    ("text", "at", "what"),
    [
        ("$remote_addr$status $request", 12, "nothing between"),
        ("%h%s %r", 2, "nothing between"),
        ('$remote_addr "$request"', 23, "no status"),
        ("%h %>s", 6, "no request"),
        ("combined", 0, "no variables"),
        ("$request $status x\n$request_time", 18, "ends here"),
        ('%h %{%A, %d %B}t "%r" %>s', 3, "dates written so"),
        ('%h %{%d \udcff}t "%r" %>s', 3, "dates written so"),
        ('{"s":"$status"', 14, "JSON"),
        ('{"s":"$status"}', 15, "no request"),
        ('{"s":$status,"r":$request', 25, "JSON"),
        ('{"s":$status,"r":nothing}', 17, "JSON"),
        ('{"s":"$status","\\ud800":"$request"}', 0, "JSON"),
    ],
)
def test_what_cannot_work_is_refused_with_the_place(text: str, at: int, what: str) -> None:
    with pytest.raises(FormatError, match=what) as raised:
        pasted(text)
    assert raised.value.at == at
    place = f", at {at + 1}: {text[at : at + 20]}".split("\n")[0].split("\udcff")[0]
    assert (place in raised.value.shown()) is (at < len(text))


def test_bytes_that_are_no_text_stand_between_fields_too() -> None:
    layout = pasted('%h \udcff %t "%r" %>s %b')
    assert record(layout, LINE.replace(b"- -", b"\xff")) == HIT


def test_what_is_shown_of_a_string_is_printable() -> None:
    with pytest.raises(FormatError) as raised:
        pasted('%h %{%d \x1b[2J}t "%r" %>s')
    assert raised.value.shown().isprintable()


def test_a_string_without_end_is_refused() -> None:
    text = "$status $request" + " $more" * (MOST_FIELDS - 2)
    assert len(pasted(text).fields) == MOST_FIELDS
    with pytest.raises(FormatError, match="more than 100 fields") as raised:
        pasted(text + " $one")
    assert raised.value.at == len(text) + 1


def test_of_a_long_string_the_place_is_shown() -> None:
    assert FormatError("x" * 400 + "y" * 100, 400, "wrong").shown() == "wrong, at 401: " + "y" * 40
