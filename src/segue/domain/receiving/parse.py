"""From the bytes of a message to a Received. Whatever the bytes are, something comes of them."""

import hashlib
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from segue.domain.receiving.body import body_text
from segue.domain.receiving.bounces import guess_of
from segue.domain.receiving.decoding import addresses, header_text, one_header
from segue.domain.receiving.message import Received
from segue.domain.receiving.reports import complained_about, recipient_reports, report_type, returned_ids

LONGEST_ID = 255
_ID = re.compile(r"<[^<>\s]{1,250}>")
MOST_REFERENCES = 100


def parse(raw: bytes) -> Received:
    """Read a message, also one that was cut off or breaks the rules of MIME."""
    try:
        return _read(message_from_bytes(raw), raw)
    except RecursionError:  # parts within parts, thousands deep: its headers still tell something
        return _read(BytesHeaderParser().parsebytes(raw), raw)


def _read(message: "Message[str, str]", raw: bytes) -> Received:
    text = body_text(message)
    return Received(
        message_id=_message_id(message, raw),
        sender=next(iter(addresses(message, "from", "sender")), "")[:254],
        subject=one_header(message, "subject")[:1_000],
        recipients=addresses(message, "to", "cc", "delivered-to", "x-original-to"),
        date=_date(one_header(message, "date")),
        headers={name.lower(): header_text(value) for name, value in reversed(message.items())},
        references=_references(message),
        text=text,
        report_type=report_type(message),
        reports=recipient_reports(message),
        returned_ids=returned_ids(message, text),
        guess=guess_of(message, raw),
        complained_about=complained_about(message),
    )


def _message_id(message: "Message[str, str]", raw: bytes) -> str:
    """Its own, or one made from its content: it must be known again when it comes in another time."""
    match = _ID.search(one_header(message, "message-id"))
    return match.group() if match else f"<{hashlib.sha256(raw).hexdigest()}@content.invalid>"


def _references(message: "Message[str, str]") -> tuple[str, ...]:
    answered = _ID.findall(one_header(message, "in-reply-to"))
    older = _ID.findall(one_header(message, "references"))[::-1]
    return tuple(dict.fromkeys([*answered, *older]))[:MOST_REFERENCES]


def _date(value: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(value)
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        aware.astimezone(UTC)  # the year 1 has no time in every zone
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return aware
