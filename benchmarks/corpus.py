"""Makes a log for the benchmarks, combined or in another format: the same seed gives the same bytes.

    python benchmarks/corpus.py --lines 1000000 /tmp/combined.log
    python benchmarks/corpus.py --lines 1000000 --format nginx_json /tmp/json.log

Zipf-distributed paths, a part of them with queries; 50,000 clients, a tenth of them IPv6; whole agents, three
of four those of browsers; 500 lines to a second unless told otherwise; one line of a hundred is odd (escaped
quotes, no request, no HTTP version, a user with a space, TLS bytes, absolute targets, CONNECT, blank lines,
broken lines). The other formats have the same traffic without its odd lines, but with times, hosts or
whatever their servers write.
"""

import argparse
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

CLIENTS = 50_000
PATHS = 20_000
BEGIN = 1_525_881_600  # 2018-05-09 16:00:00 UTC
PER_SECOND = 500
CHUNK = 10_000

_SECTIONS = ("api", "pages", "static", "images", "blog", "user", "search", "docs", "shop", "admin")
_WORDS = ("create", "list", "view", "edit", "report", "item", "archive", "latest", "feed", "photo")
_BROWSERS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36 Edg/126.0.0.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile "
    "Safari/537.36",
)
_PROGRAMS = (
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; "
    "+http://www.google.com/bot.html) Chrome/126.0.6478.126 Safari/537.36",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; "
    "+http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
    "curl/8.14.1",
    "python-requests/2.32.3",
    "Go-http-client/2.0",
    "kube-probe/1.30",
    "-",
)
_AGENTS = _BROWSERS * 4 + _PROGRAMS
_METHODS = ("GET",) * 17 + ("POST",) * 2 + ("HEAD",)
_STATUSES = ("200",) * 80 + ("304",) * 8 + ("301",) * 4 + ("404",) * 5 + ("403", "500", "502")
_ODD = (
    '{client} - - [{stamp}] "GET /say?q=\\"hello\\" HTTP/1.1" 200 512 "-" "{agent}"',
    '{client} - - [{stamp}] "GET /a HTTP/1.1" 200 512 "https://example.com/\\"x" "{agent} \\"quoted\\""',
    '{client} - - [{stamp}] "-" 408 - "-" "-"',
    '{client} - - [{stamp}] "\\x16\\x03\\x01\\x00\\xee\\x01" 400 157 "-" "-"',
    '{client} - - [{stamp}] "GET /old" 200 271 "-" "-"',
    '{client} - John Smith [{stamp}] "GET /api/me HTTP/1.1" 200 34 "-" "{agent}"',
    '{client} - - [{stamp}] "GET http://my.site.com/pages/create HTTP/1.1" 200 34 "-" "{agent}"',
    '{client} - - [{stamp}] "CONNECT example.com:443 HTTP/1.1" 405 0 "-" "-"',
    '{client} - - [{stamp}] "GET /files/my report.pdf HTTP/1.1" 200 9000 "-" "{agent}"',
    "",
    'truncated line [{stamp}] "GET /',
)


_COMBINED = '{client} - - [{stamp}] "{method} {target} HTTP/1.1" {status} {size} "{referrer}" "{agent}"'
FORMATS = {
    "combined": _COMBINED,
    "common": '{client} - - [{stamp}] "{method} {target} HTTP/1.1" {status} {size}',
    "vhost_combined": "www.example.com:443 " + _COMBINED,
    "traefik": _COMBINED + ' {number} "web@docker" "http://10.0.0.9:8080" {millis}ms',
    "nginx_json": (
        '{{"time_iso8601":"{iso}+00:00","remote_addr":"{client}","request_method":"{method}",'
        '"request_uri":"{target}","status":"{status}","body_bytes_sent":"{size}","request_time":{took:.3f},'
        '"http_referer":"{referrer}","http_user_agent":"{agent}","host":"www.example.com"}}'
    ),
    "caddy": (
        '{{"level":"info","ts":{second}.{number:07},"logger":"http.log.access","msg":"handled request",'
        '"request":{{"remote_ip":"{client}","remote_port":"4134","client_ip":"{client}","proto":"HTTP/2.0",'
        '"method":"{method}","host":"www.example.com","uri":"{target}","headers":{{"User-Agent":["{agent}"]}}}},'
        '"bytes_read":0,"user_id":"","duration":{took:.9f},"size":{octets},"status":{status}}}'
    ),
    "w3c": "{date}\t{time}\t{client}\t{method}\t{path}\t{status}\t{octets}\t{millis}\t{plus}",
}
"""Lines as their servers write them, as templates."""

_HEAD = "#Fields: date\ttime\tc-ip\tcs-method\tcs-uri-stem\tsc-status\tsc-bytes\ttime-taken\tcs(User-Agent)\n"


class Corpus:
    """Lines of made-up traffic."""

    def __init__(self, seed: int = 1, form: str = "combined", per_second: int = PER_SECOND) -> None:
        self._template = FORMATS[form]
        self._per_second = per_second
        self._times = random.Random(seed)
        self._odd = 0.01 if form == "combined" else 0
        self._random = random.Random(seed)
        self._clients = [self._client(number) for number in range(CLIENTS)]
        self._paths = [self._path() for _ in range(PATHS)]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(PATHS)))
        self._client_weights = list(accumulate(1 / (rank + 100) for rank in range(CLIENTS)))

    def chunks(self, lines: int) -> Iterator[bytes]:
        """`lines` lines, in pieces of whole lines."""
        for begin in range(0, lines, CHUNK):
            yield self._chunk(begin, min(CHUNK, lines - begin))

    def _chunk(self, begin: int, lines: int) -> bytes:
        rng = self._random
        columns = zip(
            rng.choices(self._clients, cum_weights=self._client_weights, k=lines),
            rng.choices(_METHODS, k=lines),
            rng.choices(self._paths, cum_weights=self._weights, k=lines),
            rng.choices(_STATUSES, k=lines),
            rng.choices(_AGENTS, k=lines),
            strict=True,
        )
        made = []
        for number, (client, method, path, status, agent) in enumerate(columns, begin):
            second = BEGIN + number // self._per_second
            stamp = _stamp(second)
            if rng.random() < self._odd:
                made.append(rng.choice(_ODD).format(client=client, stamp=stamp, agent=agent))
                continue
            query = f"?id={rng.randrange(100_000)}&page={rng.randrange(20)}" if rng.random() < 0.3 else ""
            size = "-" if status == "304" else str(int(rng.expovariate(1 / 20_000)))
            referrer = f"https://www.example.com{rng.choice(self._paths)}" if rng.random() < 0.7 else "-"
            took = int(self._times.expovariate(20) * 10**6) / 10**6
            made.append(
                self._template.format(
                    client=client, method=method, path=path, target=path + query, status=status, size=size,
                    octets=size.replace("-", "0"), referrer=referrer, agent=agent, stamp=stamp, took=took,
                    plus=agent.replace(" ", "+"), millis=int(took * 1000), number=number, second=second,
                    **_times(second),
                )
            )  # fmt: skip
        return "\n".join([*made, ""]).encode("ascii")

    def _client(self, number: int) -> str:
        if number % 10 == 0:
            return f"2001:db8:{number // 65_536:x}:{number % 65_536:x}::{self._random.randrange(65_536):x}"
        return f"{10 + number % 180}.{number // 256 % 256}.{number % 256}.{self._random.randrange(1, 255)}"

    def _path(self) -> str:
        rng = self._random
        parts = [rng.choice(_SECTIONS)] + [rng.choice(_WORDS) for _ in range(rng.randrange(3))]
        if rng.random() < 0.8:
            parts.append(str(rng.randrange(100_000)))
        return "/" + "/".join(parts)


def _times(second: int) -> dict[str, str]:
    date = datetime.fromtimestamp(second, UTC)
    return {"iso": f"{date:%Y-%m-%dT%H:%M:%S}", "date": f"{date:%Y-%m-%d}", "time": f"{date:%H:%M:%S}"}


def _stamp(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%d/%b/%Y:%H:%M:%S} +0000"


def stamp_of(line: bytes) -> bytes:
    """The stamp of a line; empty where it has none."""
    begin = line.find(b" [")
    return line[begin + 2 : begin + 28] if begin >= 0 and line[begin + 22 : begin + 28] == b" +0000" else b""


def main() -> None:
    """Write the file that the arguments name."""
    parser = argparse.ArgumentParser(description="make a log for the benchmarks")
    parser.add_argument("path", type=Path)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=int, default=PER_SECOND, help="lines to a second")
    parser.add_argument("--format", choices=FORMATS, default="combined")
    arguments = parser.parse_args()
    with arguments.path.open("wb") as file:
        if arguments.format == "w3c":
            file.write(_HEAD.encode())
        file.writelines(Corpus(arguments.seed, arguments.format, arguments.rate).chunks(arguments.lines))


if __name__ == "__main__":
    main()
