"""Writes events: the history of enrollments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from segue.domain.events import EventKind, Source
from segue.domain.status import Status
from segue.models.event import Event
from segue.models.rows import insert_rows


@dataclass(frozen=True)
class Entry:
    """One event to be written."""

    workspace_id: int
    enrollment_id: int
    kind: EventKind
    status: Status
    step_id: int | None = None
    attempt: int = 0
    code: str = ""
    detail: str = ""


_COLUMNS = (
    "workspace", "enrollment", "kind", "status", "step", "attempt", "code", "detail", "source", "actor", "at",
)  # fmt: skip


def write_entries(entries: Iterable[Entry], *, source: Source, actor_id: int | None, now: datetime) -> None:
    """Add events, all by the same actor at the same moment, in one statement."""
    insert_rows(
        Event,
        _COLUMNS,
        (
            (e.workspace_id, e.enrollment_id, e.kind.value, e.status.value, e.step_id, e.attempt, e.code, e.detail,
             source.value, actor_id, now)
            for e in entries
        ),
    )  # fmt: skip
