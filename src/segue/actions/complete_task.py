"""Complete a task: it becomes a done activity, and an enrollment that waited for it goes on."""

from datetime import datetime

from django.db import transaction

from segue.domain.activities import ActivityState
from segue.domain.events import EventKind
from segue.domain.plan import move_on
from segue.domain.refusals import Conflict
from segue.domain.roles import Permission
from segue.domain.status import Reason, Status
from segue.domain.steps import LONG
from segue.models import Activity, Enrollment
from segue.models.actor import Actor
from segue.models.lane import lanes_of
from segue.models.signals import announce_work
from segue.models.state.advance import advance
from segue.models.state.moves import write_moves
from segue.queries.snapshots import load_snapshots


@transaction.atomic
def complete_task(actor: Actor, activity: Activity, now: datetime, outcome: str = "") -> None:
    """Mark an open task as done, with what came of it. Raises Conflict if it is done already."""
    actor.require(Permission.WRITE_RECORDS)
    data = {**activity.data, "outcome": outcome.strip()[:LONG]} if outcome.strip() else activity.data
    done = Activity.objects.filter(id=activity.id, workspace=actor.workspace, state=ActivityState.OPEN).update(
        state=ActivityState.DONE, done_at=now, actor=actor.member, data=data
    )
    if not done:
        raise Conflict("This task is already done.")
    if activity.holds and activity.enrollment_id and activity.step_id:
        _go_on(actor, activity.enrollment_id, activity.step_id, now)


def _go_on(actor: Actor, enrollment_id: int, step_id: int, now: datetime) -> None:
    waiting = Enrollment.objects.select_for_update().filter(
        id=enrollment_id, status=Status.IN_PROGRESS, step_id=step_id, due_at__isnull=True
    )
    row = waiting.values_list("reason", "remaining").first()
    # A reply may have paused it while it waited: then it moves on, and stays paused with the new delay.
    if row is None or row[1] is not None or row[0] not in (Reason.WAITING_FOR_TASK, Reason.PAUSED_BY_REPLY):
        return
    snapshot = load_snapshots([enrollment_id])[0]
    write = advance(
        snapshot,
        move_on(snapshot, now),
        lanes_of(snapshot.workspace_id),
        now=now,
        event=EventKind.TASK_DONE,
        paused=row[0] == Reason.PAUSED_BY_REPLY,
    )
    write_moves(None, [write], now=now, source=actor.source, actor_id=actor.member.id)
    announce_work()
