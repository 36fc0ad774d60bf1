"""Clients by network, and the text that names one in a filter."""

from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from httplogstats.networks import network_of, prefix_of


@pytest.mark.parametrize(
    ("client", "network", "prefix"),
    [
        (b"203.0.113.7", b"203.0.113.0/24", b"203.0.113."),
        (b"2001:db8:1:2::5", b"2001:db8:1:2::/64", b"2001:db8:1:2:"),
        (b"2001:db8:1:2:3:4:5:6", b"2001:db8:1:2::/64", b"2001:db8:1:2:"),
        (b"2001:db8::1", b"2001:db8::/64", b""),
        (b"::1", b"::/64", b""),
        (b"example.org", b"example.org", b""),
        (b"-", b"-", b""),
        (b"1.2.3", b"1.2.3", b""),
        (b"12:34\xff", b"12:34\xff", b""),
        (b"a:b" * 100, b"a:b" * 100, b""),
    ],
)
def test_a_client_has_a_network(client: bytes, network: bytes, prefix: bytes) -> None:
    assert network_of(client) == network
    assert prefix_of(network) == prefix


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**128 - 1))
def test_a_prefix_means_exactly_its_network(one: int, other: int) -> None:
    for number in (other, one >> 64 << 64 | other & 2**64 - 1, one ^ 1 << 64):
        first, second = str(IPv6Address(one)).encode(), str(IPv6Address(number)).encode()
        prefix = prefix_of(network_of(first))
        if prefix:
            assert second.startswith(prefix) == (network_of(first) == network_of(second))
