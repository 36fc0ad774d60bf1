"""Takes lines out of what container runtimes put around them (docker's json-file, CRI); each stays one."""

import json
import re
from collections.abc import Callable

_DOCKER = rb'(?m)^\{"log":("(?:[^"\\\n]|\\[^\n])*"),"(?:stream|attrs)":[^\n]*$'
_CRI = rb"(?m)^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+) (?:stdout|stderr) [FP] "

Unwrap = Callable[[bytes], bytes]


def docker(data: bytes) -> bytes:
    """`{"log":"...\\n","stream":"stdout","time":"..."}`; other lines stay as they are."""
    return re.sub(_DOCKER, _text, data)


def cri(data: bytes) -> bytes:
    """`2023-10-06T00:17:09.669794202Z stdout F ...`; other lines stay as they are."""
    return re.sub(_CRI, b"", data)


def wrapping(data: bytes) -> Unwrap | None:
    """What takes most of these lines out of their wrapping; None if they have none."""
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    for sign, pattern, unwrap in ((b'{"log":"', _DOCKER, docker), (b" std", _CRI, cri)):
        if sign in data and 2 * len(re.findall(pattern, data)) > lines:
            return unwrap
    return None


def _text(match: re.Match[bytes]) -> bytes:
    """The wrapped line; a line break within it would make it two."""
    try:
        text: str = json.loads(match[1].decode("utf-8", "surrogateescape"), strict=False)
        line = text.encode("utf-8", "surrogateescape")
    except ValueError:
        return match[0]
    return line.removesuffix(b"\n").removesuffix(b"\r").replace(b"\n", b" ")
