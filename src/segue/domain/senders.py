"""Whose mailbox a record's mail leaves from. Chosen when it is enrolled, and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class SenderChoice:
    """Whose mailbox each record gets: the one of `keeps` it had last, else its owner's, else these in turn."""

    keeps: tuple[int, ...] = ()
    by_owner: Mapping[int, int] = field(default_factory=dict)
    in_turn: tuple[int, ...] = ()

    def of(self, record_id: int, owner_id: int | None, kept: int | None) -> int | None:
        """The mailbox for one record; None where there is none."""
        if kept in self.keeps:
            return kept
        turn = self.in_turn[record_id % len(self.in_turn)] if self.in_turn else None
        return self.by_owner.get(owner_id or 0, turn)
