"""Proxies and ingress controllers: Traefik, ingress-nginx, Envoy, Istio, HAProxy, Squid."""

from httplogstats.formats.common import CORE
from httplogstats.formats.layout import Field, Form, Layout, Role

TRAEFIK = Layout(
    "traefik",
    (
        *CORE,
        Field(Role.REFERRER, b' "', b'"'),
        Field(Role.AGENT, b'" "', b'"'),
        Field(Role.SKIP, b'" ', b" "),  # number of the request
        Field(Role.SKIP, b' "', b'"'),  # router
        Field(Role.SKIP, b'" "', b'"'),  # server
        Field(Role.LATENCY, b'" ', b" ", form=Form.MILLIS),
    ),
    b'192.0.2.1 - - [02/Oct/2017:20:22:07 +0000] "GET /ui/app.js HTTP/1.1" 304 0 "http://example.com/login" '
    b'"Mozilla/5.0" 262 "Host-host-1" "http://172.19.0.3:5601" 2ms',
)

INGRESS_NGINX = Layout(
    "ingress_nginx",
    (
        *CORE,
        Field(Role.REFERRER, b' "', b'"'),
        Field(Role.AGENT, b'" "', b'"'),
        Field(Role.SKIP, b'" ', b" "),  # length of the request
        Field(Role.LATENCY, b" ", b" ", form=Form.SECONDS),
        Field(Role.SKIP, b" [", b"] "),  # upstream
        Field(Role.SKIP, b"] ", b"] "),  # alternative upstream, often []
        Field(Role.SKIP, b"] ", b" ", optional=True),  # address
        Field(Role.SKIP, b" ", b" ", optional=True),  # length
        Field(Role.UPSTREAM, b" ", b" ", optional=True, form=Form.SECONDS),
    ),
    b'192.0.2.1 - - [07/Feb/2020:11:48:51 +0000] "POST /products HTTP/1.1" 200 59 "-" "curl/7.54.0" 89 0.001 '
    b"[default-web-8080] [] 172.17.0.5:8080 59 0.000 200 529a007902362a5f51385a5fa7049884",
)

ENVOY = Layout(
    "envoy",
    (
        Field(Role.STAMP, b"[", b"]"),
        Field(Role.REQUEST, b'] "', b'"'),
        Field(Role.STATUS, b'" ', b" ", form=Form.LOOSE),
        Field(Role.SKIP, b" ", b" "),  # flags
        Field(Role.SKIP, b" ", b" "),  # bytes received
        Field(Role.SIZE, b" ", b" "),
        Field(Role.LATENCY, b" ", b" ", form=Form.MILLIS),
        Field(Role.UPSTREAM, b" ", b" ", form=Form.MILLIS),
        Field(Role.CLIENT, b' "', b'"'),
        Field(Role.AGENT, b'" "', b'"'),
        Field(Role.SKIP, b'" "', b'"'),  # id of the request
        Field(Role.HOST, b'" "', b'"', form=Form.PORT),
    ),
    b'[2019-02-12T18:37:42.921Z] "GET /httpbin/ip HTTP/1.1" 200 - 0 43 217 216 "172.17.0.5" "curl/7.59.0" '
    b'"c62ec130-29da-4aa8-b9d7-a54e4b1d5f4b" "httpbin.org" "52.87.35.92:80"',
)

ISTIO = Layout(
    "istio",
    (
        *ENVOY.fields[:4],
        Field(Role.SKIP, b" ", b" "),  # details of the response
        Field(Role.SKIP, b" ", b' "'),  # why the connection ended
        Field(Role.SKIP, b' "', b'"'),  # why the upstream failed
        Field(Role.SKIP, b'" ', b" "),  # bytes received
        *ENVOY.fields[5:8],
        Field(Role.SKIP, b' "', b'"'),  # X-Forwarded-For, rarely set between services
        *ENVOY.fields[9:],
        Field(Role.SKIP, b'" "', b'"'),  # upstream
        Field(Role.SKIP, b'" ', b" "),  # its cluster
        Field(Role.SKIP, b" ", b" "),  # local address there
        Field(Role.SKIP, b" ", b" "),  # local address here
        Field(Role.CLIENT, b" ", b" ", form=Form.PORT),
    ),
    b'[2020-11-25T21:26:18.409Z] "GET /status/418 HTTP/1.1" 418 - via_upstream - "-" 0 135 4 4 "-" '
    b'"curl/7.73.0-DEV" "84961386-6d84-929d-98bd-c5aee93b5c88" "httpbin:8000" "10.44.1.27:80" '
    b"outbound|8000||httpbin.foo.svc.cluster.local 10.44.1.23:37652 10.0.45.184:8000 10.44.1.23:46520 - -",
)

_HAPROXY = (
    Field(Role.STAMP, b" [", b"]"),
    Field(Role.SKIP, b"] ", b" "),  # frontend
    Field(Role.SKIP, b" ", b" "),  # backend/server
    Field(Role.SKIP, b" ", b"/"),
    Field(Role.SKIP, b"/", b"/"),
    Field(Role.SKIP, b"/", b"/"),
    Field(Role.UPSTREAM, b"/", b"/", form=Form.MILLIS),
    Field(Role.LATENCY, b"/", b" ", form=Form.MILLIS),
    Field(Role.STATUS, b" ", b" ", form=Form.LOOSE),
    Field(Role.SIZE, b" ", b" "),
    Field(Role.SKIP, b" ", b' "'),  # cookies, end state, connections, queues, captured headers
    Field(Role.REQUEST, b' "', b'"'),
)

HAPROXY_SYSLOG = Layout(
    "haproxy_syslog",
    (
        Field(Role.SKIP, b"", b"]: "),
        Field(Role.CLIENT, b"]: ", b" [", form=Form.PORT),
        *_HAPROXY,
    ),
    b"Feb  6 12:14:14 localhost haproxy[14389]: 10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in "
    b'static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} "GET /index.html HTTP/1.1"',
)

HAPROXY = Layout(
    "haproxy",
    (Field(Role.CLIENT, b"", b" [", form=Form.PORT), *_HAPROXY),
    b"10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- "
    b'1/1/1/1/0 0/0 {1wt.eu} {} "GET /index.html HTTP/1.1"',
)

SQUID = Layout(
    "squid",
    (
        Field(Role.STAMP, b"", b" "),
        Field(Role.LATENCY, b" ", b" ", form=Form.MILLIS, padded=True),
        Field(Role.CLIENT, b" ", b" "),
        Field(Role.CACHE, b" ", b"/"),
        Field(Role.STATUS, b"/", b" ", form=Form.LOOSE),
        Field(Role.SIZE, b" ", b" "),
        Field(Role.METHOD, b" ", b" "),
        Field(Role.TARGET, b" ", b" "),
    ),
    b"1445018173.730   3163 10.0.0.1 TCP_MISS/200 5706 CONNECT ecs.us-west-2.amazonaws.com:443 - "
    b"HIER_DIRECT/54.240.250.253 -",
)

LAYOUTS = (TRAEFIK, INGRESS_NGINX, ENVOY, ISTIO, HAPROXY_SYSLOG, HAPROXY, SQUID)
