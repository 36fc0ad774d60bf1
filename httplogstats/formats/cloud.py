"""Load balancers and storage of Amazon Web Services, as delivered to a bucket."""

from httplogstats.formats.layout import Field, Form, Layout, Role

_BALANCED = (
    Field(Role.SKIP, b" ", b" "),  # balancer
    Field(Role.CLIENT, b" ", b" ", form=Form.PORT),
    Field(Role.SKIP, b" ", b" "),  # target
    Field(Role.SKIP, b" ", b" "),  # seconds until it was sent there
    Field(Role.LATENCY, b" ", b" ", form=Form.SECONDS),  # until the target began to answer; -1 is none
    Field(Role.SKIP, b" ", b" "),  # seconds until the answer was sent on
    Field(Role.STATUS, b" ", b" ", form=Form.LOOSE),
    Field(Role.SKIP, b" ", b" "),  # status of the target
    Field(Role.SKIP, b" ", b" "),  # bytes received
    Field(Role.SIZE, b" ", b" "),
    Field(Role.REQUEST, b' "', b'"'),
    Field(Role.AGENT, b'" "', b'"', optional=True),
)

ELB = Layout(
    "elb",
    (Field(Role.STAMP, b"", b" "), *_BALANCED),
    b"2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817 10.0.0.1:80 0.000073 0.001048 0.000057 "
    b'200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.38.0" - -',
)

ALB = Layout(
    "alb",
    (
        Field(Role.SKIP, b"", b" "),  # http, https, h2, grpcs, ws, wss
        Field(Role.STAMP, b" ", b" "),
        *_BALANCED,
        Field(Role.SKIP, b'" ', b" ", optional=True),  # cipher
        Field(Role.SKIP, b" ", b" ", optional=True),  # protocol
        Field(Role.SKIP, b" ", b" ", optional=True),  # target group
        Field(Role.SKIP, b' "', b'"', optional=True),  # id of the trace
        Field(Role.HOST, b'" "', b'"', optional=True),
    ),
    b"https 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 "
    b'0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" "curl/7.46.0" '
    b"ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 "
    b"arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "
    b'"Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "-" 1 2018-07-02T22:22:48.364000Z '
    b'"authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_123456',
)

S3 = Layout(
    "s3",
    (
        Field(Role.SKIP, b"", b" "),  # owner
        Field(Role.HOST, b" ", b" ["),  # bucket
        Field(Role.STAMP, b" [", b"]"),
        Field(Role.CLIENT, b"] ", b" "),
        Field(Role.SKIP, b" ", b" "),  # requester
        Field(Role.SKIP, b" ", b" "),  # id of the request
        Field(Role.SKIP, b" ", b" "),  # operation
        Field(Role.SKIP, b" ", b' "'),  # key
        Field(Role.REQUEST, b' "', b'"'),
        Field(Role.STATUS, b'" ', b" ", form=Form.LOOSE),
        Field(Role.SKIP, b" ", b" "),  # code of the error
        Field(Role.SIZE, b" ", b" "),
        Field(Role.SKIP, b" ", b" "),  # bytes of the object
        Field(Role.LATENCY, b" ", b" ", form=Form.MILLIS),
        Field(Role.UPSTREAM, b" ", b" ", form=Form.MILLIS),
        Field(Role.REFERRER, b' "', b'"'),
        Field(Role.AGENT, b'" "', b'"'),
    ),
    b"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be awsexamplebucket1 "
    b"[06/Feb/2019:00:00:38 +0000] 192.0.2.3 "
    b"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be 3E57427F3EXAMPLE "
    b'REST.GET.VERSIONING - "GET /awsexamplebucket1?versioning HTTP/1.1" 200 - 113 - 7 - '
    b'"-" "S3Console/0.4" -',
)

LAYOUTS = (ALB, ELB, S3)
