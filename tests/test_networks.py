"""Clients by network, and the text that names one in a filter."""

from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from httplogstats.networks import holds, network_of, parsed, written


@pytest.mark.parametrize(
    ("client", "network"),
    [
        (b"203.0.113.7", b"203.0.113.0/24"),
        (b"2001:db8:1:2::5", b"2001:db8:1:2::/64"),
        (b"2001:db8:1:2:3:4:5:6", b"2001:db8:1:2::/64"),
        (b"2001:DB8::1", b"2001:db8::/64"),
        (b"::1", b"::/64"),
        (b"203.0.113.256", b"203.0.113.256"),
        (b"203.0.113.07", b"203.0.113.07"),
        (b"example.org", b"example.org"),
        (b"-", b"-"),
        (b"1.2.3", b"1.2.3"),
        (b"12:34\xff", b"12:34\xff"),
        (b"12:34\0", b"12:34\0"),
        (b"a:b" * 100, b"a:b" * 100),
    ],
)
def test_a_client_has_a_network(client: bytes, network: bytes) -> None:
    assert network_of(client) == network
    found = parsed(network)
    assert found is None if network == client else holds(*found or (b"", 0), client)


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**128 - 1))
def test_a_network_holds_exactly_its_clients(one: int, other: int) -> None:
    for number in (other, one >> 64 << 64 | other & 2**64 - 1, one ^ 1 << 64):
        first, second = str(IPv6Address(one)).encode(), str(IPv6Address(number)).encode()
        network = parsed(network_of(first))
        assert network is not None
        assert holds(*network, second) == (network_of(first) == network_of(second))


@given(st.binary(min_size=4, max_size=4) | st.binary(min_size=16, max_size=16), st.integers(0, 128))
def test_a_network_is_read_as_it_is_written(address: bytes, bits: int) -> None:
    found = parsed(written(address, bits).encode())
    assert (found is None) == (bits > 8 * len(address))
    if found is not None:
        assert parsed(written(*found).encode()) == found
        assert holds(*found, written(address, 0).partition("/")[0].encode())
