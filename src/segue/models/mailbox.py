"""Mailboxes: where mail leaves. The Outbox kind keeps it in the database, readable in the product."""

from enum import StrEnum
from typing import ClassVar

from django.db import models

from segue.models.choices import enum_field
from segue.models.lane import Lane
from segue.models.workspace import Workspace


class MailboxKind(StrEnum):
    """How mail leaves."""

    OUTBOX = "outbox"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Mailbox(models.Model):
    """A sender's address and the lane its work queues in."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="mailboxes")
    lane = models.OneToOneField(Lane, on_delete=models.PROTECT)
    kind = enum_field(MailboxKind, default=MailboxKind.OUTBOX)
    name = models.CharField(max_length=100)
    address = models.EmailField(max_length=254)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"


class OutboxMessage(models.Model):
    """A message that left through an Outbox mailbox."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, db_index=False)
    delivery = models.OneToOneField("Delivery", on_delete=models.PROTECT, related_name="outbox_message")
    message_id = models.CharField(max_length=255)
    to = models.CharField(max_length=254)
    subject = models.TextField()
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        # Reader: the Outbox page, newest first.
        indexes: ClassVar = [models.Index(fields=["mailbox", "-id"], name="outbox_newest")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
