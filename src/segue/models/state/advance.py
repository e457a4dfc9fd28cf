"""Turns what the domain decided into the state that is written: one constructor for each way a step can end."""

from datetime import datetime

from segue.domain.errors import ErrorCode, StepError
from segue.domain.events import EventKind
from segue.domain.plan import Move, Wait
from segue.domain.snapshot import Snapshot
from segue.domain.status import Reason, Status
from segue.domain.steps import StepKind
from segue.models.enrollment import Enrollment
from segue.models.lane import LaneMap
from segue.models.state.moves import Change, StateWrite


def advance(
    snapshot: Snapshot,
    move: Move,
    lanes: LaneMap,
    *,
    now: datetime,
    event: EventKind = EventKind.STEP_DONE,
    attempt: int = 0,
    paused: bool = False,
) -> StateWrite:
    """The step is done: on to the next one, or completed. A paused enrollment keeps the new delay for later."""
    completed = move.step_id is None
    hold = paused and not completed
    left = max(0, int((move.due_at - now).total_seconds())) if hold and move.due_at else None
    return _write(
        snapshot,
        status=Status.COMPLETED if completed else Status.IN_PROGRESS,
        reason=Reason.PAUSED_BY_REPLY if hold else move.reason,
        step_id=move.step_id,
        position=move.position,
        since=now,
        due_at=None if hold else move.due_at,
        remaining=left,
        lane_id=_next_lane(snapshot, lanes, completed=completed),
        event=event,
        event_attempt=attempt,
    )


def wait_for_task(snapshot: Snapshot, lanes: LaneMap, attempt: int) -> StateWrite:
    """The task is made; the enrollment stays at this step until a person has done it."""
    lane = lanes.lane_for(snapshot.step.kind, snapshot.record_id, snapshot.mailbox_id)
    return _write(
        snapshot, reason=Reason.WAITING_FOR_TASK, attempt=attempt, lane_id=lane, event=EventKind.STEP_DONE,
        event_attempt=attempt,
    )  # fmt: skip


def put_off(
    snapshot: Snapshot,
    lanes: LaneMap,
    wait: Wait,
    attempt: int,
    *,
    error: StepError | None = None,
    paused: bool = False,
) -> StateWrite:
    """Not now: the same step again later, for the window or after a temporary error."""
    lane = lanes.lane_for(snapshot.step.kind, snapshot.record_id, snapshot.mailbox_id)
    return _write(
        snapshot,
        reason=Reason.PAUSED_BY_REPLY if paused else wait.reason,
        due_at=None if paused else wait.until,
        remaining=0 if paused else None,
        lane_id=lane,
        attempt=attempt,
        error=error,
        event=EventKind.STEP_WAITED,
        event_attempt=attempt,
        event_detail=error.detail if error else wait.reason.label,
    )


def fail(snapshot: Snapshot, lanes: LaneMap, error: StepError, attempt: int) -> StateWrite:
    """The step did not complete; a person decides."""
    lane = lanes.lane_for(snapshot.step.kind, snapshot.record_id, snapshot.mailbox_id)
    return _write(
        snapshot, status=Status.FAILED, reason=Reason.STEP_ERROR, attempt=attempt, lane_id=lane, error=error,
        event=EventKind.STEP_FAILED, event_attempt=attempt, event_detail=error.detail,
    )  # fmt: skip


def halt(snapshot: Snapshot, lanes: LaneMap, reason: Reason) -> StateWrite:
    """The record must not be written to: stopped, as a person would."""
    lane = lanes.lane_for(snapshot.step.kind, snapshot.record_id, snapshot.mailbox_id)
    return _write(
        snapshot, status=Status.STOPPED, reason=reason, lane_id=lane, attempt=snapshot.attempt, event=EventKind.STOPPED,
        event_attempt=snapshot.attempt, event_detail=reason.label,
    )  # fmt: skip


def fail_unread(row: Enrollment) -> StateWrite:
    """What is stored for this enrollment cannot be read: a fault of ours, told to a person instead of hidden."""
    change = Change(
        workspace_id=row.workspace_id,
        sequence_id=row.sequence_id,
        status=Status.FAILED,
        reason=Reason.STEP_ERROR,
        step_id=row.step_id,
        position=row.position,
        since=None,
        due_at=None,
        remaining=None,
        lane_id=row.lane_id,
        attempt=row.attempt + 1,
        error=StepError(ErrorCode.INTERNAL_ERROR),
        event=EventKind.STEP_FAILED,
        event_step_id=row.step_id,
        event_attempt=row.attempt + 1,
        event_detail="",
    )
    return StateWrite(row.id, change)


def _next_lane(snapshot: Snapshot, lanes: LaneMap, *, completed: bool) -> int:
    following = None if completed else snapshot.following
    kind = following.kind if following else StepKind.TODO
    return lanes.lane_for(kind, snapshot.record_id, snapshot.mailbox_id)


def _write(
    snapshot: Snapshot,
    *,
    reason: Reason,
    lane_id: int,
    event: EventKind,
    event_attempt: int,
    status: Status = Status.IN_PROGRESS,
    step_id: int | None = 0,
    position: int | None = None,
    since: datetime | None = None,
    due_at: datetime | None = None,
    remaining: int | None = None,
    attempt: int = 0,
    error: StepError | None = None,
    event_detail: str = "",
) -> StateWrite:
    """A state with this snapshot's identity. A step_id of 0 and no position mean: as before."""
    change = Change(
        workspace_id=snapshot.workspace_id,
        sequence_id=snapshot.sequence.id,
        status=status,
        reason=reason,
        step_id=snapshot.step.id if step_id == 0 else step_id,
        position=snapshot.step.position if position is None else position,
        since=since,
        due_at=due_at,
        remaining=remaining,
        lane_id=lane_id,
        attempt=attempt,
        error=error,
        event=event,
        event_step_id=snapshot.step.id,
        event_attempt=event_attempt,
        event_detail=event_detail,
    )
    return StateWrite(snapshot.enrollment_id, change)
