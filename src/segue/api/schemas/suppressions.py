"""Suppressions, as they come in and go out."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from segue import models
from segue.api.inputs import Body
from segue.domain.suppressions import SuppressionReason


class Suppression(BaseModel):
    """An address or a domain that no sequence writes to."""

    id: int
    value: str = Field(description="An address, or a domain for everybody at it, in its one form: lower case, ASCII.")
    reason: SuppressionReason
    reason_label: str
    source: str = Field(description="Where it came from, in words.")
    created_by: str = Field(description="Who added it; empty if nobody did, as for who opted out or bounced.")
    created_at: datetime

    @classmethod
    def of(cls, entry: models.Suppression) -> Self:
        reason = SuppressionReason(entry.reason)
        return cls(
            id=entry.pk,
            value=entry.value,
            reason=reason,
            reason_label=reason.label,
            source=entry.source,
            created_by=str(entry.created_by or ""),
            created_at=entry.created_at,
        )


class Suppressions(BaseModel):
    """Newest first; `next_before` leads to older ones, null at the end."""

    items: list[Suppression]
    next_before: int | None


class SuppressionInput(Body):
    """What is not to be written to any more."""

    value: str = Field(description="An email address, or a domain such as example.com.")
    note: str = Field("", description="Where it came from, for whoever wonders later.")
    reason: SuppressionReason = SuppressionReason.MANUAL
