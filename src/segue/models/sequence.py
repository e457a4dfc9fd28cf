"""Sequences, their versions and the steps of each version."""

from datetime import time
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from segue.domain.delay import Delay, DelayUnit
from segue.domain.records import RecordType
from segue.domain.replies import OnReply
from segue.domain.senders import SenderRule
from segue.domain.steps import StepConfig, StepKind, parse_config
from segue.domain.window import Window, WindowZone
from segue.models.choices import enum_field
from segue.models.member import Member
from segue.models.workspace import Workspace


class Sequence(models.Model):
    """A named, typed list of steps with its settings. The window has no days where there is none."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="sequences")
    type = enum_field(RecordType)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=250, blank=True)
    owner = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    on_reply = enum_field(OnReply, default=OnReply.CONTINUE)
    window_days = models.JSONField(default=list, blank=True)
    window_start = models.TimeField(default=time(9))
    window_end = models.TimeField(default=time(17))
    window_zone = enum_field(WindowZone, default=WindowZone.WORKSPACE)
    sender_rule = enum_field(SenderRule, default=SenderRule.ENROLLER)
    sender_mailbox = models.ForeignKey("Mailbox", null=True, on_delete=models.SET_NULL, related_name="+")
    opt_out_link = models.BooleanField(default=True)
    current_version = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "name"], name="sequence_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def window(self) -> Window | None:
        """The send window, or None where mail may leave at any time."""
        if not self.window_days:
            return None
        zone_of = WindowZone(self.window_zone)
        return Window(frozenset(self.window_days), self.window_start, self.window_end, zone_of)

    @property
    def state(self) -> str:
        """draft (never published), active or archived."""
        if self.archived_at:
            return "archived"
        return "active" if self.current_version_id else "draft"


class Version(models.Model):
    """A list of steps: the draft (no number yet), or an immutable published snapshot."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    sequence = models.ForeignKey(Sequence, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(null=True)
    step_count = models.PositiveSmallIntegerField(default=0)
    sends_email = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sequence", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["sequence"], condition=Q(number__isnull=True), name="one_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {'draft' if self.number is None else f'version {self.number}'}"


class Step(models.Model):
    """One step of a version. `key` stays the same when a step is carried on into a new version."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=32)
    position = models.PositiveSmallIntegerField()
    kind = enum_field(StepKind)
    delay_amount = models.PositiveIntegerField(default=0)
    delay_unit = enum_field(DelayUnit, default=DelayUnit.DAYS)
    config: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "position"],
                name="step_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["version", "key"], name="step_key_once"),
        ]

    def __str__(self) -> str:
        return f"step {self.position} of {self.version}"

    @property
    def delay(self) -> Delay:
        return Delay(self.delay_amount, DelayUnit(self.delay_unit))

    @property
    def parsed(self) -> StepConfig:
        """The typed settings."""
        return parse_config(StepKind(self.kind), self.config)
