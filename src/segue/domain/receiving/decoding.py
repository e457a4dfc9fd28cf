"""Headers and bodies as text, whatever their charset claims. Never raises."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from segue.domain.naming import without_hidden

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
LONGEST_HEADER = 10_000
_MOST_FIELDS = 5  # of one name; but for Delivered-To there is one
_LONGEST_DECODED = 4_000  # characters; encoded words take the square of it
# Those that mail is written in. Python knows others, some of which take the square of the text's length (punycode).
_CHARSETS = re.compile(
    r"utf[-_]?8|(us[-_]?)?ascii|iso[-_]?8859[-_]?\d{1,2}|latin[-_]?\d{1,2}|(windows|cp)[-_]?(125\d|874|932|949|950)"
    r"|koi8[-_]?[rut]|gb[-_]?(2312|k|18030)|big5([-_]?hkscs)?|euc[-_]?(jp|kr|cn)|ks[-_]c[-_]5601([-_]1987)?"
    r"|iso[-_]?2022[-_]?(jp([-_](1|2|3|ext))?|kr)|shift[-_]?jis|sjis|tis[-_]?620|mac[-_]?(intosh|roman)",
    re.IGNORECASE,
)


def one_header(message: "Message[str, str]", name: str) -> str:
    """A header decoded (RFC 2047) and on one line."""
    return header_text(message.get(name, ""))


def header_text(value: object) -> str:
    """A header's value in words. Message-IDs, of which there may be many, hold no encoded words."""
    raw = str(value)[:LONGEST_HEADER]
    try:
        parts = decode_header(raw[:_LONGEST_DECODED]) if "=?" in raw else [(raw, None)]
    except (HeaderParseError, ValueError):
        parts = [(raw, None)]
    text = "".join(part if isinstance(part, str) else decoded(part, charset) for part, charset in parts)
    return " ".join(without_hidden(storable(text)).split())


def decoded(content: bytes, charset: str | None) -> str:
    """Bytes as text: by their charset if that is one of mail's, with what cannot be read replaced."""
    try:
        return content.decode(known_charset(charset), "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def known_charset(name: str | None) -> str:
    """This charset, or UTF-8 where it is none that mail is written in."""
    name = (name or "").strip()
    return name if _CHARSETS.fullmatch(name) else "utf-8"


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
    values = [str(value)[:LONGEST_HEADER] for name in names for value in message.get_all(name, [])[:_MOST_FIELDS]]
    try:
        found = [storable(address).strip().lower() for _, address in getaddresses(values)]
    except RecursionError:  # comments within comments, thousands deep
        return ()
    return tuple(address for address in found if "@" in address)
