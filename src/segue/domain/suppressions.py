"""Suppressions: addresses and domains that must not be written to. They outrank every sequence."""

from enum import StrEnum


class SuppressionReason(StrEnum):
    """Why nothing may be sent there."""

    OPT_OUT = "opt_out"
    COMPLAINT = "complaint"
    BOUNCE = "bounce"
    MANUAL = "manual"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    SuppressionReason.OPT_OUT: "Opted out",
    SuppressionReason.COMPLAINT: "Reported as spam",
    SuppressionReason.BOUNCE: "Bounced",
    SuppressionReason.MANUAL: "Added by a person",
}


def values_of(address: str) -> tuple[str, str]:
    """What a list of suppressions may name an address by: itself and its domain, in lower case."""
    lowered = address.strip().lower()
    return lowered, lowered.rpartition("@")[2]
