"""Bounces: a message that had left came back for good. Its enrollment stands at that step again, Failed (Error)."""

from typing import Any

from segue.domain.errors import ErrorCode
from segue.domain.events import EventKind
from segue.domain.status import Reason, Status, Verb, allows
from segue.domain.steps import StepKind
from segue.models.delivery import Delivery
from segue.models.enrollment import Enrollment
from segue.models.lane import lanes_of
from segue.models.state.changes import NO_LEASE, By
from segue.models.state.history import Entry, write_entries
from segue.models.state.tally import record_changes


def bounce(delivery: Delivery, by: By, words: str) -> bool:
    """Fail the enrollment of this delivery at its step, so that Retry sends that step again. Call in a transaction.

    One that was stopped, removed or failed already stays what it is, and so does one whose step was sent again after
    this delivery: the history says that the message came back. Returns whether it failed because of this.
    """
    row = Enrollment.objects.select_for_update(of=("self",)).get(id=delivery.enrollment_id)
    status = Status(row.status)
    fails = row.removed_at is None and allows(Verb.BOUNCE, status) and not _sent_again(delivery)
    if fails:
        Enrollment.objects.filter(id=row.id).update(**_at_the_step(delivery, row, words), **NO_LEASE)
        record_changes([(row.sequence_id, status, Status.FAILED)])
    entry = _failed(delivery, words) if fails else _came_back(delivery, status, words)
    write_entries([entry], source=by.source, actor_id=by.member_id, now=by.now)
    return fails


def _sent_again(delivery: Delivery) -> bool:
    later = Delivery.objects.filter(enrollment=delivery.enrollment_id, step__key=delivery.step.key, id__gt=delivery.id)
    return later.exists()


def _at_the_step(delivery: Delivery, row: Enrollment, words: str) -> dict[str, Any]:
    step = delivery.step
    return {
        "status": Status.FAILED,
        "reason": Reason.STEP_ERROR,
        "step": step,
        "version_id": step.version_id,
        "position": step.position,
        "attempt": delivery.attempt,
        "since": delivery.opened_at,
        "due_at": None,
        "remaining": None,
        "lane_id": lanes_of(row.workspace_id).lane_for(StepKind(delivery.kind), row.record_id, row.mailbox_id),
        "error_code": ErrorCode.BOUNCED,
        "error_detail": words,
    }


def _failed(delivery: Delivery, words: str) -> Entry:
    return Entry(
        delivery.workspace_id, delivery.enrollment_id, EventKind.STEP_FAILED, Status.FAILED, delivery.step_id,
        delivery.attempt, ErrorCode.BOUNCED.value, words,
    )  # fmt: skip


def _came_back(delivery: Delivery, status: Status, words: str) -> Entry:
    detail = f"The message came back. Nothing moved. {words}".rstrip()
    return Entry(
        delivery.workspace_id, delivery.enrollment_id, EventKind.LATE_RESULT, status, delivery.step_id,
        delivery.attempt, detail=detail,
    )  # fmt: skip
