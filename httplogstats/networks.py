"""Clients by network: the /24 of an IPv4 address, the /64 of an IPv6 one, anything else as it stands."""

import re

_V4 = rb"([0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.)[0-9]{1,3}"


def network_of(client: bytes) -> bytes:
    """`203.0.113.7` is `203.0.113.0/24`, `2001:db8:1:2::5` is `2001:db8:1:2::/64`."""
    match = re.fullmatch(_V4, client)
    if match is not None:
        return match[1] + b"0/24"
    if b":" not in client or len(client) > 39:
        return client
    from ipaddress import AddressValueError, IPv6Address

    try:
        address = IPv6Address(client.decode("ascii", "replace"))
    except AddressValueError:
        return client
    return f"{IPv6Address(int(address) >> 64 << 64)}/64".encode()


def prefix_of(network: bytes) -> bytes:
    """What the text of every address of a network begins with; empty where there is no such text.

    An IPv6 address leaves out zeros, so a network has one only if none of its four parts is zero.
    """
    if network.endswith(b".0/24"):
        return network.removesuffix(b"0/24")
    parts = network.removesuffix(b"::/64").split(b":")
    if not network.endswith(b"::/64") or len(parts) != 4 or any(part in (b"", b"0") for part in parts):
        return b""
    return network.removesuffix(b":/64")
