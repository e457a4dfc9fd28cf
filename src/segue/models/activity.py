"""Activities: what was done or is to be done with a record. They outlive the enrollment that made them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from segue.domain.activities import ActivityKind, ActivityState
from segue.models.choices import enum_field
from segue.models.enrollment import Enrollment
from segue.models.member import Member
from segue.models.record import Record
from segue.models.sequence import Step
from segue.models.workspace import Workspace


class Activity(models.Model):
    """An email, call, task, note or change. Open with a due date it is a task.

    `holds` marks a task its enrollment waits for; `actor` is the person who did or dismissed it (null: the engine);
    `done_at` says when.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="activities", db_index=False)
    enrollment = models.ForeignKey(
        Enrollment, null=True, on_delete=models.SET_NULL, related_name="activities", db_index=False
    )
    step = models.ForeignKey(Step, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    kind = enum_field(ActivityKind)
    state = enum_field(ActivityState, default=ActivityState.DONE)
    title = models.TextField()
    body = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    holds = models.BooleanField(default=False)
    assignee = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "activities"
        indexes: ClassVar = [
            # Reader: the Timeline and the cards of a Datasheet, newest first.
            models.Index(fields=["record", "-id"], name="activity_timeline"),
            # Reader: Today, what ran in the workspace, newest first.
            models.Index(fields=["workspace", "-id"], name="activity_recent"),
            # Reader: Today, open tasks by due date.
            models.Index(
                fields=["workspace", "due_at", "id"], name="activity_open", condition=Q(state=ActivityState.OPEN)
            ),
        ]

    def __str__(self) -> str:
        return self.title
