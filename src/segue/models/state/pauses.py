"""Pauses: by a reply until somebody resumes, or until a date; and Resume, which ends either."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from segue.domain.deliveries import DeliveryState
from segue.domain.events import EventKind
from segue.domain.status import Reason, Verb
from segue.models.delivery import Delivery
from segue.models.enrollment import Enrollment
from segue.models.rows import update_rows
from segue.models.state.changes import NO_LEASE, By, Row, change_rows

_COLUMNS = ("reason", "due_at", "remaining")


def pause(scope: "QuerySet[Enrollment]", by: By) -> list[int]:
    """A reply: nothing runs until it is resumed; what is left of the delay is kept.

    Where a message is leaving at this moment the lease stays: its step counts as done. Others lose theirs.
    """

    def write(rows: list[Row]) -> None:
        paused = Reason.PAUSED_BY_REPLY.value
        update_rows(Enrollment, _COLUMNS, ("id",), ((paused, None, _remaining(row, by.now), row.id) for row in rows))
        leaving = _leaving().filter(enrollment_id__in=[row.id for row in rows])
        _take_leases({row.id for row in rows} - set(leaving.values_list("enrollment_id", flat=True)))

    return change_rows(scope.exclude(reason=Reason.PAUSED_BY_REPLY), Verb.PAUSE, EventKind.PAUSED, by, write)


def pause_until(scope: "QuerySet[Enrollment]", by: By, until: datetime) -> list[int]:
    """Nothing runs before `until`; then it goes on by itself. What is left of the delay is kept for Resume.

    Left alone is what waits for a task (nothing runs before that is done), and what has a message leaving at this
    moment: that is over in seconds, and may then be paused.
    """

    def write(rows: list[Row]) -> None:
        update_rows(
            Enrollment,
            _COLUMNS,
            ("id",),
            (
                (Reason.PAUSED_UNTIL.value, max(until, _own_time(row, by.now)), _remaining(row, by.now), row.id)
                for row in rows
            ),
        )
        _take_leases({row.id for row in rows})

    own_time = Q(due_at__isnull=False) | Q(remaining__isnull=False)
    with transaction.atomic():
        # Locked first: whether something is leaving is asked when nothing can begin to.
        list(scope.select_for_update(of=("self",)).values_list("id", flat=True))
        free = scope.filter(own_time).exclude(id__in=_leaving().values("enrollment_id"))
        return change_rows(free, Verb.PAUSE, EventKind.PAUSED, by, write)


def resume(scope: "QuerySet[Enrollment]", by: By) -> list[int]:
    """The remaining delay runs on from now. One that was waiting for a task waits for it again."""

    def write(rows: list[Row]) -> None:
        update_rows(Enrollment, _COLUMNS, ("id",), ((*_resumed(row, by.now), None, row.id) for row in rows))

    paused = Q(reason=Reason.PAUSED_BY_REPLY) | Q(reason=Reason.PAUSED_UNTIL, due_at__gt=by.now)
    return change_rows(scope.filter(paused), Verb.RESUME, EventKind.RESUMED, by, write)


def _leaving() -> "QuerySet[Delivery]":
    return Delivery.objects.filter(state=DeliveryState.OPEN)


def _take_leases(enrollment_ids: set[int]) -> None:
    Enrollment.objects.filter(id__in=enrollment_ids).update(**NO_LEASE)


def _own_time(row: Row, now: datetime) -> datetime:
    """When it would run if nobody had paused it."""
    left = _remaining(row, now)
    return now if left is None else now + timedelta(seconds=left)


def _remaining(row: Row, now: datetime) -> int | None:
    """Seconds left of its delay; None where it waits for a task."""
    if row.due_at is None:
        return row.remaining
    left = max(0, int((row.due_at - now).total_seconds()))
    return left if row.remaining is None else min(left, row.remaining)


def _resumed(row: Row, now: datetime) -> tuple[str, datetime | None]:
    left = _remaining(row, now)
    if left is None:
        return Reason.WAITING_FOR_TASK.value, None
    return Reason.SCHEDULED.value, now + timedelta(seconds=left)
