"""Which network addresses are public, so that a webhook cannot reach into a private network (SSRF)."""

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

_ROUTED = ipaddress.ip_network("2000::/3")  # the only part of IPv6 that is routed in public
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_permitted(address: str, allowed_networks: Sequence[str]) -> bool:
    """Whether this IP address is public, or in one of the CIDR blocks that an administrator allows."""
    ip = _reached(ipaddress.ip_address(address))
    routed = isinstance(ip, ipaddress.IPv4Address) or ip in _ROUTED
    if routed and ip.is_global and not ip.is_multicast:
        return True
    return any(ip in ipaddress.ip_network(network) for network in allowed_networks)


def is_private(url: str, allowed_networks: Sequence[str]) -> bool:
    """Whether the host can be seen to be private without asking the network: an IP address, or localhost."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return not any(is_permitted(address, allowed_networks) for address in ("127.0.0.1", "::1"))
    try:
        return not is_permitted(host.partition("%")[0], allowed_networks)
    except ValueError:
        return False  # a name: where it leads is seen when it is called


def _reached(ip: _Address) -> _Address:
    """The IPv4 address that an IPv6 address stands for, if it does: a gateway would go on to it."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip
