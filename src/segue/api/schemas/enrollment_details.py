"""One enrollment in full: every step, what comes next and why, and its history."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from segue.api.schemas.enrollments import Enrollment, EnrollmentError
from segue.domain.events import EventKind, Source
from segue.domain.inbound import InboundKind
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.models import Event, InboundMessage
from segue.queries.drawer import Drawer, DrawerStep, StepState


class EnrollmentStep(BaseModel):
    """A step as it went for this record, or will go."""

    position: int
    kind: StepKind
    title: str
    delay: str
    state: StepState
    done_at: datetime | None = Field(description="Null also where the sequence went on and its task is still open.")
    result: str = Field(description="What came of it, as “Sent to ada@example.com”. Empty where nothing has yet.")
    attempts: int
    waits_for_task: bool
    error: EnrollmentError | None

    @classmethod
    def of(cls, step: DrawerStep) -> Self:
        return cls(
            position=step.position,
            kind=step.kind,
            title=step.title,
            delay=step.delay,
            state=step.state,
            done_at=step.at,
            result=step.result.text,
            attempts=step.attempts,
            waits_for_task=step.waits_for_task,
            error=EnrollmentError.of(step.error, step.error_detail) if step.error else None,
        )


class HistoryEvent(BaseModel):
    """Something that changed the enrollment: what, when, from where and by whom."""

    kind: EventKind
    label: str
    status: Status
    at: datetime
    source: Source
    actor: str
    detail: str

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(
            kind=EventKind(event.kind),
            label=EventKind(event.kind).label,
            status=Status(event.status),
            at=event.at,
            source=Source(event.source),
            actor=str(event.actor or ""),
            detail=event.detail,
        )


class EnrollmentInbound(BaseModel):
    """An answer or a bounce that came in by email: what it is, and the rule that said so."""

    id: int
    kind: InboundKind
    label: str
    sender: str
    subject: str
    text: str = Field(description="Without what it quotes.")
    rule: str
    matched_by: str
    return_on: date | None = Field(description="The day an automatic reply names as that of return.")
    received_at: datetime

    @classmethod
    def of(cls, message: InboundMessage) -> Self:
        kind = InboundKind(message.kind)
        return cls(kind=kind, label=kind.label, **{name: getattr(message, name) for name in _SAME})


_SAME = ("id", "sender", "subject", "text", "rule", "matched_by", "return_on", "received_at")


class EnrollmentDetails(Enrollment):
    """An enrollment with its steps, its history, and why it does not go on yet."""

    version: int
    why: list[str] = Field(description="What leads to `next_at`, the most basic reason first.")
    steps: list[EnrollmentStep]
    history: list[HistoryEvent]
    inbound: list[EnrollmentInbound] = Field(description="The newest first, 50 at most.")

    @classmethod
    def from_drawer(cls, drawer: Drawer) -> Self:
        row = Enrollment.of(drawer.row).model_dump() | {"next_at": drawer.why.next_at}
        return cls(
            **row,
            version=drawer.version,
            why=drawer.why.chain,
            steps=[EnrollmentStep.of(step) for step in drawer.steps],
            history=[HistoryEvent.of(event) for event in drawer.events],
            inbound=[EnrollmentInbound.of(message) for message in drawer.inbound],
        )
