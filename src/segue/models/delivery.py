"""Deliveries: the ledger of everything that left the database, or tried to."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from segue.domain.deliveries import UNFINISHED, DeliveryState
from segue.domain.errors import ErrorCode
from segue.domain.steps import StepKind
from segue.models.choices import enum_field
from segue.models.enrollment import Enrollment
from segue.models.sequence import Step
from segue.models.workspace import Workspace

# For queries, `state__in=STILL_UNFINISHED`: as literals. SQLite sees that the index delivery_open has the rows asked
# for only where the statement says so itself; with parameters it reads every delivery there ever was.
STILL_UNFINISHED = [RawSQL(f"'{state.value}'", ()) for state in UNFINISHED]  # noqa: S611 -- our own words


class Delivery(models.Model):
    """One attempt, committed before it is tried. `payload` is what was to leave; `lease_token` who opened it.

    `noted` is the outcome as it came in, before the batch was settled; `external_id` is a provider's
    name for it.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+", db_index=False)
    attempt = models.PositiveIntegerField()
    kind = enum_field(StepKind)
    state = enum_field(DeliveryState, default=DeliveryState.READY)
    message_id = models.CharField(max_length=255)
    payload = models.JSONField(default=dict)
    lease_token = models.CharField(max_length=32)
    receipt = models.TextField(blank=True)
    external_id = models.CharField(max_length=255, blank=True)
    noted = models.CharField(max_length=16, blank=True)
    error_code = enum_field(ErrorCode, blank=True)
    error_detail = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # At most once: the promise the whole engine rests on. Also read by the enrollment drawer.
            models.UniqueConstraint(fields=["enrollment", "step", "attempt"], name="delivery_once")
        ]
        indexes: ClassVar = [
            # Reader: sweep, deliveries left unfinished by a worker that died.
            models.Index(fields=["opened_at"], name="delivery_open", condition=Q(state__in=UNFINISHED)),
            # Reader: a provider's report, which names the message as the provider does.
            models.Index(fields=["external_id"], name="delivery_external", condition=~Q(external_id="")),
        ]

    def __str__(self) -> str:
        return self.message_id
