"""Builds the bytes of a message (RFC 5322, RFC 2045): text and HTML as alternatives, then the files.

Python's own classes build a few hundred of these a second; here only what differs between recipients is encoded anew.
Everything is 7-bit (quoted-printable, base64) with CRLF line ends, so that a DKIM signature outlives any relay.
"""

from binascii import b2a_base64, b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from segue.channels.contract import Effect
from segue.channels.mail.headers import header_fields
from segue.domain.addresses import ascii_address

# "=_" can be in no quoted-printable or base64 text (RFC 2045 §6.7), so no message can hold its own boundary.
_OUTER, _INNER = b"=_segue_files", b"=_segue_texts"
_TEXT = b'Content-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
_ALTERNATIVE = b'Content-Type: multipart/alternative; boundary="' + _INNER + b'"\r\n\r\n'
_MIXED = b'Content-Type: multipart/mixed; boundary="' + _OUTER + b'"\r\n\r\n'


@dataclass(frozen=True)
class File:
    """A file to attach. Never changes, so its encoding is kept."""

    id: int
    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Message:
    """A message ready to leave. `international` says that an address in it needs SMTPUTF8 (RFC 6531)."""

    sender: str
    recipient: str
    data: bytes
    international: bool


def compose(effect: Effect, files: Mapping[int, File]) -> Message:
    """The message of a delivery; `files` are those its payload names, by id. Raises KeyError where one is gone."""
    payload = effect.payload
    sender, recipient = ascii_address(payload["from"]), ascii_address(payload["to"])
    head = header_fields(effect).encode() + b"MIME-Version: 1.0\r\n"
    body = _alternative(payload["body"], payload["html"])
    if payload["attachments"]:
        body = _mixed(body, [files[i] for i in payload["attachments"]])
    return Message(sender, recipient, head + body, not (sender.isascii() and recipient.isascii()))


def _alternative(text: str, html: str) -> bytes:
    if not html:
        return _TEXT % b"plain" + _encoded(text)
    parts = (_TEXT % b"plain" + _encoded(text), _TEXT % b"html" + _encoded(html))
    return _ALTERNATIVE + _joined(_INNER, parts)


def _mixed(body: bytes, files: list[File]) -> bytes:
    return _MIXED + _joined(_OUTER, (body, *(_attached(file) for file in files)))


def _joined(boundary: bytes, parts: tuple[bytes, ...]) -> bytes:
    return b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts) + b"--%s--\r\n" % boundary


def _encoded(text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    return b2a_qp(lines if lines.endswith(b"\r\n") else lines + b"\r\n", istext=True)


def _in_parts(encoded: str) -> str:
    """A long parameter on lines of its own (RFC 2231 §4.1), so that none is longer than mail may have."""
    parts = [encoded[at : at + 60] for at in range(0, len(encoded), 60)]
    if len(parts) == 1:
        return f"filename*=utf-8''{encoded}"
    first, *others = parts
    return f"filename*0*=utf-8''{first}" + "".join(f";\r\n filename*{n}*={part}" for n, part in enumerate(others, 1))


@lru_cache(maxsize=32)
def _attached(file: File) -> bytes:
    """A file as a part; a name that is not plain ASCII as RFC 2231 writes it."""
    plain = all(c.isascii() and (c.isalnum() or c in " ._-()") for c in file.name)
    name = f'filename="{file.name}"' if plain else _in_parts(quote(file.name, safe=""))
    head = (
        f"Content-Type: {file.content_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;\r\n {name}"
    )
    data = file.data
    lines = b"".join(b2a_base64(data[at : at + 57], newline=False) + b"\r\n" for at in range(0, len(data), 57))
    return head.encode() + b"\r\n\r\n" + lines
