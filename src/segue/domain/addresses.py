"""E-mail addresses and web addresses, as far as they can be judged without asking the network."""

import re
from urllib.parse import SplitResult, urlsplit

import idna

# RFC 5321 §4.5.3.1.3 caps a path at 256 octets, so an address at 254; the shape is deliberately loose.
_EMAIL = re.compile(r"[^\s@,;<>\"'()\\]{1,64}@[^\s@,;<>\"'()\\.]+(\.[^\s@,;<>\"'()\\.]+)+")
LONGEST_EMAIL = 254


def is_email(address: str) -> bool:
    """Whether this can be an e-mail address at all."""
    if len(address) > LONGEST_EMAIL or not address.isprintable() or _EMAIL.fullmatch(address) is None:
        return False
    return "?" not in host_of(address)


def ascii_address(address: str) -> str:
    """An address with its domain in ASCII; what stands before the @ stays, also where only SMTPUTF8 can carry it."""
    local, _, _ = address.rpartition("@")
    return f"{local}@{host_of(address)}"


def host_of(address: str) -> str:
    """The domain of an e-mail address as mail servers write it: ASCII, in lower case (IDNA, RFC 5891)."""
    domain = address.rpartition("@")[2].lower()
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain.encode("ascii", "replace").decode()


def is_web_address(address: str) -> bool:
    """Whether this is an absolute http(s) address with a host and without a name or password in it."""
    return not web_address_problem(address)


def web_address_problem(address: str) -> str:
    """Why this cannot be used as a web address, in words; "" if it can."""
    if "{{" in address or "{%" in address:
        return "The address cannot hold merge fields. The record is in the body of what is sent."
    if re.search(r"\s", address):
        return "The address cannot hold spaces or line breaks."
    try:
        parts = urlsplit(address)
    except ValueError:
        return "The host in the address cannot be read."
    if parts.scheme not in {"http", "https"} or not (parts.hostname or "@" in parts.netloc):
        return "The address must start with https:// or http:// and name a host."
    if "@" in parts.netloc:
        return "The address cannot hold a user name or password. Put a secret into its path or query."
    return "" if _has_good_port(parts) else "The port in the address must be a number from 1 to 65535."


def _has_good_port(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False
