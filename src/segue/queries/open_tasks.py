"""Reads of what is still to be done in a workspace, the first due first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from segue.domain.activities import ActivityState
from segue.domain.refusals import Conflict, Invalid, NotFound
from segue.domain.status import Reason, Status
from segue.models import Activity, Enrollment, Workspace
from segue.queries.activities import ActivityRow, read_rows


@dataclass(frozen=True)
class TaskPage:
    """Open tasks; `next_after` is the id to ask the next page with, None on the last."""

    rows: list[ActivityRow]
    next_after: int | None


def task_page(workspace: Workspace, due_before: datetime | None, after: int | None, size: int) -> TaskPage:
    """Open tasks due before a moment (None: all), those behind the task `after`. Raises Invalid for an unknown one."""
    found = Activity.objects.filter(workspace=workspace, state=ActivityState.OPEN, due_at__isnull=False)
    if due_before is not None:
        found = found.filter(due_at__lt=due_before)
    if after is not None:
        found = _past(found, workspace, after)
    rows = read_rows(found.order_by("due_at", "id"), size + 1)
    return TaskPage(rows[:size], rows[size - 1].id if len(rows) > size else None)


def get_task(workspace: Workspace, task_id: int) -> Activity:
    """A task of this workspace, open or closed; NotFound also for an activity that never was one."""
    task = Activity.objects.filter(workspace=workspace, pk=task_id, due_at__isnull=False).first()
    if task is None:
        raise NotFound("There is no such task in this workspace.")
    return task


def waiting_for(task: Activity) -> QuerySet[Enrollment]:
    """The enrollment that goes on once this task is done, if one does.

    A reply may have paused it while it waited; it has no delay left then, and waits for the task still.
    """
    if not (task.holds and task.enrollment_id and task.step_id):
        return Enrollment.objects.none()
    return Enrollment.objects.filter(
        id=task.enrollment_id,
        status=Status.IN_PROGRESS,
        step_id=task.step_id,
        due_at__isnull=True,
        remaining__isnull=True,
        reason__in=(Reason.WAITING_FOR_TASK, Reason.PAUSED_BY_REPLY),
    )


def closed_already(task: Activity) -> Conflict:
    """Why nothing more can be done with a task that is not open."""
    dismissed = Activity.objects.filter(id=task.id, state=ActivityState.DISMISSED).exists()
    return Conflict("This task was dismissed." if dismissed else "This task is already done.")


def activity_row(workspace: Workspace, activity_id: int) -> ActivityRow:
    """One activity with what showing it needs, or NotFound."""
    rows = read_rows(Activity.objects.filter(workspace=workspace, pk=activity_id), 1)
    if not rows:
        raise NotFound("There is no such activity in this workspace.")
    return rows[0]


def _past(tasks: QuerySet[Activity], workspace: Workspace, after: int) -> QuerySet[Activity]:
    # Closed or not: whoever completes the tasks of a page must still be able to ask for the next one.
    last = Activity.objects.filter(workspace=workspace, pk=after, due_at__isnull=False).first()
    if last is None:
        raise Invalid({"after": ["There is no such task any more. Start again without it."]})
    return tasks.filter(Q(due_at__gt=last.due_at) | Q(due_at=last.due_at, id__gt=after))
