"""/enrollments: one in full, and what a person does to one or many."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from ninja import Router

from segue.actions.changed import Changed
from segue.actions.pause_until import pause_until
from segue.actions.remove import remove
from segue.actions.resume import resume
from segue.actions.retry import retry
from segue.actions.stop import stop
from segue.api.auth import ApiRequest
from segue.api.inputs import Id
from segue.api.schemas.enrollment_details import EnrollmentDetails
from segue.api.schemas.enrollments import ActionInput, ActionResult, EnrollmentVerb, PauseInput
from segue.domain.refusals import Conflict
from segue.models import Enrollment
from segue.models.actor import Actor
from segue.queries.drawer import drawer
from segue.queries.enrollments import of_workspace

router = Router(tags=["Enrollments"])

_ACTIONS: dict[EnrollmentVerb, Callable[[Actor, "QuerySet[Enrollment]", datetime], Changed]] = {
    EnrollmentVerb.STOP: stop,
    EnrollmentVerb.REMOVE: remove,
    EnrollmentVerb.RETRY: retry,
    EnrollmentVerb.RESUME: resume,
}
_WHEN = {
    EnrollmentVerb.STOP: "Only an enrollment that is In Progress or Failed (Error) can be stopped",
    EnrollmentVerb.RETRY: "Only a failed step can be retried",
    EnrollmentVerb.RESUME: "Only an enrollment that is paused can be resumed",
}


@router.get("/{int:enrollment_id}", response=EnrollmentDetails)
def get_enrollment(request: ApiRequest, enrollment_id: Id) -> EnrollmentDetails:
    """An enrollment with each of its steps, its history, and why it does not go on yet."""
    return _details(request, enrollment_id)


@router.post("/{int:enrollment_id}/stop", response=EnrollmentDetails)
def stop_enrollment(request: ApiRequest, enrollment_id: Id) -> EnrollmentDetails:
    """Stop: no further step runs. The sequence stays on the Datasheet, and so do the activities."""
    return _apply_to_one(request, enrollment_id, EnrollmentVerb.STOP)


@router.post("/{int:enrollment_id}/retry", response=EnrollmentDetails)
def retry_enrollment(request: ApiRequest, enrollment_id: Id) -> EnrollmentDetails:
    """Retry: the failed step runs again."""
    return _apply_to_one(request, enrollment_id, EnrollmentVerb.RETRY)


@router.post("/{int:enrollment_id}/resume", response=EnrollmentDetails)
def resume_enrollment(request: ApiRequest, enrollment_id: Id) -> EnrollmentDetails:
    """Resume what is paused, by a reply or until a date: the delay that was left runs on."""
    return _apply_to_one(request, enrollment_id, EnrollmentVerb.RESUME)


@router.post("/{int:enrollment_id}/pause-until", response=EnrollmentDetails)
def pause_enrollment_until(request: ApiRequest, enrollment_id: Id, body: PauseInput) -> EnrollmentDetails:
    """Pause until a day, then go on by itself. What waits for a task, or is leaving at this moment, is not paused."""
    scope = of_workspace(request.auth.workspace).filter(id=enrollment_id)
    changed = pause_until(request.auth, scope, body.until, timezone.now())
    return _answer(request, enrollment_id, changed.ids, "Only an enrollment that goes on by itself can be paused")


@router.post("/{int:enrollment_id}/remove", response={204: None})
def remove_enrollment(request: ApiRequest, enrollment_id: Id) -> None:
    """Remove: as stop, and the sequence leaves the Datasheet. The activities stay."""
    if not _apply(request, [enrollment_id], EnrollmentVerb.REMOVE):
        _details(request, enrollment_id)


@router.post("/actions", response=ActionResult)
def act_on_enrollments(request: ApiRequest, body: ActionInput) -> ActionResult:
    """Stop, remove, retry or resume up to 1,000 enrollments at once."""
    changed = set(_apply(request, body.ids, body.verb))
    wanted = dict.fromkeys(body.ids)
    return ActionResult(
        changed=[one for one in wanted if one in changed], unchanged=[one for one in wanted if one not in changed]
    )


def _apply(request: ApiRequest, ids: Iterable[int], verb: EnrollmentVerb) -> list[int]:
    scope = of_workspace(request.auth.workspace).filter(id__in=list(ids))
    return _ACTIONS[verb](request.auth, scope, timezone.now()).ids


def _apply_to_one(request: ApiRequest, enrollment_id: int, verb: EnrollmentVerb) -> EnrollmentDetails:
    return _answer(request, enrollment_id, _apply(request, [enrollment_id], verb), _WHEN[verb])


def _answer(request: ApiRequest, enrollment_id: int, changed: list[int], when: str) -> EnrollmentDetails:
    """How it stands now; a Conflict that says `when` it would have worked, where nothing was changed."""
    details = _details(request, enrollment_id)
    if not changed:
        raise Conflict(f"{when}; this one is {details.status_label} ({details.reason_label.lower()}).")
    return details


def _details(request: ApiRequest, enrollment_id: int) -> EnrollmentDetails:
    return EnrollmentDetails.from_drawer(drawer(request.auth.workspace, enrollment_id, timezone.now()))
