"""Mailboxes: where mail leaves. The Outbox kind keeps it in the database, readable in the product."""

from enum import StrEnum
from typing import ClassVar

from django.db import models

from segue.domain.errors import ErrorCode
from segue.domain.mailboxes import MailboxSettings
from segue.models.choices import enum_field
from segue.models.encrypted import EncryptedJSONField
from segue.models.lane import Lane
from segue.models.member import Member
from segue.models.workspace import Workspace


class MailboxKind(StrEnum):
    """How mail leaves."""

    OUTBOX = "outbox"
    SMTP = "smtp"
    PROVIDER = "provider"

    @property
    def label(self) -> str:
        return {"outbox": "Outbox", "smtp": "SMTP", "provider": "Provider"}[self.value]


class Mailbox(models.Model):
    """A sender's address, the lane its work queues in, and what may leave through it.

    `settings` are those of its kind (segue.domain.mailboxes), encrypted. Limits count messages (null: none), `gap` is
    the pace in seconds between two. The trouble fields say what keeps it from working, since when, and how often it
    was tried in a row, `worked_at` when something last left; `hook_token` is part of the address a provider reports to.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="mailboxes")
    lane = models.OneToOneField(Lane, on_delete=models.PROTECT)
    kind = enum_field(MailboxKind, default=MailboxKind.OUTBOX)
    name = models.CharField(max_length=100)
    address = models.EmailField(max_length=254)
    owner = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="mailboxes")
    settings = EncryptedJSONField(default=dict)
    signature = models.TextField(blank=True)
    hour_limit = models.PositiveIntegerField(null=True)
    day_limit = models.PositiveIntegerField(null=True)
    domain_hour_limit = models.PositiveIntegerField(null=True)
    domain_day_limit = models.PositiveIntegerField(null=True)
    gap = models.PositiveIntegerField(default=0)
    connections = models.PositiveSmallIntegerField(default=2)
    paused_at = models.DateTimeField(null=True)
    trouble_code = enum_field(ErrorCode, blank=True)
    trouble_detail = models.TextField(blank=True)
    trouble_since = models.DateTimeField(null=True)
    trouble_count = models.PositiveIntegerField(default=0)
    worked_at = models.DateTimeField(null=True)
    hook_token = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  # null is "none", and unique
    removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"

    @property
    def parsed(self) -> MailboxSettings:
        """The typed settings."""
        return MailboxSettings.model_validate(self.settings)


class MailUse(models.Model):
    """How many messages a mailbox let leave in a clock hour (UTC) to a domain. `day` is that of the workspace."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="uses", db_index=False)
    domain = models.CharField(max_length=254)
    day = models.DateField()
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            # Also read by the engine for what is left of a mailbox's limits.
            models.UniqueConstraint(fields=["mailbox", "day", "hour", "domain"], name="mail_use_once")
        ]

    def __str__(self) -> str:
        return f"{self.count} to {self.domain}"


class OutboxMessage(models.Model):
    """A message that left through an Outbox mailbox. A test has no delivery: it is no part of any sequence."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, db_index=False)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, db_index=False)
    delivery = models.OneToOneField("Delivery", null=True, on_delete=models.PROTECT, related_name="outbox_message")
    message_id = models.CharField(max_length=255)
    to = models.CharField(max_length=254)
    subject = models.TextField()
    body = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        # Reader: the Outbox page, newest first.
        indexes: ClassVar = [models.Index(fields=["mailbox", "-id"], name="outbox_newest")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
