"""Refuses requests to private networks (SSRF): a host must resolve to public addresses only."""

import asyncio
import socket
from collections.abc import Sequence

from segue.domain.networks import is_permitted


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
    for address in addresses:
        if not is_permitted(address, allowed_networks):
            raise PrivateAddressError(f"{host} leads to {address}, which is not a public address.")
    return addresses[0]
