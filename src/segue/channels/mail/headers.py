"""Header fields (RFC 5322 §2.2): one line each, folded, non-ASCII as encoded words (RFC 2047). None can be injected."""

import re
from email.header import Header
from email.utils import format_datetime, formataddr

from segue.channels.contract import Effect
from segue.domain.addresses import ascii_address

# Controls, separators of lines, and marks that turn the direction of writing; not the joiners that many scripts need.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SHORT = 70  # leaves room for the name of the field within the 78 characters that RFC 5322 §2.1.1 advises


def header_fields(effect: Effect) -> str:
    """All header fields of a message but those of its MIME structure, with CRLF line ends."""
    payload = effect.payload
    fields = [
        ("Date", format_datetime(effect.opened_at)),
        ("From", mailbox(payload["from_name"], payload["from"])),
        ("To", mailbox(payload["to_name"], payload["to"])),
        ("Message-ID", effect.message_id),
        *_thread(payload["in_reply_to"], payload["references"]),
        *_opt_out(payload["unsubscribe"]),
    ]
    subject = f"Subject: {_text(payload['subject'], 'Subject')}\r\n"
    return subject + "".join(f"{name}: {value}\r\n" for name, value in fields)


def mailbox(name: str, address: str) -> str:
    """A name and an address as From and To hold them; the domain in ASCII."""
    name, address = one_line(name), ascii_address(one_line(address))
    if not name:
        return address
    if name.isascii() and len(name) <= _SHORT:
        written = formataddr((name, address)) if address.isascii() else f'"{_quoted(name)}" <{address}>'
        return written if len(written) <= _SHORT else written.replace(" <", "\r\n <")
    return Header(name, "utf-8", maxlinelen=_SHORT).encode(linesep="\r\n") + f"\r\n <{address}>"


def one_line(text: str) -> str:
    """No line break, no control character: what comes in cannot end the field."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _text(value: str, name: str) -> str:
    value = one_line(value)
    plain = value.isascii() and "=?" not in value  # else it would be read as an encoded word
    if plain and len(value) <= _SHORT:
        return value
    charset = "us-ascii" if plain and max(map(len, value.split())) <= _SHORT else "utf-8"
    return Header(value, charset, maxlinelen=76, header_name=name).encode(linesep="\r\n")


def _thread(in_reply_to: str, references: list[str]) -> list[tuple[str, str]]:
    """RFC 5322 §3.6.4: what it answers to, and the whole thread."""
    if not in_reply_to:
        return []
    return [("In-Reply-To", in_reply_to), ("References", "\r\n ".join(references))]


def _opt_out(link: str) -> list[tuple[str, str]]:
    """RFC 2369 and RFC 8058; the latter asks for https."""
    if not link:
        return []
    fields = [("List-Unsubscribe", f"<{link}>")]
    return [*fields, ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")] if link.startswith("https:") else fields
