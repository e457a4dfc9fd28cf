"""Lanes: the unit of parallel work. One for each mailbox, and a few shards for work that needs none."""

from typing import ClassVar

from django.db import models

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
