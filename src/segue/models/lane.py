"""Lanes: the unit of parallel work. One for each mailbox, and a few shards for work that needs none."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from segue.domain.steps import StepKind
from segue.models.workspace import Workspace

SHARDS = 4


class Lane(models.Model):
    """All due work of one mailbox (`shard` is null), or one shard of the rest of a workspace's work."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="lanes")
    shard = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "shard"], name="lane_shard_once")]

    def __str__(self) -> str:
        return f"lane {self.pk}" if self.shard is None else f"lane {self.pk} (shard {self.shard})"


@dataclass(frozen=True)
class LaneMap:
    """The lanes of one workspace."""

    shards: dict[int, int]
    by_mailbox: dict[int, int]

    def lane_for(self, kind: StepKind, record_id: int, mailbox_id: int | None) -> int:
        """Where a step of this kind queues."""
        if kind is StepKind.EMAIL and mailbox_id in self.by_mailbox:
            return self.by_mailbox[mailbox_id]
        return self.shards[record_id % len(self.shards)]


def lanes_of(workspace_id: int) -> LaneMap:
    """The lanes of a workspace, in one query."""
    rows = Lane.objects.filter(workspace_id=workspace_id).values_list("id", "shard", "mailbox__id")
    return LaneMap(
        shards={shard: lane for lane, shard, _ in rows if shard is not None},
        by_mailbox={mailbox: lane for lane, _, mailbox in rows if mailbox is not None},
    )
