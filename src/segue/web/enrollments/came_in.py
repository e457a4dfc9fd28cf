"""What came in on an enrollment, in words: what it is, which rule said so, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from segue.domain.activities import ActivityKind
from segue.domain.inbound import InboundKind
from segue.models import InboundMessage
from segue.queries.enrollments import EnrollmentRow
from segue.templatetags.ui import kind_icon

_KINDS = {
    InboundKind.REPLY: ActivityKind.REPLY,
    InboundKind.AUTO_REPLY: ActivityKind.AUTO_REPLY,
    InboundKind.HARD_BOUNCE: ActivityKind.BOUNCE,
    InboundKind.SOFT_BOUNCE: ActivityKind.BOUNCE,
    InboundKind.UNSUBSCRIBE: ActivityKind.OPT_OUT,
    InboundKind.COMPLAINT: ActivityKind.OPT_OUT,
}


@dataclass(frozen=True)
class CameIn:
    """A message; `until` is the day it may be paused to (None: that is not offered)."""

    key: str
    icon: str
    what: str
    sender: str
    subject: str
    text: str
    rule: str
    matched_by: str
    until: date | None
    at: datetime


def present_inbound(messages: Sequence[InboundMessage], row: EnrollmentRow, today: date) -> list[CameIn]:
    return [_present(message, row, today) for message in messages]


def _present(message: InboundMessage, row: EnrollmentRow, today: date) -> CameIn:
    kind = InboundKind(message.kind)
    is_ahead = message.return_on is not None and message.return_on > today
    return CameIn(
        key=str(message.pk),
        icon=kind_icon(_KINDS[kind]),
        what=kind.label,
        sender=message.sender,
        subject=message.subject,
        text=message.text,
        rule=message.rule,
        matched_by=message.matched_by,
        until=message.return_on if is_ahead and row.can_pause_until else None,
        at=message.received_at,
    )
