"""Invitations: how long a link is good for, and what is said once it is not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GOOD_FOR = timedelta(days=7)


class InvitationState(StrEnum):
    """Only an open one can be accepted."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def words(self) -> str:
        """What is said to who opens the link, and what to do."""
        return _WORDS[self]


_WORDS = {
    InvitationState.OPEN: "",
    InvitationState.ACCEPTED: "This invitation was used already. If that was you, sign in.",
    InvitationState.WITHDRAWN: "This invitation was withdrawn. Ask an admin of the workspace for a new one.",
    InvitationState.EXPIRED: "This invitation has expired: a link is good for 7 days. Ask an admin for a new one.",
}


@dataclass(frozen=True)
class Dates:
    """What has happened to an invitation, and when."""

    expires_at: datetime
    accepted_at: datetime | None = None
    withdrawn_at: datetime | None = None


def state_of(dates: Dates, now: datetime) -> InvitationState:
    """What happened first to it decides; time comes last."""
    if dates.accepted_at:
        return InvitationState.ACCEPTED
    if dates.withdrawn_at:
        return InvitationState.WITHDRAWN
    return InvitationState.OPEN if now < dates.expires_at else InvitationState.EXPIRED
