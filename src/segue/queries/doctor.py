"""What must never be: the engine's promises, asked of the database. Every count must be 0."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT

from segue.domain.activities import ActivityState
from segue.domain.deliveries import OPEN_FOR, UNFINISHED, DeliveryState
from segue.domain.status import Reason, Status
from segue.domain.tiers import Tier
from segue.models import Activity, Delivery, Enrollment, Sequence
from segue.models.heartbeat import living_workers
from segue.models.state.tally import true_counts
from segue.queries.enrollments import counts


@dataclass(frozen=True)
class Finding:
    """A broken promise and the ids it is broken for (the first few)."""

    promise: str
    ids: list[int]


@dataclass(frozen=True)
class Examination:
    """The findings, and how late the oldest step is that could run."""

    findings: list[Finding]
    oldest_overdue: timedelta | None


def examine(now: datetime) -> Examination:
    """Look for everything that must not be."""
    checks: dict[str, QuerySet[Enrollment] | QuerySet[Delivery]] = {
        "In Progress, but nothing will ever make it go on": _stuck(),
        "In Progress without a step to run": _in_progress().filter(step__isnull=True),
        "Failed without an error": Enrollment.objects.filter(status=Status.FAILED, error_code=""),
        "Held by a lease that is over": _in_progress().filter(lease_until__lt=now - _grace()),
        "A delivery left open": Delivery.objects.filter(
            state__in=UNFINISHED, opened_at__lt=now - (OPEN_FOR + 1) * _grace()
        ),
        "Sent, but not an activity of the record": sent_without_activity(Delivery.objects.all()),
    }
    findings = [Finding(promise, list(found.values_list("id", flat=True)[:20])) for promise, found in checks.items()]
    findings.append(Finding("Sequences whose counts are wrong", _wrong_counts()))
    findings.append(_left_waiting(now))
    return Examination([finding for finding in findings if finding.ids], _oldest_overdue(now))


def _grace() -> timedelta:
    return timedelta(seconds=settings.SEGUE_LEASE_SECONDS)


def _in_progress() -> "QuerySet[Enrollment]":
    return Enrollment.objects.filter(status=Status.IN_PROGRESS)


def _stuck() -> "QuerySet[Enrollment]":
    """No due time, and neither an open task to wait for, nor a pause that a person ends, nor a lease."""
    task = Activity.objects.filter(
        record=OuterRef("record"), enrollment=OuterRef("pk"), state=ActivityState.OPEN, holds=True
    )
    idle = _in_progress().filter(due_at__isnull=True, lease_until__isnull=True)
    return idle.exclude(reason=Reason.PAUSED_BY_REPLY).filter(~Exists(task))


def sent_without_activity(among: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    """Those of these deliveries that left, and are no activity of their record."""
    made = Activity.objects.filter(
        record=OuterRef("enrollment__record"),
        enrollment=OuterRef("enrollment"),
    ).alias(message=KT("data__message_id"))
    return among.filter(~Exists(made.filter(message=OuterRef("message_id"))), state=DeliveryState.SENT)


def _wrong_counts() -> list[int]:
    sequences = Sequence.objects.annotate(size=Count("enrollments")).filter(size__gt=0)
    return [s.id for s in sequences if {k: v for k, v in counts(s).items() if v} != dict(true_counts(s.id))]


def _left_waiting(now: datetime) -> Finding:
    """Steps that a living worker should have come to long ago. Without a worker they wait by right."""
    patience = 5 * _grace()
    late = overdue_for(now, patience, _in_progress()) if living_workers(now) else Enrollment.objects.none()
    promise = f"{late.count():,} overdue by more than {patience.total_seconds():.0f} s, though a worker is alive"
    return Finding(promise, list(late.values_list("id", flat=True)[:20]))


def overdue_for(now: datetime, long: timedelta, among: "QuerySet[Enrollment]") -> "QuerySet[Enrollment]":
    """Those of these enrollments that could have run, and have been due for at least so long.

    A mailbox that was held in that time (limit, pace, trouble, paused) is a reason to be late.
    """
    due = among.filter(status=Status.IN_PROGRESS, due_at__lte=now - long, workspace__tier=Tier.PROFESSIONAL)
    return due.exclude(lane__not_before__gt=now - long)


def _oldest_overdue(now: datetime) -> timedelta | None:
    due = overdue_for(now, timedelta(0), _in_progress())
    oldest = due.order_by("due_at").values_list("due_at", flat=True).first()
    return now - oldest if oldest else None
