"""What comes in for an email that left: made up as a mailbox would have read it."""

from datetime import date, datetime

from segue.domain.addresses import host_of
from segue.domain.receiving.message import Received, RecipientReport
from segue.models import Delivery


def answer(email: Delivery, text: str, now: datetime) -> Received:
    """Its reader writes back."""
    return Received(
        _message_id(email, "answer"), _reader(email), f"Re: {email.payload['subject']}",
        recipients=(_sender(email),), date=now, references=(email.message_id,), text=text,
    )  # fmt: skip


def absence(email: Delivery, back: date, now: datetime) -> Received:
    """Its reader is away, and a machine says until when."""
    text = (
        f"Thank you for your message. I am out of the office and back on {back.day} {back:%B %Y}. "
        "Mail is not read meanwhile."
    )
    return Received(
        _message_id(email, "absence"), _reader(email), f"Out of office: {email.payload['subject']}",
        recipients=(_sender(email),), date=now, references=(email.message_id,), text=text,
        headers={"auto-submitted": "auto-replied"},
    )  # fmt: skip


def bounce(email: Delivery, now: datetime) -> Received:
    """The server of its reader knows nobody of this name (RFC 3463: 5.1.1)."""
    reader = _reader(email)
    words = f"550 5.1.1 <{reader}>: Recipient address rejected: User unknown"
    return Received(
        _message_id(email, "bounce"), f"mailer-daemon@{host_of(reader)}", "Undelivered Mail Returned to Sender",
        recipients=(_sender(email),), date=now, report_type="delivery-status",
        reports=(RecipientReport("failed", "5.1.1", words, reader),), returned_ids=(email.message_id,),
    )  # fmt: skip


def opt_out_token(email: Delivery) -> str:
    """What the link in its last line ends with."""
    return str(email.payload["unsubscribe"]).rstrip("/").rpartition("/")[2]


def _message_id(email: Delivery, kind: str) -> str:
    return f"<{kind}.{email.pk}@{host_of(_reader(email))}>"


def _reader(email: Delivery) -> str:
    return str(email.payload["to"])


def _sender(email: Delivery) -> str:
    return str(email.payload["from"])
