"""Resume a mailbox: what waited for it leaves, at its pace and within its limits."""

from django.db import transaction

from segue.actions.mailbox_lock import lock_mailbox
from segue.models import Mailbox
from segue.models.actor import Actor
from segue.models.lane_holds import let_go


@transaction.atomic
def resume_mailbox(actor: Actor, mailbox: Mailbox) -> Mailbox:
    """One that is not paused stays as it is."""
    locked = lock_mailbox(actor, mailbox)
    if locked.paused_at:
        locked.paused_at = None
        locked.save(update_fields=["paused_at"])
        let_go(locked.lane_id)
    return locked
