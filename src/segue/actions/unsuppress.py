"""Unsuppress: take an address or a domain off the list, so that it can be written to again."""

from django.db import transaction

from segue.domain.refusals import NotAllowed, NotFound
from segue.domain.roles import Permission
from segue.domain.suppressions import SuppressionReason
from segue.models import Suppression
from segue.models.actor import Actor


@transaction.atomic
def unsuppress(actor: Actor, suppression: Suppression) -> None:
    """Who asked not to be written to is taken off by an admin only. Raises NotAllowed."""
    actor.require_sequences(Permission.SUPPRESS)
    # Read again: the person may have opted out since the caller read the list.
    current = Suppression.objects.select_for_update().filter(pk=suppression.pk, workspace=actor.workspace).first()
    if current is None:
        raise NotFound("This address or domain is not on the suppression list of this workspace.")
    if SuppressionReason(current.reason).is_wish and not actor.member.may(Permission.ADMINISTER):
        raise NotAllowed(
            f"{current.value} asked not to be written to. Only an admin of the workspace can take it off the list."
        )
    current.delete()
