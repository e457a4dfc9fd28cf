"""Writes the activities that steps make, in a set."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from segue.domain.activities import ActivityState
from segue.domain.plan import Do, holds
from segue.domain.snapshot import Snapshot
from segue.models import Activity
from segue.models.rows import insert_rows

_COLUMNS = (
    "workspace", "record", "enrollment", "step", "kind", "state", "title", "body", "data", "holds", "assignee",
    "created_at", "due_at", "done_at",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What a step made for a record."""

    snapshot: Snapshot
    title: str
    body: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def made_by(snapshot: Snapshot, do: Do) -> Made:
    """The activity of a step that runs inside the database."""
    return Made(snapshot, do.title, do.body, dict(do.effect))


def write_activities(made: Iterable[Made], now: datetime) -> None:
    """One open task for each manual step, one done activity for every other."""
    insert_rows(Activity, _COLUMNS, (_values(m, now) for m in made))


def _values(made: Made, now: datetime) -> tuple[object, ...]:
    s = made.snapshot
    manual = s.step.kind.is_manual
    return (
        s.workspace_id, s.record_id, s.enrollment_id, s.step.id, s.step.kind.value,
        (ActivityState.OPEN if manual else ActivityState.DONE).value, made.title, made.body, made.data, holds(s),
        s.enrolled_by_id if manual else None, now, now if manual else None, None if manual else now,
    )  # fmt: skip
