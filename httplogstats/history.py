"""Alert events on disk: an append-only journal of JSON lines. Decides nothing.

- An event is one `write` followed by `fdatasync`: once it is shown it is kept, whatever ends the program.
- A record that a crash or a full disk has torn is skipped when reading, and closed off by the next one.
- At `LIMIT` bytes the journal becomes the old one (`.1`), and a new one begins with what is still firing.
- Where nothing can be written the program runs on: events wait, and are written when it is possible again.
"""

import errno
import os
import re
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress

from httplogstats.monitor import Decided
from httplogstats.records import event_of, line_of
from httplogstats.snapshot import AlertEvent

LIMIT = 1024 * 1024
"""Bytes of a journal; the old one beside it has as many."""

WAITING = 1000
"""Events that wait for a disk that can be written to again; beyond that the oldest are let go."""

RETRY = 5.0
"""Seconds between two attempts at a journal that cannot be written."""


def standard_path(paths: Sequence[str], environment: Mapping[str, str]) -> str:
    """Where the events of these logs are kept; "" where there is no such place.

    A name is what is followed, so it is not resolved where it is a link itself: what it points at changes.
    """
    if "-" in paths:
        return ""
    base = environment.get("XDG_STATE_HOME", "")
    if not os.path.isabs(base):
        home = environment.get("HOME", "")
        if not os.path.isabs(home) or home == "/":
            return ""
        base = os.path.join(home, ".local", "state")
    places = [os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path)) for path in paths]
    import hashlib  # which loads OpenSSL

    short = hashlib.sha256("\0".join(places).encode("utf-8", "surrogateescape")).hexdigest()[:10]
    name = re.sub(r"[^A-Za-z0-9._]", "_", os.path.basename(places[0]))[:40].lstrip(".")
    return os.path.join(base, "httplogstats", f"{name or 'log'}-{short}.jsonl")


def load(path: str) -> list[AlertEvent]:
    """All events kept, oldest first, each once and a rule's in strict turns. Raises OSError."""
    events: list[AlertEvent] = []
    firing: dict[str, bool] = {}
    seen: set[tuple[str, int, str]] = set()
    for name in (path + ".1", path):
        for line in _content(name).split(b"\n"):
            event = event_of(line) if line else None
            if event is None or (key := (event.rule, event.time, event.message)) in seen:
                continue
            seen.add(key)
            if event.note or firing.get(event.rule, False) != event.fired:
                events.append(event)
                firing[event.rule] = event.fired if not event.note else firing.get(event.rule, False)
    return events


def is_foreign(path: str) -> bool:
    """Whether a file has lines, and not one of them is an event: it is no journal. Raises OSError."""
    whole = _content(path).split(b"\n")[:-1]
    return any(whole) and not any(map(event_of, whole))


def last_crossings(events: Sequence[AlertEvent]) -> dict[str, AlertEvent]:
    """The newest crossing of each rule."""
    return {event.rule: event for event in events if not event.note}


class Journal:
    """Writes events, after what `known` ones are there; `trouble` says why it cannot.

    One that was `wanted` by the user says so also before there is anything to write.
    """

    well = "alerts are kept on disk again"

    def __init__(self, path: str, known: Sequence[AlertEvent] = (), wanted: bool = False) -> None:
        self.path = path
        self._wanted = wanted
        self.trouble = ""
        self._known = {(event.rule, event.fired, event.time) for event in known}
        self._last = last_crossings(known)
        self._waiting: deque[AlertEvent] = deque(maxlen=WAITING)
        self._lost = 0
        self._tried = -RETRY

    def tell(self, decided: Decided, elapsed: float) -> None:
        """Keep what was decided, before anybody is shown it."""
        for event in decided.events:
            if (event.rule, event.fired, event.time) not in self._known or event.note:
                self._lost += len(self._waiting) == WAITING
                self._waiting.append(event)
        if self._waiting and not self.trouble:
            self._write(elapsed)

    def work(self, elapsed: float) -> None:
        """Try again, from time to time."""
        if elapsed - self._tried < RETRY:
            return
        if self._waiting:
            self._write(elapsed)
        elif self._wanted:
            self._tried = elapsed
            self.trouble = self._hindrance()

    def close(self) -> None:
        """A last attempt at what waits."""
        if self._waiting:
            self._write(0.0)

    def _write(self, elapsed: float) -> None:
        self._tried = elapsed
        try:
            while self._waiting:
                self._append(line_of(self._waiting[0]))
                event = self._waiting.popleft()
                if not event.note:
                    self._last[event.rule] = event
            self.trouble = ""
        except OSError as error:
            lost = f", {self._lost} lost" if self._lost else ""
            self.trouble = (
                f"alerts are not kept on disk: {self.path}: {error.strerror}; "
                f"{len(self._waiting)} waiting{lost}"
            )

    def _append(self, record: bytes) -> None:
        """One record, on disk when this returns. Raises OSError."""
        fd, new = self._open()
        try:
            size = os.fstat(fd).st_size
            if size and size + len(record) > LIMIT:
                os.replace(self.path, self.path + ".1")
                full = fd
                fd, new = self._open()
                os.close(full)
                record, size = self._still_firing() + record, 0
            torn = size > 0 and os.pread(fd, 1, size - 1) != b"\n"
            record = b"\n" + record if torn else record
            if os.write(fd, record) != len(record):
                raise OSError(errno.ENOSPC, "No space left on device")
            os.fdatasync(fd)
        finally:
            os.close(fd)
        if new:
            self._sync_folder()

    def _open(self) -> tuple[int, bool]:
        """The journal, and whether it has just been made."""
        flags = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC
        try:
            return os.open(self.path, flags), False
        except FileNotFoundError:
            os.makedirs(os.path.dirname(self.path) or ".", mode=0o700, exist_ok=True)
            return os.open(self.path, flags | os.O_CREAT, 0o600), True

    def _hindrance(self) -> str:
        """Why nothing could be written, if it could not; makes the file."""
        try:
            os.close(self._open()[0])
        except OSError as error:
            return f"alerts cannot be kept on disk: {self.path}: {error.strerror}"
        return ""

    def _still_firing(self) -> bytes:
        return b"".join(line_of(event) for event in self._last.values() if event.fired)

    def _sync_folder(self) -> None:
        with suppress(OSError):  # some file systems have no folders to sync
            fd = os.open(os.path.dirname(self.path) or ".", os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)


class Unkept:
    """Stands in for a journal that has no place: says so for a minute."""

    well = ""

    def __init__(self, trouble: str, elapsed: float) -> None:
        self.trouble = trouble
        self._until = elapsed + 60

    def tell(self, decided: Decided, elapsed: float) -> None:
        """Nothing is kept."""

    def work(self, elapsed: float) -> None:
        """It has been said for long enough."""
        if elapsed > self._until:
            self.trouble = ""

    def close(self) -> None:
        """Nothing to do."""


def _content(path: str) -> bytes:
    """What stands in a file that may be missing; never more than twice what we write. Raises OSError."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return b""
    with open(fd, "rb") as file:
        file.seek(max(0, os.fstat(fd).st_size - 2 * LIMIT))
        return file.read(2 * LIMIT)
