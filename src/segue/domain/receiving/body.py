"""The text of a message: its plain part, else its HTML as text."""

from collections.abc import Iterator
from email.message import Message

from segue.domain.receiving.decoding import part_text
from segue.domain.receiving.foreign_html import page_text

LONGEST = 100_000  # characters kept of a message's text
_LONGEST_HTML = 256 * 1024  # characters; what Outlook puts before the text may be 64 K of it


def body_text(message: "Message[str, str]") -> str:
    """What a reader sees first. Attachments, and messages inside this one, are not looked into."""
    parts = list(_own_parts(message))
    plain = next((text for part in parts if part.get_content_type() == "text/plain" and (text := part_text(part))), "")
    if plain.strip():
        return plain[:LONGEST].strip()
    html = next((part_text(part) for part in parts if part.get_content_type() == "text/html"), "")
    return page_text(html[:_LONGEST_HTML])[:LONGEST]


def _own_parts(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """The leaves that are no attachment."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _own_parts(part)
    elif message.get_content_maintype() == "text" and message.get_content_disposition() != "attachment":
        yield message
