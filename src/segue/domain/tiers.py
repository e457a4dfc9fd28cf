"""Tiers: sequences belong to the Professional tier."""

from enum import StrEnum


class Tier(StrEnum):
    """What a workspace has bought; self-hosted workspaces are Professional unless set otherwise."""

    BASIC = "basic"
    PROFESSIONAL = "professional"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def has_sequences(self) -> bool:
        return self is Tier.PROFESSIONAL


TIER_EXPLANATION = (
    "Sequences are part of the Professional tier. This workspace is on Basic: enrollments hold where they are "
    "and go on after the upgrade."
)
