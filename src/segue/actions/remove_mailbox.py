"""Remove a mailbox. What left through it stays; records that are to send through it are handed to another one."""

from datetime import datetime

from django.db import transaction

from segue.actions.mailbox_lock import lock_mailbox
from segue.domain.deliveries import UNFINISHED
from segue.domain.refusals import Conflict, Invalid
from segue.domain.senders import SenderRule
from segue.domain.status import Status
from segue.models import Delivery, Enrollment, Inbox, Mailbox, Sequence
from segue.models.actor import Actor
from segue.models.signals import announce_work
from segue.models.state.senders import hand_over


@transaction.atomic
def remove_mailbox(actor: Actor, mailbox: Mailbox, successor: Mailbox | None, now: datetime) -> int:
    """Returns how many records `successor` takes over. Raises Conflict where one is needed, or mail is leaving."""
    locked = lock_mailbox(actor, mailbox)
    heir = lock_mailbox(actor, successor) if successor else None
    if heir == locked:
        raise Invalid({"successor": ["Choose another mailbox than the one that goes."]})
    _refuse_while_leaving(locked)
    if heir:
        moved = hand_over(locked, heir)
        Sequence.objects.filter(sender_mailbox=locked).update(sender_mailbox=heir)
        announce_work()
    else:
        _refuse_while_needed(locked)
        moved = 0
    locked.removed_at, locked.settings, locked.hook_token = now, {}, None  # its secrets go with it
    locked.save(update_fields=["removed_at", "settings", "hook_token"])
    Inbox.objects.filter(mailbox=locked).update(next_read_at=None)
    return moved


def _refuse_while_leaving(mailbox: Mailbox) -> None:
    # What is on its way is written down with the mailbox it left from, and its step goes on from there.
    if Delivery.objects.filter(state__in=UNFINISHED, enrollment__mailbox=mailbox).exists():
        raise Conflict("Something is leaving for its records at this moment. Pause the mailbox and try again.")


def _refuse_while_needed(mailbox: Mailbox) -> None:
    waiting = Enrollment.objects.filter(mailbox=mailbox, status=Status.IN_PROGRESS, removed_at__isnull=True).count()
    if waiting:
        who = "1 record is" if waiting == 1 else f"{waiting:,} records are"
        raise Conflict(f"{who} in progress with this mailbox. Choose another one to take over.")
    fixed = Sequence.objects.filter(sender_mailbox=mailbox, sender_rule=SenderRule.FIXED, archived_at__isnull=True)
    if names := ", ".join(fixed.order_by("name").values_list("name", flat=True)[:5]):
        raise Conflict(f"It is the mailbox of these sequences: {names}. Choose another one to take over.")
