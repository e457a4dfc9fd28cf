"""Revoke an API token: one's own, or as an admin anybody's."""

from datetime import datetime

from django.db import transaction

from segue.domain.refusals import Conflict
from segue.domain.roles import Permission
from segue.models import ApiToken
from segue.models.actor import Actor


@transaction.atomic
def revoke_token(actor: Actor, token: ApiToken, now: datetime) -> None:
    """It stops working at once. Raises Conflict if it was revoked before."""
    if token.member_id != actor.member.pk:
        actor.require(Permission.ADMINISTER)
    if not ApiToken.objects.filter(pk=token.pk, workspace=actor.workspace, revoked_at=None).update(revoked_at=now):
        raise Conflict(f"The token “{token.name}” was revoked already.")
