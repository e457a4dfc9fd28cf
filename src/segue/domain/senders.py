"""Whose mailbox a record's mail leaves from. Chosen when it is enrolled, and kept."""

from enum import StrEnum


class SenderRule(StrEnum):
    """How a sequence chooses the mailbox."""

    ENROLLER = "enroller"
    OWNER = "owner"
    FIXED = "fixed"
    ROTATION = "rotation"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    SenderRule.ENROLLER: "Whoever enrolls the record",
    SenderRule.OWNER: "The owner of the record",
    SenderRule.FIXED: "Always the same mailbox",
    SenderRule.ROTATION: "Every mailbox in turn",
}
