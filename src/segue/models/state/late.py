"""What came of a step is known after all: its worker was taken for dead, and was only cut off from the database."""

from collections.abc import Mapping
from datetime import datetime

from segue.domain.deliveries import DeliveryKey
from segue.domain.errors import ErrorCode
from segue.domain.events import EventKind, Source
from segue.domain.status import TRANSITIONS, Reason, Status, Verb
from segue.models.enrollment import Enrollment
from segue.models.state.history import Entry, write_entries
from segue.models.state.tally import record_changes

_WORDS = "The worker knew what had come of it, and could write it down only now."


def take_up_again(token: str, attempts: Mapping[int, DeliveryKey], now: datetime) -> None:
    """Enrollments that failed only because nobody knew what had come of these attempts are held by the token again.

    Not those that a person has stopped, removed or retried meanwhile. Call inside the transaction that moves them on.
    """
    failed = Enrollment.objects.filter(
        id__in=attempts,
        status__in=TRANSITIONS[Verb.LEARN].sources,
        error_code=ErrorCode.OUTCOME_UNKNOWN,
        removed_at__isnull=True,
    )
    rows = failed.select_for_update(of=("self",)).order_by("id")
    again = [row for row in rows if (row.step_id, row.attempt) == (attempts[row.id].step_id, attempts[row.id].attempt)]
    Enrollment.objects.filter(id__in=[row.id for row in again]).update(
        status=Status.IN_PROGRESS, reason=Reason.SCHEDULED, due_at=now, error_code="", error_detail="",
        lease_token=token, lease_until=now,
    )  # fmt: skip
    record_changes((row.sequence_id, Status.FAILED, Status.IN_PROGRESS) for row in again)
    entries = [
        Entry(
            row.workspace_id, row.id, EventKind.LATE_RESULT, Status.IN_PROGRESS, row.step_id, row.attempt, detail=_WORDS
        )
        for row in again
    ]
    write_entries(entries, source=Source.ENGINE, actor_id=None, now=now)
