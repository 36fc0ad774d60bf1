"""W3C extended logs (IIS, CloudFront, ...): a `#Fields:` line becomes the `Layout` of the lines after it."""

from httplogstats.formats.layout import MOST_FIELDS, Field, Form, Layout, Role

FIELDS = b"#Fields:"

DIRECTIVES = (FIELDS, b"#Version:", b"#Software:", b"#Date:", b"#Start-Date:", b"#End-Date:", b"#Remark:")
"""Lines that describe others."""

_ROLES = {
    b"date": Role.DATE, b"time": Role.TIME, b"c-ip": Role.CLIENT, b"cs-username": Role.USER,
    b"cs-method": Role.METHOD, b"cs-uri-stem": Role.TARGET, b"cs-uri": Role.TARGET,
    b"cs-uri-query": Role.QUERY, b"sc-status": Role.STATUS, b"sc-bytes": Role.SIZE,
    b"cs(referer)": Role.REFERRER, b"cs(referrer)": Role.REFERRER, b"cs(user-agent)": Role.AGENT,
    b"x-host-header": Role.HOST, b"cs-host": Role.HOST, b"cs(host)": Role.HOST,
    b"time-taken": Role.LATENCY, b"x-edge-result-type": Role.CACHE,
}  # fmt: skip
_EDGE = b"x-edge-"
_LOOSE = {Role.STATUS: Form.LOOSE, Role.HOST: Form.PORT}


def layout_of(directive: bytes, tabs: bool) -> Layout | None:
    """The layout of a line such as `#Fields: date time c-ip ...`; None without a status and a path.

    `tabs` is whether tabs stand between the values. The W3C's draft on extended logs has times in seconds
    with a fraction, and so does CloudFront; IIS writes whole milliseconds.
    """
    names = [name.lower() for name in directive.removeprefix(FIELDS).split()]
    if len(names) > MOST_FIELDS:
        return None
    edge = any(name.startswith(_EDGE) for name in names)
    roles = [_ROLES.get(name, Role.SKIP) for name in names]
    if b"x-host-header" in names and b"cs(host)" in names:  # CloudFront: the viewer's, not the distribution's
        roles[names.index(b"cs(host)")] = Role.SKIP
    if not {Role.STATUS, Role.TARGET} <= set(roles):
        return None
    between = b"\t" if tabs else b" "
    needed = max(number for number, role in enumerate(roles) if role in (Role.STATUS, Role.TARGET, Role.TIME))
    forms = {**_LOOSE, Role.LATENCY: Form.SECONDS if edge else Form.WHOLE_MILLIS}
    fields = tuple(
        Field(role, between if number else b"", between, number > needed, forms.get(role, Form.PLAIN))
        for number, role in enumerate(roles)
    )
    return Layout("cloudfront" if edge else "w3c", fields, b"")


def _named(name: str, fields: bytes, example: bytes) -> Layout:
    layout = layout_of(fields, b"\t" in example)
    if layout is None:
        raise ValueError(name)
    return layout._replace(name=name, example=example)


IIS = _named(
    "iis",
    b"#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) "
    b"cs(Referer) sc-status sc-substatus sc-win32-status time-taken",
    b"2018-01-01 08:09:10 127.0.0.1 GET / q=100 80 - 192.0.2.142 Mozilla/5.0+(Windows+NT+6.1;+Win64;+x64) - "
    b"200 0 0 123",
)
"""What IIS writes unless it is told otherwise; for logs whose `#Fields:` line was not seen."""

CLOUDFRONT = _named(
    "cloudfront",
    b"#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
    b"cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol "
    b"cs-bytes time-taken",
    b"2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.100\tGET\td111111abcdef8.cloudfront.net\t/index.html\t200\t-\t"
    b"Mozilla/5.0%20(Windows%20NT%2010.0)\t-\t-\tHit\tSOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ"
    b"==\td111111abcdef8.cloudfront.net\thttps\t23\t0.001\t-\tTLSv1.2",
)

LAYOUTS = (IIS, CLOUDFRONT)
