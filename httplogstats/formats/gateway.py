"""Amazon's API Gateway, as its manual writes JSON: each stage is told its own format."""

from httplogstats.formats.layout import Form, Key, Layout, Role

_GATEWAY = (
    Key(Role.STAMP, ("requestTime", "requestTimeEpoch")),
    Key(Role.CLIENT, ("ip", "sourceIp", "identity.sourceIp")),
    Key(Role.STATUS, ("status",), Form.LOOSE),
    Key(Role.SIZE, ("responseLength",)),
    Key(Role.AGENT, ("userAgent",)),
    Key(Role.HOST, ("domainName",), Form.PORT),
    Key(Role.LATENCY, ("responseLatency",), Form.MILLIS),
    Key(Role.UPSTREAM, ("integrationLatency",), Form.MILLIS),
)

REST_API = Layout(
    "api_gateway",
    (),
    b'{"requestId":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef","ip":"192.0.2.9","caller":"-","user":"-",'
    b'"requestTime":"09/May/2018:16:00:39 +0000","httpMethod":"GET","resourcePath":"/pets/{id}",'
    b'"status":"200","protocol":"HTTP/1.1","responseLength":"541"}',
    (Key(Role.METHOD, ("httpMethod",)), Key(Role.TARGET, ("path", "resourcePath")), *_GATEWAY),
)
"""REST APIs of Amazon's API Gateway, whose keys are named as the variables of `$context`."""

HTTP_API = Layout(
    "api_gateway_http",
    (),
    b'{"requestId":"JKJaXmPLvHcESHA=","ip":"192.0.2.9","requestTime":"09/May/2018:16:00:39 +0000",'
    b'"httpMethod":"GET","routeKey":"GET /pets/{id}","status":"200","protocol":"HTTP/1.1",'
    b'"responseLength":"541"}',
    (Key(Role.REQUEST, ("routeKey",)), *_GATEWAY),
)
"""HTTP APIs, which log the route instead of the path unless they are told otherwise."""

LAYOUTS = (REST_API, HTTP_API)
