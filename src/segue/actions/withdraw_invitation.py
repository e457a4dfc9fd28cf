"""Withdraw an invitation: its link stops working."""

from datetime import datetime

from django.db import transaction

from segue.domain.refusals import Conflict
from segue.domain.roles import Permission
from segue.models import Invitation
from segue.models.actor import Actor


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation: Invitation, now: datetime) -> None:
    """Raises Conflict if it was accepted or withdrawn before."""
    actor.require(Permission.ADMINISTER)
    still_open = Invitation.objects.filter(
        pk=invitation.pk, workspace=actor.workspace, accepted_at=None, withdrawn_at=None
    )
    if not still_open.update(withdrawn_at=now):
        raise Conflict(f"The invitation of {invitation.email} was used or withdrawn already.")
