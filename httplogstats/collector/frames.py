"""What goes over a connection between collector and screen: bounded frames of JSON. Opens nothing.

A frame is its length in four bytes, most significant first, and so many bytes of JSON: `[kind, value]`. The
collector begins with a `Hello`; then each `Request` is answered by one `Snapshot`. Never pickle: what is read
here can at worst be refused.
"""

import hashlib
import json
from typing import Any, NamedTuple

from httplogstats.collector.forms import FormError, form_of
from httplogstats.snapshot import Request, Snapshot

HEAD = 4

REQUEST_LIMIT = 64 * 1024
"""Bytes of a frame that a screen may send."""

SNAPSHOT_LIMIT = 32 * 1024 * 1024
"""Bytes of a frame that a collector may send; usual ones have some ten thousand."""


class FrameError(ValueError):
    """The other end does not keep to the rules: the connection is to be closed."""


class Hello(NamedTuple):
    """Who answers. Where `shape` is another one, the two programs do not understand each other."""

    name: str
    pid: int
    version: str
    shape: str


KINDS: tuple[type, ...] = (Hello, Request, Snapshot)
_FORMS = {kind.__name__: form_of(kind) for kind in KINDS}

SHAPE = hashlib.sha256("".join(form.shape for form in _FORMS.values()).encode()).hexdigest()[:16]
"""Of all that travels: any other field of any value makes it another one."""


def packed(message: Hello | Request | Snapshot) -> bytes:
    """A message as a frame."""
    kind = type(message).__name__
    body = json.dumps([kind, _FORMS[kind].encode(message)], separators=(",", ":")).encode()
    return len(body).to_bytes(HEAD, "big") + body


def unpacked(body: bytes, wanted: type) -> Any:
    """The message of a frame, which has to be of a kind; raises `FrameError`."""
    try:
        said = json.loads(body)
        if type(said) is list and len(said) == 2 and said[0] == wanted.__name__:
            return _FORMS[wanted.__name__].decode(said[1])
    except (FormError, ValueError, RecursionError) as error:
        raise FrameError(f"no {wanted.__name__}: {error}") from None
    raise FrameError(f"no {wanted.__name__}")


class Frames:
    """Puts frames together from what arrives, however it was cut."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = bytearray()

    def add(self, data: bytes) -> list[bytes]:
        """The frames that are complete by now; raises `FrameError` on one that is too long."""
        self._bytes += data
        complete = []
        while len(self._bytes) >= HEAD:
            length = int.from_bytes(self._bytes[:HEAD], "big")
            if length > self._limit:
                raise FrameError(f"a frame of {length} bytes")
            if len(self._bytes) < HEAD + length:
                break
            complete.append(bytes(self._bytes[HEAD : HEAD + length]))
            del self._bytes[: HEAD + length]
        return complete
