"""Refuses requests to private networks (SSRF): a host must resolve to public addresses only."""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence

_ROUTED = ipaddress.ip_network("2000::/3")  # the only part of IPv6 that is routed in public
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class PrivateAddressError(Exception):
    """The host is, or resolves to, an address that is not public."""


class UnknownHostError(Exception):
    """The host's name cannot be resolved (now)."""


async def public_address(host: str, port: int | None, allowed_networks: Sequence[str]) -> str:
    """One address of the host to connect to, after checking all of them.

    `allowed_networks` are CIDR blocks that an administrator permits although they are private.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHostError(f"The name {host} cannot be resolved.") from error
    addresses = [str(entry[4][0]).split("%")[0] for entry in found]
    allowed = [ipaddress.ip_network(network) for network in allowed_networks]
    for address in addresses:
        if not _permitted(address, allowed):
            raise PrivateAddressError(f"{host} leads to {address}, which is not a public address.")
    return addresses[0]


def _permitted(address: str, allowed: Sequence[_Network]) -> bool:
    ip = _reached(ipaddress.ip_address(address))
    routed = isinstance(ip, ipaddress.IPv4Address) or ip in _ROUTED
    return (routed and ip.is_global and not ip.is_multicast) or any(ip in network for network in allowed)


def _reached(ip: _Address) -> _Address:
    """The IPv4 address that an IPv6 address stands for, if it does: a gateway would go on to it."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
