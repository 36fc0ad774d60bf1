"""Networks of clients: the /24 of an IPv4 address, the /64 of an IPv6 one, or any that somebody names.

An address is 4 bytes, or 16 of IPv6. What is one the system's `inet_pton` says, as in the native scanner.
"""

import re

_OCTET = rb"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_V4 = rb"((?:%b\.){3})%b" % (_OCTET, _OCTET)
_V6_BYTES = 8
"""Bytes of the network of an IPv6 address."""


def network_of(client: bytes) -> bytes:
    """`203.0.113.7` is `203.0.113.0/24`, `2001:db8:1:2::5` is `2001:db8:1:2::/64`."""
    match = re.fullmatch(_V4, client)
    if match is not None:
        return match[1] + b"0/24"
    address = address_of(client) if b":" in client else None
    if address is None:
        return client
    return written(address[:_V6_BYTES] + bytes(len(address) - _V6_BYTES), 8 * _V6_BYTES).encode()


def address_of(client: bytes) -> bytes | None:
    """The address that a text is; None where it is none."""
    from socket import AF_INET, AF_INET6, inet_pton

    try:
        return inet_pton(AF_INET6 if b":" in client else AF_INET, client.decode("ascii"))
    except (OSError, ValueError):
        return None


def parsed(text: bytes) -> tuple[bytes, int] | None:
    """First address and bits of a network such as `10.0.0.0/8` or `2001:db8::/32`; None of what is none."""
    client, _, length = text.partition(b"/")
    address = address_of(client)
    if address is None or not re.fullmatch(rb"[0-9]{1,3}", length) or int(length) > 8 * len(address):
        return None
    beyond = 8 * len(address) - int(length)
    first = int.from_bytes(address) >> beyond << beyond
    return first.to_bytes(len(address)), int(length)


def written(address: bytes, bits: int) -> str:
    """The text of a network."""
    from socket import AF_INET, AF_INET6, inet_ntop

    return f"{inet_ntop(AF_INET if len(address) == 4 else AF_INET6, address)}/{bits}"


def holds(address: bytes, bits: int, client: bytes) -> bool:
    """Whether a text is an address of a network."""
    found = address_of(client)
    if found is None or len(found) != len(address):
        return False
    return (int.from_bytes(found) ^ int.from_bytes(address)) >> (8 * len(address) - bits) == 0
