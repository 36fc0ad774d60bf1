"""POSTs crossings as JSON to a URL, from a thread of its own: nothing that the receiver does holds us up.

An event is tried `ATTEMPTS` times, with twice the pause after each. The queue is bounded.
"""

import http.client
import json
import queue
import threading
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from httplogstats.hooks import worth_telling
from httplogstats.monitor import Decided
from httplogstats.records import record_of

TIMEOUT = 10.0
"""Seconds without an answer."""

ATTEMPTS = 6
FIRST_PAUSE = 1.0
QUEUE = 100
LAST_WAIT = 2.0
"""Seconds that the end of our program waits for what is being sent."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer from elsewhere is an error: an event goes where the user said, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        """Never."""


class Webhook:
    """`trouble` names the host only: addresses of webhooks hold secrets."""

    def __init__(self, url: str, timeout: float = TIMEOUT, pause: float = FIRST_PAUSE) -> None:
        self.trouble = ""
        self.well = f"--webhook {urlsplit(url).hostname} takes alerts again"
        self._url = url
        self._timeout = timeout
        self._pause = pause
        self._queue: queue.Queue[bytes | None] = queue.Queue(QUEUE)
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._opener = urllib.request.build_opener(_NoRedirect)

    def tell(self, decided: Decided, elapsed: float) -> None:
        """Send it as soon as that is possible."""
        for event in worth_telling(decided):
            try:
                self._queue.put_nowait(json.dumps(record_of(event)).encode())
            except queue.Full:
                self._fail(f"{QUEUE} events are waiting; a newer one was not sent")
        if self._thread is None and not self._queue.empty():
            thread = threading.Thread(target=self._run, name="webhook", daemon=True)
            try:
                thread.start()
                self._thread = thread
            except RuntimeError:  # tried again with the next event
                self._fail("is not told: the system allows no more threads")

    def work(self, elapsed: float) -> None:
        """The thread does it."""

    def close(self) -> None:
        """What is being sent has a moment; there are no further attempts."""
        if self._thread is not None:
            self._ended.set()
            try:
                self._queue.put_nowait(None)
            except queue.Full:
                return
            self._thread.join(LAST_WAIT)

    def _run(self) -> None:
        while (body := self._queue.get()) is not None:
            pause = self._pause
            for attempt in range(ATTEMPTS):
                if self._sent(body) or self._ended.is_set():
                    break
                if attempt < ATTEMPTS - 1:
                    self._ended.wait(pause)
                    pause *= 2

    def _sent(self, body: bytes) -> bool:
        headers = {"Content-Type": "application/json", "User-Agent": "httplogstats"}
        request = urllib.request.Request(self._url, body, headers, method="POST")
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                answer.read(1)
        except urllib.error.HTTPError as error:
            error.close()
            self._fail(f"answered {error.code}")
        except (OSError, ValueError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            self._fail(f"cannot be reached: {getattr(reason, 'strerror', None) or type(reason).__name__}")
        else:
            self.trouble = ""
            return True
        return False

    def _fail(self, what: str) -> None:
        self.trouble = f"--webhook {urlsplit(self._url).hostname} {what}"
