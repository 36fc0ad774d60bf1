"""Servers that write a JSON object a line: a list of the names that each field goes by."""

from httplogstats.formats.layout import Form, Key, Layout, Role

NGINX_JSON = Layout(
    "nginx_json",
    (),
    b'{"time_local":"15/Oct/2023:17:53:31 +0800","remote_addr":"10.0.3.15","request_method":"POST",'
    b'"request_uri":"/media/data/v5/materials","status":"200","body_bytes_sent":"6018","request_time":1.718,'
    b'"upstream_response_time":"1.717","http_referrer":"-","http_user_agent":"curl/8.5.0","host":"example.com"}',
    (
        Key(
            Role.STAMP,
            ("time_iso8601", "@timestamp", "timestamp", "time_local", "msec", "time", "ts", "date"),
        ),
        Key(
            Role.CLIENT,
            ("remote_addr", "client_ip", "clientip", "remote_ip", "client", "ip", "http_x_forwarded_for"),
            Form.MAYBE_PORT,  # Go's RemoteAddr has one
        ),
        Key(Role.REQUEST, ("request",)),
        Key(Role.METHOD, ("request_method", "method", "verb")),
        Key(Role.TARGET, ("request_uri", "uri", "url", "path")),
        Key(Role.STATUS, ("status", "response", "status_code")),
        Key(Role.SIZE, ("body_bytes_sent", "bytes_sent", "bytes", "size")),
        Key(Role.REFERRER, ("http_referrer", "http_referer", "referrer", "referer")),
        Key(Role.AGENT, ("http_user_agent", "user_agent", "agent")),
        Key(Role.HOST, ("host", "http_host", "server_name", "vhost"), Form.PORT),
        Key(Role.LATENCY, ("request_time", "responsetime", "response_time", "duration")),
        Key(Role.UPSTREAM, ("upstream_response_time", "upstream_time", "upstreamtime")),
        Key(Role.CACHE, ("upstream_cache_status", "cache_status")),
    ),
)
"""nginx has no format of its own for JSON: these are the names that people use."""

_CADDY = (
    Key(Role.STAMP, ("ts",)),
    Key(Role.METHOD, ("request.method",)),
    Key(Role.TARGET, ("request.uri",)),
    Key(Role.STATUS, ("status",), Form.LOOSE),
    Key(Role.SIZE, ("size",)),
    Key(Role.REFERRER, ("request.headers.Referer",)),
    Key(Role.AGENT, ("request.headers.User-Agent",)),
    Key(Role.HOST, ("request.host",), Form.PORT),
    Key(Role.LATENCY, ("duration",), Form.SECONDS),
)

CADDY = Layout(
    "caddy",
    (),
    b'{"level":"info","ts":1646861401.5241024,"logger":"http.log.access","msg":"handled request","request":'
    b'{"remote_ip":"127.0.0.1","remote_port":"41342","client_ip":"127.0.0.1","proto":"HTTP/2.0",'
    b'"method":"GET","host":"localhost","uri":"/","headers":{"User-Agent":["curl/7.82.0"]}},"bytes_read":0,'
    b'"user_id":"","duration":0.000929675,"size":10900,"status":200}',
    (Key(Role.CLIENT, ("request.client_ip", "request.remote_ip")), *_CADDY),
)

CADDY_OLD = Layout(
    "caddy_old",
    (),
    b'{"level":"info","ts":1615535327.541,"logger":"http.log.access","msg":"handled request","request":'
    b'{"remote_addr":"127.0.0.1:41342","proto":"HTTP/2.0","method":"GET","host":"localhost","uri":"/"},'
    b'"duration":0.000929675,"size":10900,"status":200}',
    (Key(Role.CLIENT, ("request.remote_addr",), Form.PORT), *_CADDY),
)
"""Before 2.5: the client with its port."""

TRAEFIK_JSON = Layout(
    "traefik_json",
    (),
    b'{"ClientAddr":"172.16.100.61:49880","ClientHost":"172.16.100.61","DownstreamContentSize":19,'
    b'"DownstreamStatus":404,"Duration":204055,"RequestAddr":"172.16.100.1","RequestMethod":"GET",'
    b'"RequestPath":"/","StartUTC":"2021-06-05T04:03:22.742209746Z","level":"info","msg":"",'
    b'"time":"2021-06-05T04:03:22Z"}',
    (
        Key(Role.STAMP, ("StartUTC", "time")),
        Key(Role.CLIENT, ("ClientHost",)),
        Key(Role.METHOD, ("RequestMethod",)),
        Key(Role.TARGET, ("RequestPath",)),
        Key(Role.STATUS, ("DownstreamStatus",), Form.LOOSE),
        Key(Role.SIZE, ("DownstreamContentSize",)),
        Key(Role.REFERRER, ("request_Referer",)),
        Key(Role.AGENT, ("request_User-Agent",)),
        Key(Role.HOST, ("RequestHost", "RequestAddr"), Form.PORT),
        Key(Role.LATENCY, ("Duration",), Form.NANOS),
        Key(Role.UPSTREAM, ("OriginDuration",), Form.NANOS),
    ),
)

GOOGLE = Layout(
    "gcp_lb",
    (),
    b'{"httpRequest":{"requestMethod":"GET","requestUrl":"https://example.com/a/b","requestSize":"72",'
    b'"status":200,"responseSize":"541","userAgent":"curl/8.5.0","remoteIp":"192.0.2.9",'
    b'"latency":"0.248406s"},"timestamp":"2023-03-01T10:00:00.123456Z"}',
    (
        Key(Role.STAMP, ("timestamp",)),
        Key(Role.CLIENT, ("httpRequest.remoteIp",)),
        Key(Role.METHOD, ("httpRequest.requestMethod",)),
        Key(Role.TARGET, ("httpRequest.requestUrl",)),
        Key(Role.STATUS, ("httpRequest.status",), Form.LOOSE),
        Key(Role.SIZE, ("httpRequest.responseSize",)),
        Key(Role.REFERRER, ("httpRequest.referer",)),
        Key(Role.AGENT, ("httpRequest.userAgent",)),
        Key(Role.LATENCY, ("httpRequest.latency",), Form.SECONDS),
        Key(Role.CACHE, ("httpRequest.cacheHit",)),
    ),
)

CLOUDFLARE = Layout(
    "cloudflare",
    (),
    b'{"ClientIP":"192.0.2.9","ClientRequestHost":"example.com","ClientRequestMethod":"GET",'
    b'"ClientRequestURI":"/a/b?c","ClientRequestUserAgent":"curl/8.5.0","CacheCacheStatus":"hit",'
    b'"EdgeResponseBytes":541,"EdgeResponseStatus":200,"EdgeStartTimestamp":"2023-03-01T10:00:00Z"}',
    (
        Key(Role.STAMP, ("EdgeStartTimestamp", "EdgeEndTimestamp")),
        Key(Role.CLIENT, ("ClientIP",)),
        Key(Role.METHOD, ("ClientRequestMethod",)),
        Key(Role.TARGET, ("ClientRequestURI", "ClientRequestPath")),
        Key(Role.STATUS, ("EdgeResponseStatus",), Form.LOOSE),
        Key(Role.SIZE, ("EdgeResponseBytes",)),
        Key(Role.REFERRER, ("ClientRequestReferer",)),
        Key(Role.AGENT, ("ClientRequestUserAgent",)),
        Key(Role.HOST, ("ClientRequestHost",), Form.PORT),
        Key(Role.LATENCY, ("EdgeTimeToFirstByteMs",), Form.MILLIS),
        Key(Role.UPSTREAM, ("OriginResponseDurationMs",), Form.MILLIS),
        Key(Role.CACHE, ("CacheCacheStatus",)),
    ),
)

ENVOY_JSON = Layout(
    "envoy_json",
    (),
    b'{"start_time":"2020-11-25T21:26:18.409Z","method":"GET","path":"/status/418","protocol":"HTTP/1.1",'
    b'"response_code":418,"response_flags":"-","bytes_received":0,"bytes_sent":135,"duration":4,'
    b'"upstream_service_time":"4","x_forwarded_for":null,"user_agent":"curl/7.73.0","authority":"httpbin:8000",'
    b'"downstream_remote_address":"10.44.1.23:46520"}',
    (
        Key(Role.STAMP, ("start_time",)),
        Key(Role.CLIENT, ("downstream_remote_address",), Form.PORT),
        Key(Role.METHOD, ("method",)),
        Key(Role.TARGET, ("path",)),
        Key(Role.STATUS, ("response_code",), Form.LOOSE),
        Key(Role.SIZE, ("bytes_sent",)),
        Key(Role.AGENT, ("user_agent",)),
        Key(Role.HOST, ("authority",), Form.PORT),
        Key(Role.LATENCY, ("duration",), Form.MILLIS),
        Key(Role.UPSTREAM, ("upstream_service_time",), Form.MILLIS),
    ),
)
"""Envoy and Istio, by the names of Istio's own JSON."""

LAYOUTS = (NGINX_JSON, CADDY, CADDY_OLD, TRAEFIK_JSON, GOOGLE, CLOUDFLARE, ENVOY_JSON)
