"""Activities: the timeline of a record, and tasks."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, Field

from segue.api.inputs import Body
from segue.api.schemas.common import RecordRef, Ref
from segue.domain.activities import ActivityKind, ActivityState
from segue.domain.status import Status
from segue.queries.activities import ActivityRow


class Activity(BaseModel):
    """Something done with a record or, while it is open, to be done. Open with a due date it is a task."""

    id: int
    kind: ActivityKind
    kind_label: str
    state: ActivityState = Field(description="A dismissed task was closed without being done.")
    title: str
    body: str
    data: dict[str, Any] = Field(description="What the kind brings with it, such as the `outcome` of a task.")
    record: RecordRef
    sequence: Ref | None = Field(description="Whose step made it; null if a person did.")
    enrollment_id: int | None
    enrollment_status: Status | None = Field(description="How the enrollment that made it stands now.")
    enrollment_removed: bool = Field(description="That enrollment was removed from its sequence.")
    step_position: int | None
    holds: bool = Field(description="The sequence waits until this task is done.")
    actor: str = Field(description="Who did or dismissed it; empty if the engine did it.")
    assignee: str
    created_at: datetime
    due_at: datetime | None
    done_at: datetime | None

    @classmethod
    def of(cls, row: ActivityRow) -> Self:
        sequence = Ref(id=row.sequence_id, name=row.sequence_name) if row.sequence_id else None
        return cls(
            kind_label=row.kind.label,
            record=RecordRef(id=row.record_id, name=row.record_name, type=row.record_type),
            sequence=sequence,
            actor=row.actor_name,
            assignee=row.assignee_name,
            **{name: getattr(row, name) for name in _SAME},
        )


_SAME = (
    "id", "kind", "state", "title", "body", "data", "enrollment_id", "enrollment_status", "enrollment_removed",
    "step_position", "holds", "created_at", "due_at", "done_at",
)  # fmt: skip


class Activities(BaseModel):
    """Newest first; `next_before` leads to older ones, null at the end."""

    items: list[Activity]
    next_before: int | None


class Tasks(BaseModel):
    """Open tasks, the first due first; `next_after` leads to the next page, null on the last."""

    items: list[Activity]
    next_after: int | None


class TextInput(Body):
    """A note, or what a reply said."""

    text: str


class OutcomeInput(Body):
    """What came of a task."""

    outcome: str = ""


class ReplyEffect(BaseModel):
    """Names of the record's sequences, by what the reply did to them."""

    continued: list[str]
    stopped: list[str]
    paused: list[str]
