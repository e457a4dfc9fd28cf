"""Leases: which worker has an enrollment in hand. A lease is a token with an end, never a status."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import QuerySet

from segue.domain.status import Reason, Status
from segue.domain.tiers import Tier
from segue.models.delivery import STILL_UNFINISHED, Delivery
from segue.models.enrollment import Enrollment
from segue.models.lane import Lane


def claim(lane_id: int, now: datetime, until: datetime, limit: int) -> tuple[str, list[int]]:
    """Lease up to `limit` due enrollments of a lane, oldest first. Returns the fresh token and their ids.

    The ids are selected first and then updated: folding both into one statement can lease more than the limit
    on Postgres, where the planner may run the inner query twice.
    """
    token = uuid4().hex
    with transaction.atomic():
        rows = in_line(lane_id, now).order_by("due_at", "id").values_list("id", flat=True)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        ids = list(rows[:limit])
        if ids:
            Enrollment.objects.filter(id__among=frozenset(ids)).update(lease_token=token, lease_until=until)
    return token, ids


def in_line(lane_id: int, now: datetime) -> "QuerySet[Enrollment]":
    """What is due in a lane and in nobody's hands."""
    return Enrollment.objects.filter(
        lane_id=lane_id,
        status=Status.IN_PROGRESS,
        due_at__lte=now,
        lease_until__isnull=True,
        workspace__tier=Tier.PROFESSIONAL,
    )


@dataclass(frozen=True)
class Held:
    """What a token still holds: `running` may go on, `paused` may only have recorded what already left."""

    running: frozenset[int]
    paused: frozenset[int]


def still_held(token: str, ids: Collection[int]) -> Held:
    """Which of these the token still holds; call inside the transaction that is to write them.

    Stop, Remove and an expired lease take the token away.
    """
    held = Enrollment.objects.filter(id__among=frozenset(ids), lease_token=token, status=Status.IN_PROGRESS)
    # In one order, as everybody locks them (`changes`): else two could wait for each other.
    rows = held.select_for_update(of=("self",)).order_by("id").values_list("id", "reason")
    paused = frozenset(i for i, reason in rows if reason == Reason.PAUSED_BY_REPLY)
    return Held(frozenset(i for i, _ in rows) - paused, paused)


def release(token: str, ids: Collection[int]) -> None:
    """Give enrollments back untouched: they are due as before."""
    Enrollment.objects.filter(id__among=frozenset(ids), lease_token=token).update(lease_token=None, lease_until=None)


def release_expired(now: datetime) -> int:
    """Free what a dead worker held, except where a delivery is still open (that is looked into first)."""
    open_deliveries = Delivery.objects.filter(state__in=STILL_UNFINISHED).values("enrollment_id")
    # What is leased was due when it was claimed. Lane and due time are asked for so that the index of what is due
    # answers: without them this would read every enrollment in progress, however far off its next step is.
    expired = Enrollment.objects.filter(
        lane__in=Lane.objects.values("id"), status=Status.IN_PROGRESS, due_at__lte=now, lease_until__lt=now
    )
    return expired.exclude(id__in=open_deliveries).update(lease_token=None, lease_until=None)


def count_attempts(token: str, attempts: dict[int, int]) -> None:
    """Write down, before trying, which attempt of its step each enrollment is at. Grouped by attempt number."""
    for attempt in set(attempts.values()):
        ids = [enrollment_id for enrollment_id, number in attempts.items() if number == attempt]
        Enrollment.objects.filter(id__among=frozenset(ids), lease_token=token).update(attempt=attempt)
