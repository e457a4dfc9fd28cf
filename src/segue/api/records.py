"""/records: what people and companies have in common, their activities and enrollments."""

from dataclasses import asdict

from django.utils import timezone
from ninja import Router

from segue.actions.add_note import add_note
from segue.actions.log_reply import log_reply
from segue.api.auth import ApiRequest, ApiToken
from segue.api.inputs import Before, Id, Limit
from segue.api.schemas.activities import Activities, Activity, ReplyEffect, TextInput
from segue.api.schemas.enrollments import Enrollment, RecordEnrollments
from segue.queries.activities import timeline
from segue.queries.enrollments import of_record
from segue.queries.open_tasks import activity_row
from segue.queries.record_details import any_record

router = Router(tags=["Records"])


@router.get("/{int:record_id}/activities", response=Activities)
def list_activities(request: ApiRequest, record_id: Id, before: Before = None, limit: Limit = 50) -> Activities:
    """Everything done and to be done with a person or a company, newest first."""
    found = timeline(any_record(request.auth.workspace, record_id), before, limit)
    return Activities(items=[Activity.of(row) for row in found.rows], next_before=found.next_before)


@router.get("/{int:record_id}/enrollments", response=RecordEnrollments, auth=ApiToken(needs_sequences=True))
def list_enrollments_of_record(request: ApiRequest, record_id: Id) -> RecordEnrollments:
    """The sequences a person or a company is in, and where it stands in each."""
    rows = of_record(any_record(request.auth.workspace, record_id))
    return RecordEnrollments(items=[Enrollment.of(row) for row in rows])


@router.post("/{int:record_id}/notes", response={201: Activity})
def create_note(request: ApiRequest, record_id: Id, body: TextInput) -> Activity:
    """Write a note on a person or a company."""
    note = add_note(request.auth, any_record(request.auth.workspace, record_id), body.text, timezone.now())
    return Activity.of(activity_row(request.auth.workspace, note.pk))


@router.post("/{int:record_id}/replies", response={201: ReplyEffect})
def create_reply(request: ApiRequest, record_id: Id, body: TextInput) -> ReplyEffect:
    """Log that a person or a company replied; each of its sequences goes on, stops or pauses, as it is set to."""
    effect = log_reply(request.auth, any_record(request.auth.workspace, record_id), body.text, timezone.now())
    return ReplyEffect(**asdict(effect))
