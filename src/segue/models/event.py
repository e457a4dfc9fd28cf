"""Events: everything that changed an enrollment, who or what did it, and why. Only ever added."""

from typing import ClassVar

from django.db import models

from segue.domain.events import EventKind, Source
from segue.domain.status import Status
from segue.models.choices import enum_field
from segue.models.enrollment import Enrollment
from segue.models.member import Member
from segue.models.sequence import Step
from segue.models.workspace import Workspace


class Event(models.Model):
    """One change. `status` is the enrollment's status after it; `detail` the reason in plain words."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="events", db_index=False)
    kind = enum_field(EventKind)
    status = enum_field(Status)
    step = models.ForeignKey(Step, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    attempt = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=32, blank=True)
    detail = models.TextField(blank=True)
    source = enum_field(Source)
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        # Reader: the enrollment drawer, in order.
        indexes: ClassVar = [models.Index(fields=["enrollment", "id"], name="event_history")]

    def __str__(self) -> str:
        return f"{self.kind} of enrollment {self.enrollment_id}"
