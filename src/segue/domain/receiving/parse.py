"""From the bytes of a message to a Received. Whatever the bytes are, something comes of them."""

import hashlib
import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from segue.domain.receiving.body import body_text
from segue.domain.receiving.bounces import guess_of
from segue.domain.receiving.decoding import addresses, one_header
from segue.domain.receiving.message import TELLING, Received
from segue.domain.receiving.mime import message_of
from segue.domain.receiving.reports import complained_about, recipient_reports, report_type, returned_ids

LONGEST_ID = 255
_ID = re.compile(r"<[^<>\s]{1,250}>")
MOST_REFERENCES = 100


def parse(raw: bytes) -> Received:
    """Read a message, also one that was cut off or breaks the rules of MIME."""
    message: Message[str, str] = message_of(raw)
    text = body_text(message)
    return Received(
        message_id=_message_id(message, raw),
        sender=next(iter(addresses(message, "from", "sender")), "")[:254],
        subject=one_header(message, "subject")[:1_000],
        recipients=addresses(message, "to", "cc", "delivered-to", "x-original-to"),
        date=_date(one_header(message, "date")),
        headers={name: one_header(message, name) for name in TELLING if name in message},
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
