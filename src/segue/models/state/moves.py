"""Moves that the engine makes, in sets, each row only while the caller still holds its lease."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from segue.domain.errors import StepError
from segue.domain.events import EventKind, Source
from segue.domain.status import Reason, Status
from segue.models.enrollment import Enrollment
from segue.models.rows import update_rows
from segue.models.state.history import Entry, write_entries
from segue.models.state.tally import record_changes


@dataclass(frozen=True)
class StateWrite:
    """The state an enrollment goes to, and the event that says why. Made by the constructors below only."""

    enrollment_id: int
    workspace_id: int
    sequence_id: int
    status: Status
    reason: Reason
    step_id: int | None
    position: int
    since: datetime
    due_at: datetime | None
    remaining: int | None
    lane_id: int
    attempt: int
    error: StepError | None
    event: EventKind
    event_step_id: int | None
    event_attempt: int
    event_detail: str


_COLUMNS = (
    "status", "reason", "step", "position", "since", "due_at", "remaining", "lane", "attempt",
    "error_code", "error_detail", "lease_token", "lease_until",
)  # fmt: skip


def write_moves(
    token: str | None,
    writes: Sequence[StateWrite],
    *,
    now: datetime,
    source: Source = Source.ENGINE,
    actor_id: int | None = None,
) -> None:
    """Write states, events and tallies. Call inside a transaction, with rows `still_held` by the token.

    A token of None is for a task that a person has done: no worker holds such an enrollment.
    """
    keys = ("id",) if token is None else ("id", "lease_token")
    update_rows(Enrollment, _COLUMNS, keys, (_values(w, token) for w in writes))
    _write_history(writes, source, actor_id, now)
    record_changes((w.sequence_id, Status.IN_PROGRESS, w.status) for w in writes if w.status is not Status.IN_PROGRESS)


def _values(w: StateWrite, token: str | None) -> tuple[object, ...]:
    code, detail = (w.error.code.value, w.error.detail) if w.error else ("", "")
    key = (w.enrollment_id,) if token is None else (w.enrollment_id, token)
    return (
        w.status.value, w.reason.value, w.step_id, w.position, w.since, w.due_at, w.remaining, w.lane_id, w.attempt,
        code, detail, None, None, *key,
    )  # fmt: skip


def _write_history(writes: Sequence[StateWrite], source: Source, actor_id: int | None, now: datetime) -> None:
    entries = [
        Entry(
            w.workspace_id, w.enrollment_id, w.event, w.status, w.event_step_id, w.event_attempt,
            w.error.code.value if w.error else "", w.event_detail,
        )
        for w in writes
    ]  # fmt: skip
    completed = [
        Entry(w.workspace_id, w.enrollment_id, EventKind.COMPLETED, w.status)
        for w in writes
        if w.status is Status.COMPLETED
    ]
    write_entries([*entries, *completed], source=source, actor_id=actor_id, now=now)
