"""Enroll runs: all records that a search finds, enrolled a few thousand at a time until there are no more."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from segue.domain.events import Source
from segue.models.choices import enum_field
from segue.models.member import Member
from segue.models.sequence import Sequence
from segue.models.workspace import Workspace


class RunState(StrEnum):
    """Where a run stands. What is running goes on after a restart; a stopped one may be taken up again."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class EnrollRun(models.Model):
    """One such piece of work. It goes through the records in the order of their ids, from behind `after` to `upto`:
    those added meanwhile are not among them. `refused` counts who was not enrolled, by reason."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    sequence = models.ForeignKey(Sequence, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    source = enum_field(Source)
    q = models.TextField(blank=True)
    state = enum_field(RunState, default=RunState.RUNNING)
    after = models.BigIntegerField(default=0)
    upto = models.BigIntegerField()
    enrolled = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=dict, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # Reader: whoever carries runs on, and what shows them while they last.
            models.Index(fields=["id"], name="enroll_run_running", condition=Q(state=RunState.RUNNING)),
        ]

    def __str__(self) -> str:
        return f"enroll run {self.pk}"

    @property
    def seen(self) -> int:
        """How many records were gone through."""
        refused: dict[str, int] = self.refused
        return self.enrolled + sum(refused.values())
