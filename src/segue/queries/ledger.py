"""The ledger report: proof, from the database alone, that nothing left twice and nothing was lost.

Every line is a claim that a customer can check; the ids of what breaks it are given. `doctor` asks whether the
engine is well now; this asks whether the books of all that ever left agree.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from segue.domain.deliveries import UNFINISHED, DeliveryState
from segue.domain.events import EventKind
from segue.domain.outbox import RECEIPTS
from segue.domain.status import Status
from segue.domain.steps import StepKind
from segue.models import Delivery, Enrollment, Event, OutboxMessage, Workspace
from segue.queries.doctor import overdue_for, sent_without_activity

FIRST_FEW = 20


@dataclass(frozen=True)
class Claim:
    """What is claimed, and the ids of what breaks it (the first few; `broken` counts all)."""

    words: str
    broken: int
    ids: list[int]

    @property
    def holds(self) -> bool:
        return self.broken == 0


@dataclass(frozen=True)
class LedgerReport:
    """How many deliveries ended how, and every claim."""

    totals: dict[DeliveryState, int]
    claims: list[Claim]

    @property
    def holds(self) -> bool:
        return all(claim.holds for claim in self.claims)


def verify(now: datetime, workspace: Workspace | None = None) -> LedgerReport:
    """Check every claim, for one workspace or for all. Reads the whole ledger: minutes on many millions of rows."""
    deliveries, enrollments = Delivery.objects.all(), Enrollment.objects.all()
    if workspace is not None:
        deliveries, enrollments = deliveries.filter(workspace=workspace), enrollments.filter(workspace=workspace)
    totals = dict(deliveries.values_list("state").annotate(n=Count("id")))
    return LedgerReport(
        totals={state: totals.get(state.value, 0) for state in DeliveryState},
        claims=[
            _claim("Each attempt at a step was made at most once", _same_attempt_twice(deliveries)),
            _claim("No step was sent twice unless a person pressed Retry in between", _sent_twice(deliveries)),
            _claim("Everything that was sent is an activity of its record", sent_without_activity(deliveries)),
            _claim("Everything in the Outbox was sent, and the other way round", _outbox_disagrees(deliveries)),
            _claim("No outcome is unknown without a person being asked", _unattended(deliveries)),
            _claim("No attempt is open that no worker has in hand", _abandoned(deliveries, now)),
            _claim("Nothing is overdue without a reason", overdue_for(now, timedelta(hours=1), enrollments)),
        ],
    )


def _claim(words: str, broken: "QuerySet[Delivery] | QuerySet[Enrollment]") -> Claim:
    return Claim(words, broken.count(), list(broken.values_list("id", flat=True)[:FIRST_FEW]))


def _same_attempt_twice(deliveries: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    """The table forbids it; this looks all the same, as an auditor would."""
    twin = Delivery.objects.filter(
        enrollment=OuterRef("enrollment"), step=OuterRef("step"), attempt=OuterRef("attempt"), id__lt=OuterRef("id")
    )
    return deliveries.filter(Exists(twin))


def _sent_twice(deliveries: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    earlier = Delivery.objects.filter(
        enrollment=OuterRef("enrollment"),
        step__key=OuterRef("step__key"),
        state=DeliveryState.SENT,
        id__lt=OuterRef("id"),
    )
    asked = Event.objects.filter(
        enrollment=OuterRef("enrollment"),
        kind=EventKind.RETRIED,
        at__gte=OuterRef("before"),
        at__lte=OuterRef("opened_at"),
    )
    again = deliveries.filter(state=DeliveryState.SENT).annotate(
        before=Subquery(earlier.order_by("-id").values("closed_at")[:1])
    )
    return again.filter(~Exists(asked), before__isnull=False)


def _outbox_disagrees(deliveries: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    kept = OutboxMessage.objects.filter(delivery=OuterRef("pk"))
    mail = deliveries.filter(kind=StepKind.EMAIL).annotate(is_kept=Exists(kept))
    said_so = mail.filter(state=DeliveryState.SENT, receipt__in=RECEIPTS)
    missing, extra = said_so.filter(is_kept=False), mail.filter(is_kept=True)
    return missing | extra.exclude(state__in=(DeliveryState.SENT, *UNFINISHED))


def _unattended(deliveries: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    """The engine went on by itself from an outcome it did not know."""
    return deliveries.filter(
        state=DeliveryState.UNKNOWN,
        enrollment__status=Status.IN_PROGRESS,
        enrollment__step=F("step"),
        enrollment__attempt=F("attempt"),
    ).exclude(enrollment__events__kind=EventKind.RETRIED)


def _abandoned(deliveries: "QuerySet[Delivery]", now: datetime) -> "QuerySet[Delivery]":
    return deliveries.filter(state__in=UNFINISHED, opened_at__lt=now - timedelta(hours=1))
