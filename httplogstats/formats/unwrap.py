"""Takes lines out of what is put around them on their way: by container runtimes, or by syslog.

Each line stays one, and only what is a wrapping goes: lines with and without one may stand side by side.
"""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

_STREAM = rb'\{"log":("(?:[^"\\\n]|\\[^\n])*+"),"(?:stream|attrs)":[^\n]*+'
_CRI = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]++(?:Z|[+-][0-9:]++) (?:stdout|stderr) [FP] "

_MONTHS = (
    *(b"Jan ", b"Feb ", b"Mar ", b"Apr ", b"May ", b"Jun "),
    *(b"Jul ", b"Aug ", b"Sep ", b"Oct ", b"Nov ", b"Dec "),
)
_BSD = b"(?:" + b"|".join(_MONTHS) + rb")[ 0-3][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9}+)?+ "
_ISO = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}+(?:Z|[+-][0-9]{2}:?[0-9]{2}) "
# lines of HAProxy are a format with their prefix (proxies.py)
_TAG = rb"(?!haproxy\[)[A-Za-z0-9_./@()+-]{1,100}+(?:\[[0-9]{1,10}+\])?+: ++"
_VALUE = rb'"(?:[^"\\\n]|\\[^\n])*+"'
_DATA = rb'(?:-|(?:\[[^\]"\n]++(?:' + _VALUE + rb'[^\]"\n]*+)*+\])++)'
_SYSLOG = (
    rb"(?:<[0-9]{1,3}>1 (?:[^ \n]++ ){5}" + _DATA + rb" (?:\xef\xbb\xbf)?+"  # RFC 5424
    rb"|(?:<[0-9]{1,3}>)?+(?:" + _BSD + rb"(?:[^ \n]++ )?|" + _ISO + rb"[^ \n]++ )" + _TAG + rb")"  # RFC 3164
    rb"(?:@cee: ?+)?+"  # before JSON
)
# JSON, or what begins as common does: there are formats that begin with a stamp themselves
_USUAL = rb"(?=\{\"|[^ \n]++ [^ \n]++ [^\[\"\n]*+\[[0-9]{2}/[A-Z])"
_STAMP = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}+Z " + _USUAL
_NAME = rb"(?:[A-Za-z][A-Za-z0-9_.@-]{0,100}+ ++\| |\[pod/[^ \]\n]++\] )"
_LOGS = b"(?:" + _NAME + b"(?:" + _STAMP + b")?+|" + _STAMP + b")"
_BEGINS = (b'{"log":"', b"<", b"[pod/", *_MONTHS)


class Wrapping(NamedTuple):
    """What is put around lines: `before` stands before each, or around its text as JSON."""

    name: str
    before: bytes = b""
    around: bytes = b""

    def taken_off(self, data: bytes) -> bytes:
        """The lines without it; those that do not have it stay as they are."""
        if self.around:
            return re.sub(b"(?m)^" + self.around + b"$", _text, data)
        # an expression that begins with a byte is a third of the work of one that begins with a place
        return re.sub(b"\n" + self.before + rb"(?!\Z)", b"\n", b"\n" + data)[1:]

    def has(self, line: bytes) -> bool:
        """Whether a line has it."""
        return re.match(self.around or self.before, line) is not None


WRAPPINGS = (
    Wrapping("docker's json-file", around=_STREAM),  # {"log":"...\n","stream":"stdout","time":"..."}
    Wrapping("CRI", _CRI),  # 2023-10-06T00:17:09.669794202Z stdout F ...
    Wrapping("syslog", _SYSLOG),  # May 11 12:00:00 web1 nginx: ...
    Wrapping("docker or kubectl logs", _LOGS),  # web-1  | 2023-10-06T00:17:09.669794202Z ...
)


def wrapping(lines: Sequence[bytes]) -> Wrapping | None:
    """What one of these has around it; None if they have nothing."""
    for line in lines:
        if line.startswith(_BEGINS) or line[10:11] == b"T" or b" | " in line[:110]:
            for one in WRAPPINGS:
                if one.has(line):
                    return one
    return None


def ends(data: bytes, first: int) -> list[bytes]:
    """The first lines of a block, and the last one, without their ends."""
    lines, begin = [data[data.rfind(b"\n", 0, -1) + 1 :].rstrip(b"\r\n")], 0
    while len(lines) <= first and begin < len(data):
        end = data.find(b"\n", begin) + 1 or len(data)
        lines.append(data[begin:end].rstrip(b"\r\n"))
        begin = end
    return lines


def _text(match: re.Match[bytes]) -> bytes:
    """The wrapped line; a line break within it would make it two."""
    try:
        text: str = json.loads(match[1].decode("utf-8", "surrogateescape"), strict=False)
        line = text.encode("utf-8", "surrogateescape")
    except ValueError:
        return match[0]
    return line.removesuffix(b"\n").removesuffix(b"\r").replace(b"\n", b" ")
