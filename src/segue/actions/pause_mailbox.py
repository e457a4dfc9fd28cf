"""Pause a mailbox: nothing leaves through it until it is resumed, and nobody fails."""

from datetime import datetime

from django.db import transaction

from segue.actions.mailbox_lock import lock_mailbox
from segue.models import Mailbox
from segue.models.actor import Actor
from segue.models.lane_holds import pause_lane


@transaction.atomic
def pause_mailbox(actor: Actor, mailbox: Mailbox, now: datetime) -> Mailbox:
    """One that is paused stays paused since when it was."""
    locked = lock_mailbox(actor, mailbox)
    if not locked.paused_at:
        locked.paused_at = now
        locked.save(update_fields=["paused_at"])
        pause_lane(locked.lane_id)
    return locked
