"""Where a call comes from: the socket's other end, or what a trusted proxy says of it."""

import ipaddress
from collections.abc import Sequence

from starlette.requests import HTTPConnection

from contracts.values import UNKNOWN_ADDRESS

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST = 64
IPV6_PREFIX = 64
"""One customer has a whole such network, so that single addresses would count for nothing."""


def networks_of(text: str) -> tuple[Network, ...]:
    """Addresses and networks between commas; raise ValueError for what is neither."""
    return tuple(ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip())


def lies_in(host: str, networks: Sequence[Network]) -> bool:
    """False for what is no IP address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in networks)


def counted_as(host: str) -> str:
    """What limits count a caller by: its IPv4 address, or the /64 of its IPv6 address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:LONGEST]
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))


def address_of(connection: HTTPConnection) -> str:
    """As limits count it; the server has put in what a trusted proxy said, and nobody else."""
    host = connection.client.host if connection.client else ""
    return counted_as(host) or UNKNOWN_ADDRESS
