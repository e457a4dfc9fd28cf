"""Headers and bodies as text, whatever their charset claims. Never raises."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from segue.domain.naming import without_hidden

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
LONGEST_HEADER = 10_000


def one_header(message: "Message[str, str]", name: str) -> str:
    """A header decoded (RFC 2047) and on one line."""
    return header_text(message.get(name, ""))


def header_text(value: object) -> str:
    """A header's value in words."""
    raw = str(value)[:LONGEST_HEADER]
    try:
        parts = decode_header(raw)
    except (HeaderParseError, ValueError):
        parts = [(raw, None)]
    text = "".join(part if isinstance(part, str) else decoded(part, charset) for part, charset in parts)
    return " ".join(without_hidden(storable(text)).split())


def decoded(content: bytes, charset: str | None) -> str:
    """Bytes as text: by their charset if that is known, with what cannot be read replaced."""
    try:
        return content.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def part_text(part: "Message[str, str]") -> str:
    """The text of one part, without characters that no database stores."""
    content = part.get_payload(decode=True)
    try:
        charset = part.get_content_charset()
    except (LookupError, ValueError):
        charset = None
    text = decoded(content, charset) if isinstance(content, bytes) else ""
    return _CONTROLS.sub("", storable(text.replace("\r\n", "\n").replace("\r", "\n")))


def storable(text: str) -> str:
    """Without lone surrogates, which stand for bytes that were no text."""
    return text.encode("utf-8", "replace").decode()


def addresses(message: "Message[str, str]", *names: str) -> tuple[str, ...]:
    """The bare addresses in these headers, in lower case."""
    values = [str(value)[:LONGEST_HEADER] for name in names for value in message.get_all(name, [])]
    try:
        found = [storable(address).strip().lower() for _, address in getaddresses(values)]
    except RecursionError:  # comments within comments, thousands deep
        return ()
    return tuple(address for address in found if "@" in address)
