"""The one way from log bytes to drawable text; nothing else may reach a widget, a line of text or a message.

Whoever sends a request writes into the log, so escape sequences, direction overrides and zero-width
characters are expected. Printable ASCII stays, a backslash is doubled, every other byte becomes
``\\xNN``: the result can be turned back into the bytes, and its width is its length.
"""

import re

_SHOWN = tuple(
    "\\\\" if byte == 0x5C else chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in range(256)
)
_ESCAPE = rb"\\(?:\\|x([0-9a-f]{2}))"
_PLAIN = bytes(byte for byte in range(0x20, 0x7F) if byte != 0x5C)


def safe(data: bytes) -> str:
    """``data`` as printable ASCII, reversibly."""
    if not data.translate(None, _PLAIN):
        return data.decode("ascii")
    return "".join([_SHOWN[byte] for byte in data])


def raw(text: str) -> bytes:
    """The bytes that ``safe`` shows as ``text``; what it would not have written stays as it stands."""
    return re.sub(_ESCAPE, _unescaped, encoded(text))


def encoded(text: str) -> bytes:
    """The bytes of a text, also of one that stands for bytes which are no UTF-8."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of an escaped pair
        return text.encode("utf-8", "replace")


def _unescaped(match: re.Match[bytes]) -> bytes:
    return b"\\" if match[1] is None else bytes([int(match[1], 16)])


def printable(text: str) -> str:
    """A text of ours with a name in it that may hold anything; letters of any script and line breaks stay."""
    return "".join(
        letter if letter.isprintable() or letter == "\n" else safe(encoded(letter)) for letter in text
    )


def clip(text: str, width: int) -> str:
    """``text`` (made by ``safe``) in at most ``width`` columns; ``~`` marks a cut end."""
    if len(text) <= width:
        return text
    return text[: max(0, width - 1)] + "~"[:width]
