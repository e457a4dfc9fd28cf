"""/tasks: what is to be done."""

from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from segue.actions.complete_task import complete_task
from segue.actions.dismiss_task import dismiss_task
from segue.api.auth import ApiRequest
from segue.api.inputs import After, Id, Limit
from segue.api.schemas.activities import Activity, OutcomeInput, Tasks
from segue.queries.open_tasks import activity_row, get_task, task_page
from segue.queries.today import end_of_day

router = Router(tags=["Tasks"])

Due = Annotated[bool, Query(..., description="Only what is overdue or due today, by the workspace's clock.")]


@router.get("", response=Tasks)
def list_tasks(request: ApiRequest, due: Due = False, after: After = None, limit: Limit = 50) -> Tasks:
    """Open tasks, the first due first."""
    workspace = request.auth.workspace
    found = task_page(workspace, end_of_day(workspace, timezone.now()) if due else None, after, limit)
    return Tasks(items=[Activity.of(row) for row in found.rows], next_after=found.next_after)


@router.post("/{int:task_id}/complete", response=Activity)
def complete_task_by_id(request: ApiRequest, task_id: Id, body: OutcomeInput | None = None) -> Activity:
    """Complete an open task; a sequence that waited for it goes on."""
    workspace = request.auth.workspace
    complete_task(request.auth, get_task(workspace, task_id), timezone.now(), body.outcome if body else "")
    return Activity.of(activity_row(workspace, task_id))


@router.post("/{int:task_id}/dismiss", response=Activity)
def dismiss_task_by_id(request: ApiRequest, task_id: Id) -> Activity:
    """Close an open task without doing it. Refused while a sequence waits for it: complete it, or stop the record."""
    workspace = request.auth.workspace
    dismiss_task(request.auth, get_task(workspace, task_id), timezone.now())
    return Activity.of(activity_row(workspace, task_id))
