"""Enrollments: where each record stands in a sequence, and why."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, Field

from segue.actions.enroll import EnrollResult
from segue.api.inputs import Body, BodyIds
from segue.api.schemas.common import RecordRef, Ref
from segue.domain.eligibility import Refusal
from segue.domain.errors import ErrorCode
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.queries.enrollments import EnrollmentRow


class EnrollmentVerb(StrEnum):
    """What a person can do to an enrollment."""

    STOP = "stop"
    REMOVE = "remove"
    RETRY = "retry"
    RESUME = "resume"


class EnrollmentError(BaseModel):
    """Why a step failed. `detail` holds the other server's own words, where there are any."""

    code: ErrorCode
    title: str
    detail: str
    advice: str

    @classmethod
    def of(cls, code: ErrorCode, detail: str) -> Self:
        return cls(code=code, title=code.entry.title, detail=detail, advice=code.entry.advice)


class Enrollment(BaseModel):
    """A record's way through a sequence: one round of it."""

    id: int
    record: RecordRef
    sequence: Ref
    status: Status
    status_label: str
    reason: Reason
    reason_label: str
    error: EnrollmentError | None
    next_at: datetime | None = Field(description="When the engine looks next; null where no time makes it go on.")
    position: int = Field(description="The place of the step it stands at, from 1.")
    step_count: int
    step_kind: StepKind | None
    attempt: int
    round: int
    can: list[EnrollmentVerb | Literal["pause-until"]] = Field(description="What its state allows now.")
    enrolled_by: str
    enrolled_at: datetime

    @classmethod
    def of(cls, row: EnrollmentRow) -> Self:
        live = row.status is Status.IN_PROGRESS
        return cls(
            record=RecordRef(id=row.record_id, name=row.record_name, type=row.record_type),
            sequence=Ref(id=row.sequence_id, name=row.sequence_name),
            status_label=row.status.label,
            reason_label=row.reason.label,
            error=EnrollmentError.of(row.error_code, row.error_detail) if row.error_code else None,
            next_at=row.due_at if live else None,
            can=_can(row),
            **{name: getattr(row, name) for name in _SAME},
        )


_SAME = (
    "id", "status", "reason", "position", "step_count", "step_kind", "attempt", "round", "enrolled_by", "enrolled_at",
)  # fmt: skip


class Enrollments(BaseModel):
    """Newest first; `next_before` leads to older ones, null at the end."""

    items: list[Enrollment]
    next_before: int | None


class RecordEnrollments(BaseModel):
    """Every enrollment of a record that was not removed, newest first."""

    items: list[Enrollment]


class EnrollInput(Body):
    """Records to enroll, a thousand at most."""

    record_ids: BodyIds


class EnrollmentResult(BaseModel):
    """What became of one record."""

    record_id: int
    name: str
    result: Literal["enrolled", "refused"]
    enrollment_id: int | None
    reason: Refusal | None
    message: str

    @classmethod
    def of(cls, result: EnrollResult) -> Self:
        return cls(
            record_id=result.record_id,
            name=result.name,
            result="refused" if result.enrollment_id is None else "enrolled",
            enrollment_id=result.enrollment_id,
            reason=result.refusal,
            message=result.message,
        )


class EnrollmentResults(BaseModel):
    """One result a record, in the order given."""

    enrolled: int
    refused: int
    results: list[EnrollmentResult]


class ActionInput(Body):
    """One verb for many enrollments, a thousand at most."""

    verb: EnrollmentVerb
    ids: BodyIds


class PauseInput(Body):
    """The day to go on: from 9:00 on the workspace's clock."""

    until: date


class ActionResult(BaseModel):
    """`unchanged` are those whose state does not allow the verb, and those that this workspace does not have."""

    changed: list[int]
    unchanged: list[int]


def _can(row: EnrollmentRow) -> list[EnrollmentVerb | Literal["pause-until"]]:
    allowed: dict[EnrollmentVerb | Literal["pause-until"], bool] = {
        EnrollmentVerb.STOP: row.can_stop,
        EnrollmentVerb.REMOVE: True,
        EnrollmentVerb.RETRY: row.can_retry,
        EnrollmentVerb.RESUME: row.can_resume,
        "pause-until": row.can_pause_until,
    }
    return [verb for verb, allows in allowed.items() if allows]
