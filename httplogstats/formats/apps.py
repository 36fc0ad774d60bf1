"""Application servers with a format of their own: uvicorn, uWSGI. Others write common or combined."""

from httplogstats.formats.layout import Field, Form, Layout, Role

_UVICORN = (
    Field(Role.REQUEST, b' - "', b'"'),
    Field(Role.STATUS, b'" ', b" "),
)

UVICORN = Layout(
    "uvicorn",
    (Field(Role.CLIENT, b"INFO:     ", b" - ", form=Form.PORT), *_UVICORN),
    b'INFO:     127.0.0.1:51234 - "GET /items/5 HTTP/1.1" 200 OK',
)

UVICORN_TIME = Layout(
    "uvicorn_time",
    (
        Field(Role.STAMP, b"", b" INFO:     "),
        Field(Role.CLIENT, b" INFO:     ", b" - ", form=Form.PORT),
        *_UVICORN,
    ),
    b'2024-05-01 12:00:00,123 INFO:     127.0.0.1:51234 - "GET /items/5 HTTP/1.1" 200 OK',
)

UVICORN_COLOUR = Layout(
    "uvicorn_colour",
    (
        Field(Role.CLIENT, b"\x1b[32mINFO\x1b[0m:     ", b" - ", form=Form.PORT),
        Field(Role.REQUEST, b' - "\x1b[1m', b"\x1b[0m"),
        Field(Role.SKIP, b'\x1b[0m" \x1b[', b"m"),  # the colour says which class the status has
        Field(Role.STATUS, b"m", b" "),
    ),
    b'\x1b[32mINFO\x1b[0m:     127.0.0.1:51234 - "\x1b[1mGET /items/5 HTTP/1.1\x1b[0m" \x1b[32m200 OK\x1b[0m',
)

UWSGI = Layout(
    "uwsgi",
    (
        Field(Role.SKIP, b"[pid: ", b"] "),
        Field(Role.CLIENT, b"] ", b" "),
        Field(Role.SKIP, b" ", b"} ["),  # user, size of the environment
        Field(Role.STAMP, b"} [", b"] "),
        Field(Role.METHOD, b"] ", b" "),
        Field(Role.TARGET, b" ", b" => generated "),
        Field(Role.SIZE, b" => generated ", b" bytes in "),
        Field(Role.LATENCY, b" bytes in ", b" msecs (", form=Form.MILLIS),
        Field(Role.PROTOCOL, b" msecs (", b" "),
        Field(Role.STATUS, b" ", b") "),
        Field(Role.SKIP, b") ", b" "),
    ),
    b"[pid: 24386|app: 0|req: 48295/412564] 192.0.2.65 () {44 vars in 1322 bytes} [Tue Jan  3 05:01:31 2012] "
    b"GET /contest/23/ => generated 192 bytes in 21 msecs (HTTP/1.1 200) 4 headers in 188 bytes",
)

LAYOUTS = (UVICORN, UVICORN_TIME, UVICORN_COLOUR, UWSGI)
