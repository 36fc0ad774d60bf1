"""The one way from log bytes to drawable text; nothing else may reach a widget, a line of text or a message.

Whoever sends a request writes into the log, so escape sequences, direction overrides and zero-width
characters are expected. Printable ASCII stays, a backslash is doubled, every other byte becomes
``\\xNN``: the result can be turned back into the bytes, and its width is its length.
"""

_SHOWN = tuple(
    "\\\\" if byte == 0x5C else chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}" for byte in range(256)
)
_PLAIN = bytes(byte for byte in range(0x20, 0x7F) if byte != 0x5C)


def safe(raw: bytes) -> str:
    """``raw`` as printable ASCII, reversibly."""
    if not raw.translate(None, _PLAIN):
        return raw.decode("ascii")
    return "".join([_SHOWN[byte] for byte in raw])


def clip(text: str, width: int) -> str:
    """``text`` (made by ``safe``) in at most ``width`` columns; ``~`` marks a cut end."""
    if len(text) <= width:
        return text
    return text[: max(0, width - 1)] + "~"[:width]
