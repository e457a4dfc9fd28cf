"""The first steps to a server, one by one, so that a person hears which of them fails: its name, then its port.

Hosts are those an admin of the workspace entered. They may be in a private network, as self-hosted mail servers are,
so nothing is barred here as it is for webhooks; what a server answers is only shown to that admin.
"""

import socket

from segue.channels.smtp.refusal import in_words


class Unreachable(Exception):
    """It was not reached. The message says why."""


def find(host: str) -> str:
    """Its address, in digits. Raises Unreachable."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise Unreachable(f"There is no server called {host}. Check how it is written.") from error
    return str(found[0][4][0])


def knock(host: str, port: int, timeout: float) -> None:
    """Whether anything listens there. Raises Unreachable."""
    try:
        socket.create_connection((host, port), timeout).close()
    except OSError as error:
        raise Unreachable(f"{host} cannot be reached on port {port}: {in_words(error).lower()}.") from error
