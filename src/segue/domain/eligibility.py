"""Who may be enrolled: each refused record has one reason, in words."""

from dataclasses import dataclass
from enum import StrEnum

from segue.domain.status import Status
from segue.domain.suppressions import Suppressed


class Refusal(StrEnum):
    """Why a record was not enrolled."""

    NOT_FOUND = "not_found"
    WRONG_TYPE = "wrong_type"
    ALREADY_ENROLLED = "already_enrolled"
    NO_ADDRESS = "no_address"
    SUPPRESSED = "suppressed"

    @property
    def label(self) -> str:
        """For a summary of many."""
        return _LABELS[self]


_LABELS = {
    Refusal.NOT_FOUND: "No longer in this workspace",
    Refusal.WRONG_TYPE: "Of the other type",
    Refusal.ALREADY_ENROLLED: "Already in this sequence",
    Refusal.NO_ADDRESS: "No email address",
    Refusal.SUPPRESSED: "On the suppression list",
}


@dataclass(frozen=True)
class Candidate:
    """What the check needs to know of one record.

    `enrolled_as` is the status it already has in the sequence; `suppressed` says why its address is not written to.
    """

    type_matches: bool
    has_email: bool
    enrolled_as: Status | None
    suppressed: Suppressed | None = None


@dataclass(frozen=True)
class Verdict:
    """Refused for this reason; or, where that is None, fit to enroll."""

    refusal: Refusal | None = None
    message: str = ""


FIT = Verdict()


def check(candidate: Candidate, *, sends_email: bool) -> Verdict:
    """Whether this record may be enrolled in a sequence that does or does not send e-mail."""
    if not candidate.type_matches:
        return Verdict(Refusal.WRONG_TYPE, "The sequence is for records of the other type.")
    if candidate.enrolled_as is not None:
        label = candidate.enrolled_as.label
        return Verdict(Refusal.ALREADY_ENROLLED, f"Already in this sequence: {label}. Remove it first to start again.")
    if sends_email and not candidate.has_email:
        return Verdict(Refusal.NO_ADDRESS, "No email address, and this sequence sends email.")
    if sends_email and candidate.suppressed:
        return Verdict(Refusal.SUPPRESSED, f"{candidate.suppressed.words} This sequence sends email.")
    return FIT


NOT_FOUND = Verdict(Refusal.NOT_FOUND, "There is no such record in this workspace.")
