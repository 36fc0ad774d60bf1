"""Where collectors of a user listen: Unix sockets in a private folder, each name held by a lock.

Rules:
- The folder belongs to the user and to nobody else (0700), the sockets too (0600); a folder that somebody
  else made in advance is not used.
- A name is held by a lock on a file, which the system gives back however its holder ends. So a socket that
  was left behind is known for one, and two collectors cannot take one name.
- Who connects is asked of the system, where it can tell; a stranger is refused.
"""

import fcntl
import os
import re
import socket
import stat
import struct
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

LONGEST = 100
"""Bytes of a socket's path; the system takes little more."""

_SOCKET, _LOCK = ".socket", ".lock"


class PlaceError(OSError):
    """Why nothing can listen there, or nobody is found; one line for people."""


class Place(NamedTuple):
    """A name that is held, and the socket that listens there."""

    name: str
    listener: socket.socket
    path: str
    lock: int

    def close(self) -> None:
        """Give the name back."""
        self.listener.close()
        with suppress(OSError):
            os.unlink(self.path)
        os.close(self.lock)


def folder_of(environment: Mapping[str, str], temporary: str, uid: int) -> str:
    """The runtime folder: the session's, else a private one below the temporary folder."""
    base = environment.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(base) and os.path.isdir(base):
        return os.path.join(base, "httplogstats")
    return os.path.join(temporary, f"httplogstats-{uid}")


def take(folder: str, name: str) -> Place:
    """Listen under a name; raises `PlaceError`, also where a collector of that name runs."""
    _check_name(name)
    try:
        with suppress(FileExistsError):
            os.mkdir(folder, 0o700)
        _check_private(folder)
        return _listen(folder, name)
    except PlaceError:
        raise
    except OSError as error:
        raise PlaceError(f"cannot listen in {folder}: {error.strerror}") from None


def connect(folder: str, name: str) -> socket.socket:
    """A connection to the collector of a name; raises OSError where none answers."""
    _check_name(name)
    _check_private(folder)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(1)
        connection.connect(os.path.join(folder, name + _SOCKET))
    except OSError:
        connection.close()
        raise
    return connection


def running(folder: str) -> list[str]:
    """The names that answer."""
    try:
        names = sorted(entry.removesuffix(_SOCKET) for entry in os.listdir(folder) if entry.endswith(_SOCKET))
    except OSError:
        return []
    return [name for name in names if _answers(folder, name)]


def is_ours(connection: socket.socket) -> bool:
    """Whether the other end runs as this user, as far as the system can tell; modes keep others out, too."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return True
    _, uid, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("3i")))
    return bool(uid == os.getuid())


def name_for(path: str) -> str:
    """What a collector of a log is called unless it was told."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", os.path.basename(path)).lstrip("._-")[:40] or "log"


def _listen(folder: str, name: str) -> Place:
    path = os.path.join(folder, name + _SOCKET)
    if len(os.fsencode(path)) > LONGEST:
        raise PlaceError(f"{path} is too long for a socket: choose a shorter --name or XDG_RUNTIME_DIR")
    lock = os.open(os.path.join(folder, name + _LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    listener = socket.socket(socket.AF_UNIX)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(FileNotFoundError):
            os.unlink(path)
        listener.bind(path)
        os.chmod(path, 0o600)
        listener.listen(16)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        os.close(lock)
        if isinstance(error, BlockingIOError):
            raise PlaceError(
                f"a collector called {name} runs already: attach to it, or choose another --name"
            ) from None
        raise
    return Place(name, listener, path, lock)


def _check_name(name: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", name):
        raise PlaceError(f"{name!r} is no name: at most 40 letters, digits, dots and dashes are")


def _check_private(folder: str) -> None:
    status = os.lstat(folder)
    private = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077
    if not private:
        raise PlaceError(f"{folder} is no private folder of yours (0700): remove it, or set XDG_RUNTIME_DIR")


def _answers(folder: str, name: str) -> bool:
    try:
        connect(folder, name).close()
    except (OSError, PlaceError):
        return False
    return True
