"""Enroll runs, as the API takes and shows them."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field

from segue.api.inputs import Body
from segue.domain.eligibility import Refusal
from segue.models import EnrollRun as Row
from segue.models.enroll_run import RunState


class EnrollRunInput(Body):
    """Whom to enroll: the records of the sequence's type that hold every one of these words; without words, all."""

    q: Annotated[str, Field(default_factory=str, max_length=100)]


class EnrollRun(BaseModel):
    """`refused` counts who was not enrolled, by reason."""

    id: int
    state: RunState
    q: str
    enrolled: int
    refused: dict[Refusal, int]
    begun_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, run: Row) -> Self:
        return cls(
            id=run.pk,
            state=RunState(run.state),
            q=run.q,
            enrolled=run.enrolled,
            refused={Refusal(reason): count for reason, count in run.refused.items()},
            begun_at=run.begun_at,
            ended_at=run.ended_at,
        )
