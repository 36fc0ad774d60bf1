"""The W3C/NCSA Common Log Format, the combined format that grew from it, and where they name the host."""

from httplogstats.formats.layout import Field, Form, Layout, Role

CORE = (
    Field(Role.CLIENT, b"", b" "),
    Field(Role.SKIP, b" ", b" "),
    Field(Role.USER, b" ", b" ["),  # may contain spaces
    Field(Role.STAMP, b" [", b"]"),
    Field(Role.REQUEST, b'] "', b'"'),
    Field(Role.STATUS, b'" ', b" "),
    Field(Role.SIZE, b" ", b" "),
)
"""`%h %l %u %t "%r" %>s %b`."""

SENT = (
    Field(Role.REFERRER, b' "', b'"', optional=True),
    Field(Role.AGENT, b'" "', b'"', optional=True),
)
"""What `combined` adds: headers that the client sent."""

COMMON = Layout(
    "common",
    CORE,
    b'127.0.0.1 - james [09/May/2018:16:00:39 +0000] "GET /report HTTP/1.0" 200 123',
)

COMBINED = Layout(
    "combined",
    (*CORE, *SENT),
    b'127.0.0.1 - - [09/May/2018:16:00:39 +0000] "GET /report HTTP/1.1" 200 123 '
    b'"https://example.com/" "Mozilla/5.0 (X11; Linux x86_64)"',
)

VHOST = Layout(
    "vhost_combined",
    (
        Field(Role.HOST, b"", b" ", form=Form.PORT),
        Field(Role.CLIENT, b" ", b" "),
        *CORE[1:],
        *SENT,
    ),
    b'example.com:80 192.0.2.4 - - [02/Mar/2016:08:14:04 -0600] "GET /shop HTTP/1.1" 200 615 "-" '
    b'"Googlebot-Image/1.0"',
)
"""Apache's `%v:%p` or `%v` before the rest."""

LIGHTTPD = Layout(
    "lighttpd",
    (CORE[0], Field(Role.HOST, b" ", b" "), *CORE[2:], *SENT),
    b'192.0.2.4 example.com - [02/Mar/2016:08:14:04 -0600] "GET /shop HTTP/1.1" 200 615 "-" "curl/8.5.0"',
)
"""The second field is the host that was asked."""

LAYOUTS = (COMMON, COMBINED, VHOST, LIGHTTPD)
