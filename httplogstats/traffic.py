"""Made-up but believable traffic as log lines, for the demo and for trying things out. Reads no clock.

The same seed gives the same lines. A shape says how many requests a second has.
"""

import math
import random
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import accumulate

_PAGES = {
    "/api/user": 18,
    "/api/search?q=urwid": 14,
    "/api/orders/1284": 9,
    "/pages/create": 9,
    "/static/app.js": 8,
    "/static/site.css": 7,
    "/pages/about": 7,
    "/pages/42": 6,
    "/": 6,
    "/static/logo.svg": 5,
    "/login": 5,
    "/api/report": 4,
    "/health": 3,
    "/report": 2,
    "/admin/settings": 1,
    "/wp-login.php": 1,
}
_AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
    "curl/8.14.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
)  # fmt: skip
_REFERRERS = ("-", "https://www.example.com/", "https://search.example.org/?q=logs", "https://example.net/")
_SLOW = {
    "/api/report": 0.4, "/report": 0.3, "/api/search?q=urwid": 0.09, "/api/orders/1284": 0.05, "/login": 0.06,
}  # fmt: skip
_USUAL = 0.004
"""Seconds that a path takes in the middle."""
_CLIENTS = 60
BURST_PERIOD = 150
BURST_START = 60
BURST_SECONDS = 20

Shape = Callable[[float, int], float]
"""Rate and second since the beginning in, requests of that second out."""


def steady(rate: float, _: int) -> float:
    """The same rate all the time."""
    return rate


def wave(rate: float, second: int) -> float:
    """Between nothing and twice the rate, in five minutes."""
    return rate * (1 + math.sin(second * math.tau / 300))


def bursts(rate: float, second: int) -> float:
    """Eight times the rate for 20 seconds of every 150, from second 60 on."""
    return rate * 8 if BURST_START <= second % BURST_PERIOD < BURST_START + BURST_SECONDS else rate


SHAPES: dict[str, Shape] = {"steady": steady, "wave": wave, "bursts": bursts}


class Traffic:
    """Log lines in the combined format with the time of each request behind it, second by second.

    `rate` is requests per second.
    """

    def __init__(self, rate: float, shape: Shape, seed: int = 0) -> None:
        self._rate = rate
        self._shape = shape
        self._random = random.Random(seed)
        self._times = random.Random(seed)
        self._owed = 0.0
        self._paths = list(_PAGES)
        self._weights = list(accumulate(_PAGES.values()))

    def second(self, since: int, stamp: int) -> list[bytes]:
        """The lines of one second: `since` counts from the beginning of the shape, `stamp` is Unix time.

        Their number is the shape's figure to the last request: what a second lacks of a whole one is
        carried over to the next.
        """
        wanted = self._shape(self._rate, since)
        self._owed += wanted
        number = int(self._owed)
        self._owed -= number
        text = datetime.fromtimestamp(stamp, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")
        return [self._line(text, wanted > 2 * self._rate) for _ in range(number)]

    def _line(self, stamp: str, burst: bool) -> bytes:
        pick = self._random.random
        path = self._random.choices(self._paths, cum_weights=self._weights)[0]
        number = int(_CLIENTS * pick() ** 2)
        client = f"2001:db8::{number:x}" if number % 9 == 8 else f"203.0.113.{number}"
        if burst and pick() < 0.6:
            path, client = "/api/search?q=urwid", "198.51.100.23"
        status = self._status(path, burst)
        method = "POST" if path in ("/login", "/pages/create") else "HEAD" if path == "/health" else "GET"
        size = 0 if status == 304 or method == "HEAD" else int(400 * 50 ** pick())
        agent, referrer = _AGENTS[number % len(_AGENTS)], _REFERRERS[(number + size) % len(_REFERRERS)]
        slow = 3 if burst and path.startswith("/api") else 1
        time = slow * _SLOW.get(path, _USUAL) * self._times.lognormvariate(0, 0.8)
        request = f'"{method} {path} HTTP/1.1" {status} {size}'
        return f'{client} - - [{stamp}] {request} "{referrer}" "{agent}" {time:.3f}\n'.encode()

    def _status(self, path: str, burst: bool) -> int:
        if path == "/wp-login.php":
            return 404
        if path == "/admin/settings":
            return 403
        chance = self._random.random()
        if path.startswith("/api") and chance < (0.06 if burst else 0.01):
            return 503 if burst else 500
        if path.startswith("/static") and chance < 0.4:
            return 304
        return 302 if path == "/login" and chance < 0.5 else 200
