"""/sequences/…/enrollments: who is in a sequence, and putting records into it."""

from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from segue.actions.enroll import enroll
from segue.api.auth import ApiRequest
from segue.api.inputs import Before, Id, Limit, Words
from segue.api.schemas.enrollments import EnrollInput, Enrollment, EnrollmentResult, EnrollmentResults, Enrollments
from segue.domain.status import Status
from segue.queries.enrollments import page
from segue.queries.sequences import get_sequence

router = Router(tags=["Enrollments"])

OfStatus = Annotated[Status | None, Query(..., description="Only those with this status.")]


@router.get("/{int:sequence_id}/enrollments", response=Enrollments)
def list_enrollments(
    request: ApiRequest,
    sequence_id: Id,
    status: OfStatus = None,
    q: Words = "",
    before: Before = None,
    limit: Limit = 50,
) -> Enrollments:
    """The enrollments of a sequence, newest first, with status, reason, error and the next time."""
    found = page(get_sequence(request.auth.workspace, sequence_id), status, q, before, limit)
    return Enrollments(items=[Enrollment.of(row) for row in found.rows], next_before=found.next_before)


@router.post("/{int:sequence_id}/enrollments", response=EnrollmentResults)
def enroll_records(request: ApiRequest, sequence_id: Id, body: EnrollInput) -> EnrollmentResults:
    """Enroll up to 1,000 records. Each has its own result: enrolled, or refused with the reason."""
    sequence = get_sequence(request.auth.workspace, sequence_id)
    results = [EnrollmentResult.of(r) for r in enroll(request.auth, sequence, body.record_ids, timezone.now())]
    enrolled = sum(result.result == "enrolled" for result in results)
    return EnrollmentResults(enrolled=enrolled, refused=len(results) - enrolled, results=results)
