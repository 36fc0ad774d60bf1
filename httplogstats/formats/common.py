"""The W3C/NCSA Common Log Format and the combined format that grew from it."""

from httplogstats.formats.layout import Field, Layout, Role

_CORE = (
    Field(Role.CLIENT, b"", b" "),
    Field(Role.SKIP, b" ", b" "),
    Field(Role.USER, b" ", b" ["),  # may contain spaces
    Field(Role.STAMP, b" [", b"]"),
    Field(Role.REQUEST, b'] "', b'"'),
    Field(Role.STATUS, b'" ', b" "),
    Field(Role.SIZE, b" ", b" "),
)

COMMON = Layout(
    "common",
    _CORE,
    b'127.0.0.1 - james [09/May/2018:16:00:39 +0000] "GET /report HTTP/1.0" 200 123',
)

COMBINED = Layout(
    "combined",
    (
        *_CORE,
        Field(Role.REFERRER, b' "', b'"', optional=True),
        Field(Role.AGENT, b'" "', b'"', optional=True),
    ),
    b'127.0.0.1 - - [09/May/2018:16:00:39 +0000] "GET /report HTTP/1.1" 200 123 '
    b'"https://example.com/" "Mozilla/5.0 (X11; Linux x86_64)"',
)
