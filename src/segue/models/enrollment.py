"""Enrollments: one record's way through one sequence. Written only through `segue.models.state`."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from segue.domain.errors import ErrorCode
from segue.domain.status import Reason, Status
from segue.models.choices import enum_field
from segue.models.lane import Lane
from segue.models.mailbox import Mailbox
from segue.models.member import Member
from segue.models.record import Record
from segue.models.sequence import Sequence, Step, Version
from segue.models.workspace import Workspace


class Enrollment(models.Model):
    """Where a record stands.

    `step` is the next to run (null once completed) and `position` its place; `since` is when the one before
    was done, from where the delay counts; `due_at` when the engine looks again (null: no time makes it go on);
    `attempt` counts tries of this step; the lease says which worker has it in hand until when;
    `remaining` is the delay left over (seconds) while paused; `goes_on_at` the position after this step where steps
    behind it have run already (a message came back later and is sent again).
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False)
    sequence = models.ForeignKey(Sequence, on_delete=models.PROTECT, related_name="enrollments", db_index=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", db_index=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="enrollments", db_index=False)
    round = models.PositiveIntegerField(default=1)
    status = enum_field(Status, default=Status.IN_PROGRESS)
    reason = enum_field(Reason, default=Reason.SCHEDULED)
    step = models.ForeignKey(Step, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField(default=1)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    remaining = models.PositiveIntegerField(null=True)
    goes_on_at = models.PositiveSmallIntegerField(null=True)
    lane = models.ForeignKey(Lane, on_delete=models.PROTECT, related_name="+", db_index=False)
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    attempt = models.PositiveIntegerField(default=0)
    error_code = enum_field(ErrorCode, blank=True)
    error_detail = models.TextField(blank=True)
    lease_token = models.CharField(max_length=32, null=True)  # noqa: DJ001  # null is "no lease", unlike any text
    lease_until = models.DateTimeField(null=True)
    enrolled_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    enrolled_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # One live enrollment of a record in a sequence. Also read by the enrollment check.
            models.UniqueConstraint(
                fields=["sequence", "record"], condition=Q(removed_at__isnull=True), name="one_live_enrollment"
            )
        ]
        indexes: ClassVar = [
            # Reader: engine claim and the waker, due rows of a lane, oldest first. Only rows a time can move.
            models.Index(
                fields=["lane", "due_at"],
                name="enrollment_due",
                condition=Q(status=Status.IN_PROGRESS, due_at__isnull=False),
            ),
            # Reader: the sequence's table, newest first, all statuses.
            models.Index(fields=["sequence", "-id"], name="enrollment_table", condition=Q(removed_at__isnull=True)),
            # Reader: the sequence's table behind a status chip.
            models.Index(
                fields=["sequence", "status", "-id"],
                name="enrollment_table_status",
                condition=Q(removed_at__isnull=True),
            ),
            # Readers: the card Sequences of a Datasheet; enrolling, for the rounds before and who wrote then (removed
            # ones too); deleting a record.
            models.Index(fields=["record", "-id"], name="enrollment_of_record"),
            # Reader: Today, what failed.
            models.Index(
                fields=["workspace", "-id"],
                name="enrollment_failed",
                condition=Q(status=Status.FAILED, removed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"enrollment {self.pk}"


class Tally(models.Model):
    """Changes to the number of enrollments of a sequence with a status: their sum is the count.

    Rows are added, never updated, so that workers do not queue for one counter; `sweep` folds them.
    """

    sequence = models.ForeignKey(Sequence, on_delete=models.CASCADE, related_name="tallies")
    status = enum_field(Status)
    delta = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.delta:+} {self.status} in sequence {self.sequence_id}"
