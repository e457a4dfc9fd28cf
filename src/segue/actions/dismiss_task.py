"""Dismiss a task: it is closed without being done, and nothing goes on because of it."""

from datetime import datetime

from django.db import transaction

from segue.domain.activities import ActivityState
from segue.domain.refusals import Conflict
from segue.domain.roles import Permission
from segue.models import Activity
from segue.models.actor import Actor
from segue.queries.open_tasks import closed_already, waiting_for


@transaction.atomic
def dismiss_task(actor: Actor, activity: Activity, now: datetime) -> None:
    """Close an open task undone. Raises Conflict if it is closed already, or while a sequence waits for it."""
    actor.require(Permission.WRITE_RECORDS)
    # Locked, so that nobody resumes or retries it in between: a sequence must not wait for a task that is gone.
    if waiting_for(activity).select_for_update().filter(removed_at__isnull=True).first():
        raise Conflict("The sequence waits for this task: complete it, or Stop the record.")
    dismissed = Activity.objects.filter(id=activity.id, workspace=actor.workspace, state=ActivityState.OPEN).update(
        state=ActivityState.DISMISSED, done_at=now, actor=actor.member
    )
    if not dismissed:
        raise closed_already(activity)
