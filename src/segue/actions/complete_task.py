"""Complete a task: it becomes a done activity, and an enrollment that waited for it goes on."""

from datetime import datetime

from django.db import transaction

from segue.domain.activities import ActivityState
from segue.domain.events import EventKind
from segue.domain.plan import move_on
from segue.domain.roles import Permission
from segue.domain.status import Reason
from segue.domain.steps import LONG
from segue.models import Activity
from segue.models.actor import Actor
from segue.models.lane import lanes_of
from segue.models.signals import announce_work
from segue.models.state.advance import advance
from segue.models.state.moves import write_moves
from segue.queries.open_tasks import closed_already, waiting_for
from segue.queries.snapshots import load_snapshots


@transaction.atomic
def complete_task(actor: Actor, activity: Activity, now: datetime, outcome: str = "") -> None:
    """Mark an open task as done, with what came of it. Raises Conflict if it is closed already."""
    actor.require(Permission.WRITE_RECORDS)
    data = {**activity.data, "outcome": outcome.strip()[:LONG]} if outcome.strip() else activity.data
    done = Activity.objects.filter(id=activity.id, workspace=actor.workspace, state=ActivityState.OPEN).update(
        state=ActivityState.DONE, done_at=now, actor=actor.member, data=data
    )
    if not done:
        raise closed_already(activity)
    _go_on(actor, activity, now)


def _go_on(actor: Actor, activity: Activity, now: datetime) -> None:
    row = waiting_for(activity).select_for_update().values_list("id", "reason").first()
    if row is None:
        return
    enrollment_id, reason = row
    snapshot = load_snapshots([enrollment_id])[0]
    write = advance(
        snapshot,
        move_on(snapshot, now),
        lanes_of(snapshot.workspace_id),
        now=now,
        event=EventKind.TASK_DONE,
        # Paused by a reply while it waited: it moves on, and stays paused with the new delay.
        paused=reason == Reason.PAUSED_BY_REPLY,
    )
    write_moves(None, [write], now=now, source=actor.source, actor_id=actor.member.id)
    announce_work([write.change.lane_id] if write.change.due_at and write.change.due_at <= now else ())
