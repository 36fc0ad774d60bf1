"""Webhooks: told of every crossing, with patience, and never in our way."""

import http.server
import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from httplogstats.hooks import Hook
from httplogstats.values import SettingError, address
from httplogstats.webhook import Webhook
from tests.alerts.telling import EVENT, patiently, told


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers what its server says, and keeps what came."""

    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.bodies.append(json.loads(body))
        code = server.answers.pop(0) if server.answers else 200
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def receiver(*answers: int) -> Iterator[Any]:
    server: Any = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.bodies, server.answers = [], list(answers)
    server.url = f"http://127.0.0.1:{server.server_address[1]}/secret-token"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_event_is_posted_as_json() -> None:
    with receiver() as server:
        webhook = Webhook(server.url)
        webhook.tell(told(EVENT), 0.0)
        patiently(lambda: bool(server.bodies))
        webhook.close()
    assert server.bodies[0]["event"] == "fired"
    assert server.bodies[0]["hits"] == 1204
    assert webhook.trouble == ""


def test_errors_are_tried_again_and_nothing_is_sent_twice() -> None:
    with receiver(500, 503, 302) as server:
        webhook = Webhook(server.url, pause=0.01)
        webhook.tell(told(EVENT), 0.0)
        patiently(lambda: len(server.bodies) == 4)
        patiently(lambda: webhook.trouble == "")
        webhook.close()
    assert len(server.bodies) == 4


def test_after_so_many_attempts_it_is_given_up_and_the_next_is_tried() -> None:
    with receiver(*[500] * 6) as server:
        webhook = Webhook(server.url, pause=0.001)
        webhook.tell(told(EVENT, EVENT), 0.0)
        patiently(lambda: len(server.bodies) == 7)
        webhook.close()
    assert "secret" not in webhook.trouble


def test_a_closed_port_is_said_without_the_secret() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        webhook = Webhook(f"http://127.0.0.1:{reserved.getsockname()[1]}/secret", pause=0.001)
        webhook.tell(told(EVENT), 0.0)
        patiently(lambda: webhook.trouble != "")
        webhook.close()
    assert webhook.trouble == "--webhook 127.0.0.1 cannot be reached: Connection refused"


def test_one_that_never_answers_holds_nobody_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        webhook = Webhook(f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=60, pause=0.001)
        webhook.tell(told(*[EVENT] * 300), 0.0)
        assert "100 events are waiting" in webhook.trouble
        webhook._queue.queue.clear()
    webhook.close()


def test_one_that_does_not_answer_in_time_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        webhook = Webhook(f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=0.01, pause=0.001)
        webhook.tell(told(EVENT), 0.0)
        patiently(lambda: webhook.trouble != "")
        assert webhook.trouble == "--webhook 127.0.0.1 cannot be reached: TimeoutError"
        webhook.close()


def test_where_no_more_threads_are_allowed_it_is_said_and_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with receiver() as server:
        webhook, hook = Webhook(server.url), Hook(["/bin/true"], os.environ)
        monkeypatch.setattr("threading.Thread.start", refuse)
        webhook.tell(told(EVENT), 0.0)
        hook.tell(told(EVENT), 0.0)
        hook.close()
        assert webhook.trouble == "--webhook 127.0.0.1 is not told: the system allows no more threads"
        monkeypatch.undo()
        webhook.tell(told(EVENT), 0.0)
        patiently(lambda: len(server.bodies) == 2)
        webhook.close()
        hook.close()


@pytest.mark.parametrize(
    "text", ["", "ftp://x/", "http://", "http://x:y/", "http://a b/", "x", "file:///etc"]
)
def test_addresses_that_cannot_be(text: str) -> None:
    with pytest.raises(SettingError, match="wants an address"):
        address(text)
