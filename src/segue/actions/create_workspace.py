"""Create a workspace with what its engine needs: lanes, and a mailbox to send from."""

import re
from datetime import datetime

from django.db import transaction

from segue.domain.problems import Problems
from segue.domain.tiers import Tier
from segue.models import SHARDS, Lane, Mailbox, Workspace

LONGEST_NAME = 100


@transaction.atomic
def create_workspace(name: str, time_zone: str, tier: Tier, now: datetime) -> Workspace:
    """A workspace with its lanes and one Outbox mailbox; raises Invalid."""
    problems = Problems()
    name = problems.text("name", name, label="The name", longest=LONGEST_NAME)
    problems.time_zone("time_zone", time_zone)
    problems.raise_any()
    workspace = Workspace.objects.create(name=name, time_zone=time_zone, tier=tier, created_at=now)
    Lane.objects.bulk_create(Lane(workspace=workspace, shard=shard) for shard in range(SHARDS))
    lane, _for_webhooks = (Lane.objects.create(workspace=workspace, shard=None) for _ in range(2))
    Mailbox.objects.create(workspace=workspace, lane=lane, name=name, address=_first_address(name), created_at=now)
    return workspace


def _first_address(name: str) -> str:
    """An address under .example, which is nobody's (RFC 2606), until an admin gives the real one."""
    host = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "workspace"
    return f"team@{host}.example"
