"""What machines report: delivery status notifications (RFC 3464) and feedback reports (ARF, RFC 5965)."""

import re
from email import message_from_string
from email.message import Message
from itertools import islice

from segue.domain.receiving.decoding import header_text, one_header, part_text
from segue.domain.receiving.message import RecipientReport

MOST_PARTS = 200
MOST_RETURNED = 20  # each is looked up
_LONGEST_BLOCKS = 32 * 1024
_ID_LINE = re.compile(r"^[ \t]*Message-ID:[ \t]*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)
_RETURNED = {"message/rfc822", "message/rfc822-headers", "text/rfc822-headers"}


def report_type(message: "Message[str, str]") -> str:
    """The kind of a multipart/report, as "delivery-status"; "" for what is none."""
    if message.get_content_type() != "multipart/report":
        return ""
    kind = header_text(message.get_param("report-type") or "").lower()
    return kind or ("delivery-status" if recipient_reports(message) else "")


def recipient_reports(message: "Message[str, str]") -> tuple[RecipientReport, ...]:
    """What is said of each recipient."""
    blocks = [block for part in _parts(message, "message/delivery-status") for block in _blocks(part)]
    return tuple(_report(block) for block in blocks if block.get("final-recipient") or block.get("action"))


def returned_ids(message: "Message[str, str]", text: str) -> tuple[str, ...]:
    """The Message-IDs of what it brings back: attached, or in the text behind the words of old mail servers."""
    found: list[str] = []
    for part in islice(message.walk(), MOST_PARTS):
        if part.get_content_type() in _RETURNED:
            found += _ID_LINE.findall(_head(part))
    return tuple(dict.fromkeys([*found, *_ID_LINE.findall(text)]))[:MOST_RETURNED]


def complained_about(message: "Message[str, str]") -> str:
    """Whose reader reported spam, by a feedback report; "?" where the report does not name them, "" for no report."""
    blocks = [block for part in _parts(message, "message/feedback-report") for block in _blocks(part)]
    if not blocks:
        return ""
    named = (address(one_header(block, name)) for block in blocks for name in ("original-rcpt-to", "removal-recipient"))
    return next(filter(None, named), "?")


def address(value: str) -> str:
    """The address in "rfc822; ada@example.com" or "<ada@example.com>"."""
    return value.rpartition(";")[2].strip().strip("<>").lower()


def _report(block: "Message[str, str]") -> RecipientReport:
    return RecipientReport(
        action=one_header(block, "action").lower(),
        status=one_header(block, "status").partition(" ")[0],
        diagnostic=one_header(block, "diagnostic-code").partition(";")[2].strip()
        or one_header(block, "diagnostic-code"),
        address=address(one_header(block, "final-recipient")),
        original_address=address(one_header(block, "original-recipient")),
    )


def _parts(message: "Message[str, str]", content_type: str) -> list["Message[str, str]"]:
    return [part for part in islice(message.walk(), MOST_PARTS) if part.get_content_type() == content_type]


def _blocks(part: "Message[str, str]") -> list["Message[str, str]"]:
    """The groups of fields of a report: the parser makes messages of them, unless they came encoded."""
    inner = _inner(part)
    if any(block.keys() for block in inner):
        return inner
    text = part_text(inner[0] if inner else part)
    groups = filter(str.strip, re.split(r"\n[ \t]*\n", text[:_LONGEST_BLOCKS]))
    return [message_from_string(group) for group in islice(groups, MOST_PARTS)]


def _head(part: "Message[str, str]") -> str:
    """The headers of a returned message, or of the part that holds them."""
    inner = _inner(part)
    return f"Message-ID: {one_header(inner[0], 'message-id')}" if inner else part_text(part)


def _inner(part: "Message[str, str]") -> list["Message[str, str]"]:
    """The messages in it. Of others the payload is not asked for: Python would decode it by any charset it claims."""
    payload = part.get_payload() if part.is_multipart() else []
    return [inner for inner in payload if isinstance(inner, Message)]
