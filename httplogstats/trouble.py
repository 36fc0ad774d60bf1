"""What the system refused, as a state and a sentence for people. Opens nothing."""

import errno
import grp
import os

from httplogstats.snapshot import Following


def in_words(error: OSError, path: str, begun: bool) -> tuple[Following, str]:
    """The state and the reason; `begun` is whether the input has been read before."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Following.WAITING, "gone for now; waiting for the new file" if begun else "no such file yet"
    if error.errno in (errno.EACCES, errno.EPERM):
        return Following.DENIED, "permission denied" + _who_may(path)
    return Following.FAILING, error.strerror or str(error)


def _who_may(path: str) -> str:
    """The group whose members may read the file, or the folder that hides it."""
    for place in (path, os.path.dirname(path) or "."):
        try:
            status = os.stat(place)
            if status.st_mode & 0o040:
                return f"; members of group {grp.getgrgid(status.st_gid).gr_name} may read it"
        except (OSError, KeyError):
            continue
    return ""
