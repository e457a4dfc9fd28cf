"""E-mail addresses and web addresses, as far as they can be judged without asking the network."""

import re
from urllib.parse import urlsplit

# RFC 5321 §4.5.3.1.3 caps a path at 256 octets, so an address at 254; the shape is deliberately loose.
_EMAIL = re.compile(r"[^\s@,;<>\"'()\\]{1,64}@[^\s@,;<>\"'()\\.]+(\.[^\s@,;<>\"'()\\.]+)+")
LONGEST_EMAIL = 254


def is_email(address: str) -> bool:
    """Whether this can be an e-mail address at all."""
    return len(address) <= LONGEST_EMAIL and _EMAIL.fullmatch(address) is not None


def is_web_address(address: str) -> bool:
    """Whether this is an absolute http(s) address with a host and without a name or password in it."""
    try:
        parts = urlsplit(address)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return False
    clean = not re.search(r"\s", address) and "@" not in parts.netloc
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and clean and port_is_valid
