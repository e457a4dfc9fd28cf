"""What a message that came in is."""

from enum import StrEnum


class InboundKind(StrEnum):
    """What was made of it, by the rule named beside it."""

    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCE = "soft_bounce"
    UNSUBSCRIBE = "unsubscribe"
    COMPLAINT = "complaint"
    UNRELATED = "unrelated"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    InboundKind.REPLY: "Reply",
    InboundKind.AUTO_REPLY: "Automatic reply",
    InboundKind.HARD_BOUNCE: "Bounced for good",
    InboundKind.SOFT_BOUNCE: "Bounced for now",
    InboundKind.UNSUBSCRIBE: "Asked to unsubscribe",
    InboundKind.COMPLAINT: "Reported as spam",
    InboundKind.UNRELATED: "Not about a sequence",
}
