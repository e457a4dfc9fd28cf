"""What all changes to a mailbox begin with."""

from segue.domain.refusals import NotFound
from segue.domain.roles import Permission
from segue.models import Mailbox
from segue.models.actor import Actor


def lock_mailbox(actor: Actor, mailbox: Mailbox) -> Mailbox:
    """The mailbox as it is now; nobody else changes it, and nothing is opened for it, before the transaction ends."""
    actor.require(Permission.ADMINISTER)
    own = Mailbox.objects.filter(workspace=actor.workspace, removed_at__isnull=True)
    locked = own.select_for_update(of=("self",)).filter(pk=mailbox.pk).first()
    if locked is None:
        raise NotFound("There is no such mailbox in this workspace.")
    return locked
