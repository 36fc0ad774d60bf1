"""Layouts with every kind of field, for the scanners; formats/ has those of real servers."""

from httplogstats.formats.layout import Field, Form, Key, Layout, Role

TAILED = Layout(
    "tailed",
    (
        Field(Role.HOST, b"", b" ", form=Form.PORT),
        Field(Role.CLIENT, b" ", b" ", form=Form.PORT),
        Field(Role.STAMP, b" [", b"]"),
        Field(Role.REQUEST, b'] "', b'"'),
        Field(Role.STATUS, b'" ', b" ", form=Form.LOOSE),
        Field(Role.SIZE, b" ", b" "),
        Field(Role.AGENT, b' "', b'"'),
        Field(Role.LATENCY, b'" ', b" ", optional=True),
        Field(Role.CACHE, b' "', b'"', optional=True),
        Field(Role.UPSTREAM, b" urt=", b" ", sought=True),
        Field(Role.REFERRER, b' ref="', b'"', sought=True),
    ),
    b'a.example:80 10.0.0.1:5 [09/May/2018:12:00:39 +0000] "GET /report HTTP/1.0" 200 123 "c/8" 0.012 '
    b'"HIT" urt=0.3',
)  # fmt: skip

TABBED = Layout(
    "tabbed",
    (
        Field(Role.DATE, b"", b"\t"),
        Field(Role.TIME, b"\t", b"\t"),
        Field(Role.CLIENT, b"\t", b"\t", form=Form.MAYBE_PORT),
        Field(Role.METHOD, b"\t", b"\t"),
        Field(Role.TARGET, b"\t", b"\t"),
        Field(Role.STATUS, b"\t", b"\t"),
        Field(Role.AGENT, b"\t", b"\t", optional=True),
        Field(Role.LATENCY, b"\t", b"\t", optional=True, form=Form.MILLIS),
    ),
    b"2018-05-09\t12:00:10\t10.0.0.1\tGET\t/a/b?c\t200\tcurl\t15",
)

FORWARDED = Layout(
    "forwarded",
    (
        Field(Role.STAMP, b"[", b"]"),
        Field(Role.REQUEST, b'] "', b'"'),
        Field(Role.STATUS, b'" ', b" "),
        Field(Role.CLIENT, b' "', b'"', form=Form.MAYBE_PORT),
        Field(Role.HOST, b'" "', b'"'),
    ),
    b'[2018-05-09T12:00:40.921Z] "GET /x/y HTTP/1.1" 200 "10.0.0.1, 10.0.0.2" "b.example"',
)

PADDED = Layout(
    "padded",
    (
        Field(Role.STAMP, b"", b" "),
        Field(Role.LATENCY, b" ", b" ", form=Form.MILLIS, padded=True),
        Field(Role.CLIENT, b" ", b" "),
        Field(Role.STATUS, b" ", b" ", form=Form.LOOSE),
        Field(Role.SIZE, b" ", b" "),
        Field(Role.METHOD, b" ", b" "),
        Field(Role.TARGET, b" ", b" "),
        Field(Role.AGENT, b" ", b" ", optional=True, padded=True),
    ),
    b"1525867240.730   3163 10.0.0.1 200 5706 GET http://a.example/b/c   agent",
)

OBJECTS = Layout(
    "objects",
    (),
    b'{"time":"2018-05-09T12:00:41+00:00","remote":"10.0.0.1","request":"GET /j/k HTTP/1.1","status":200,'
    b'"size":"12","took":0.25,"ua":"curl","x":{"y":[1,"a"]},"host":null}',
    (
        Key(Role.STAMP, ("time", "ts")),
        Key(Role.CLIENT, ("remote", "request.ip"), Form.MAYBE_PORT),
        Key(Role.REQUEST, ("request",)),
        Key(Role.METHOD, ("request.method",)),
        Key(Role.TARGET, ("request.uri", "uri")),
        Key(Role.STATUS, ("status",)),
        Key(Role.SIZE, ("size", "bytes")),
        Key(Role.LATENCY, ("took",)),
        Key(Role.AGENT, ("ua",)),
        Key(Role.HOST, ("vhost", "host"), Form.PORT),
        Key(Role.CACHE, ("hit",)),
    ),
)

NESTED = Layout(
    "nested",
    (),
    b'{"ts":1525867241.5,"request":{"ip":"::1","method":"GET","uri":"/n/m?x","h":{"A":["b"]}},"status":404,'
    b'"bytes":7,"took":1.5e-3,"hit":true}',
    OBJECTS.keys,
)

ALL = (TAILED, TABBED, FORWARDED, PADDED, OBJECTS, NESTED)

FULL = Layout(
    "full",
    (
        Field(Role.HOST, b"", b" ", form=Form.PORT),
        Field(Role.CLIENT, b" ", b" ", form=Form.PORT),
        Field(Role.DATE, b" ", b" "),
        Field(Role.TIME, b" ", b" "),
        Field(Role.METHOD, b" ", b" "),
        Field(Role.TARGET, b" ", b" "),
        Field(Role.STATUS, b" ", b" ", form=Form.LOOSE),
        Field(Role.SIZE, b" ", b" "),
        Field(Role.LATENCY, b" ", b" ", optional=True, form=Form.MILLIS),
        Field(Role.CACHE, b" ", b" ", optional=True),
        Field(Role.UPSTREAM, b"up=", b" ", form=Form.SECONDS, sought=True),
        Field(Role.AGENT, b'ua="', b'"', sought=True),
    ),
    b'example.com:80 [::1]:123 2018-05-09 12:00:10 GET /a/b?x 404 17 0.5 HIT up=0.1, 0.2 ua="curl"',
)

LATE = Layout(
    "late",
    (
        Field(Role.STAMP, b"", b" "),
        Field(Role.LATENCY, b" ", b" "),
        Field(Role.CLIENT, b" ", b"|"),
        Field(Role.REQUEST, b"|", b"|"),
        Field(Role.STATUS, b"|", b" "),
        Field(Role.REFERRER, b" ", b"\t", optional=True),
    ),
    b"1525867201.5 3163 10.0.0.1, 10.0.0.2|GET http://a/b HTTP/1.1|200 x",
)

MORE = {
    FULL: (
        b'h 10.0.0.1 2018/05/09 12:00:59,5+02:00 POST /a 0 - 1e3 - up=- ua="\\"x" up=2',
        b"h 10.0.0.1 2018-05-09 12:00:00Z CONNECT a:443 502 9999999999999999999 0.0004 MISS up=1 : 2ms",
        b'h: - 2018-05-09 12:00:00+0200 - /x/y 000 9999999999999999999 -1 HIT ua="" up=3\xc2\xb5s',
    ),
    LATE: (
        b"1525867201500 0.001s -|GET /|301",
        b"Wed_May 1,2 ,|-|200 \t",
        b"1525867201 9e9 a b|PUT /c/d/e|499 y\tz",
        b"152586720 9e9 a b|PUT /c/d/e|600 y\tz",
    ),
}
