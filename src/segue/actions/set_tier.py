"""Set a workspace's tier from the terminal, where there is no member to ask for a role."""

from django.db import transaction

from segue.domain.tiers import Tier
from segue.models import Workspace
from segue.models.locks import shut_gate
from segue.models.signals import announce_work


@transaction.atomic
def set_tier(workspace: Workspace, tier: Tier) -> None:
    """On Basic the engine holds the workspace's enrollments; on Professional they go on."""
    shut_gate(workspace.pk)
    Workspace.objects.filter(pk=workspace.pk).update(tier=tier)
    announce_work()
