"""What the system refused, as a state and a sentence for people. Opens nothing."""

import errno
import grp
import os
import stat

from httplogstats.snapshot import Following
from httplogstats.system import System

GONE = (errno.ENOENT, errno.ENOTDIR)
_REFUSED = (errno.EACCES, errno.EPERM)


def in_words(error: OSError, system: System, path: str, begun: bool) -> tuple[Following, str]:
    """The state and the reason; `begun` is whether the input has been read before."""
    if error.errno in GONE:
        return Following.WAITING, "gone for now; waiting for the new file" if begun else "no such file yet"
    if error.errno in _REFUSED:
        return Following.DENIED, "permission denied" + _who_may(system, path)
    return Following.FAILING, error.strerror or str(error)


def unfit(mode: int) -> str:
    """Why what is neither a file nor a folder cannot be followed, from its type."""
    if stat.S_ISFIFO(mode):
        return "it is a pipe now; one is only read if it is there at start"
    return f"it is a {'socket' if stat.S_ISSOCK(mode) else 'device'}, not a log"


def _who_may(system: System, path: str) -> str:
    """The group whose members may read the file, or look into the folder that hides it."""
    place, needed = os.path.abspath(path), 0o040
    while place != "/":
        try:
            status = system.stat(place)
        except OSError:  # hidden in a folder that may not be entered
            place, needed = os.path.dirname(place), 0o010
            continue
        if status.st_mode & needed:
            return f"; members of group {_group(status.st_gid)} may read it"
        return f"; only its owner may read {place}"
    return ""


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
