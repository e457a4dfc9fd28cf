"""Lanes: the unit of parallel work. One for each mailbox, one for webhooks, and a few shards for all other work."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from segue.domain.holds import Hold
from segue.domain.steps import StepKind
from segue.models.choices import enum_field
from segue.models.workspace import Workspace

SHARDS = 4
# Neighbours share a shard: made and enrolled together, they lie on the same pages, and a batch writes fewer of these.
NEIGHBOURS = 256


class Lane(models.Model):
    """All due work of one mailbox, or all webhooks of a workspace (`shard` is null), or one shard of the rest.

    What leaves has lanes of its own, so that a slow server on the other side holds up nothing else. Until `not_before`
    nothing in it starts; `hold` says why.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="lanes")
    shard = models.PositiveSmallIntegerField(null=True)
    not_before = models.DateTimeField(null=True)
    hold = enum_field(Hold, default=Hold.NONE, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "shard"], name="lane_shard_once")]

    def __str__(self) -> str:
        return f"lane {self.pk}" if self.shard is None else f"lane {self.pk} (shard {self.shard})"


@dataclass(frozen=True)
class LaneMap:
    """The lanes of one workspace."""

    shards: dict[int, int]
    by_mailbox: dict[int, int]
    webhooks: int | None = None

    def lane_for(self, kind: StepKind, record_id: int, mailbox_id: int | None) -> int:
        """Where a step of this kind queues."""
        if kind is StepKind.EMAIL and mailbox_id in self.by_mailbox:
            return self.by_mailbox[mailbox_id]
        if kind is StepKind.WEBHOOK and self.webhooks:
            return self.webhooks
        return self.shards[self.shard_of(record_id)]

    def shard_of(self, record_id: int) -> int:
        """Which shard has the work of this record that leaves nothing."""
        return record_id // NEIGHBOURS % len(self.shards)

    def shard_sql(self, record_id: str) -> str:
        """As `shard_of`, in a statement with parameters; `record_id` is an expression of it."""
        return f"({record_id} / {NEIGHBOURS} %% {len(self.shards)})"


def lanes_of(workspace_id: int) -> LaneMap:
    """The lanes of a workspace, in one query."""
    rows = Lane.objects.filter(workspace_id=workspace_id).values_list("id", "shard", "mailbox__id")
    return LaneMap(
        shards={shard: lane for lane, shard, _ in rows if shard is not None},
        by_mailbox={mailbox: lane for lane, _, mailbox in rows if mailbox is not None},
        webhooks=next((lane for lane, shard, mailbox in rows if shard is None and mailbox is None), None),
    )
