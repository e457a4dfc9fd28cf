"""What comes in: where the reading of a mailbox stands, and each message read with what was made of it."""

from typing import ClassVar

from django.db import models

from segue.domain.inbound import InboundKind
from segue.models.activity import Activity
from segue.models.choices import enum_field
from segue.models.delivery import Delivery
from segue.models.enrollment import Enrollment
from segue.models.mailbox import Mailbox
from segue.models.record import Record
from segue.models.workspace import Workspace


class Inbox(models.Model):
    """Where the reading of a mailbox stands. Only what has a greater UID than `last_uid` is new (RFC 3501 §2.3.1.1).

    A change of `uid_validity` makes old UIDs void. `next_read_at` is when a worker looks again; taking one's turn moves
    it on, so that two workers do not read at once.
    """

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="inbox")
    next_read_at = models.DateTimeField(null=True, db_index=True)  # Reader: the runner, what to read now.
    uid_validity = models.PositiveBigIntegerField(null=True)
    last_uid = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=32, blank=True)
    error_detail = models.TextField(blank=True)
    error_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"inbox of {self.mailbox_id}"


class InboundMessage(models.Model):
    """A message that came in, read once. `rule` says which rule made it what it is, `matched_by` how it was matched.

    `source_key` is its name where it came from (UIDVALIDITY:UID, or a provider's event); `message_id` its own (or made
    from its content, for one without). `received_at` is the date it bears, if that is not ahead.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="inbound", db_index=False)
    source_key = models.CharField(max_length=255)
    message_id = models.CharField(max_length=255)
    kind = enum_field(InboundKind)
    rule = models.TextField()
    matched_by = models.TextField(blank=True)
    sender = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    return_on = models.DateField(null=True)
    record = models.ForeignKey(Record, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    enrollment = models.ForeignKey(
        Enrollment, null=True, on_delete=models.SET_NULL, related_name="inbound", db_index=False
    )
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.SET_NULL, related_name="inbound", db_index=False)
    activity = models.ForeignKey(Activity, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    received_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # However often a mailbox is read, a message counts once.
            models.UniqueConstraint(fields=["mailbox", "source_key"], name="inbound_once")
        ]
        indexes: ClassVar = [
            # Reader: the mailbox's page, newest first.
            models.Index(fields=["mailbox", "-id"], name="inbound_newest"),
            # Reader: the check for a message that came in before, under another name.
            models.Index(fields=["workspace", "message_id"], name="inbound_message_id"),
            # Reader: the drawer, what came back on an enrollment; and the count of soft bounces.
            models.Index(
                fields=["enrollment", "-id"], name="inbound_enrollment", condition=models.Q(enrollment__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.sender}"
