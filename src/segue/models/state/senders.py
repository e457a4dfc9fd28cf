"""Hands enrollments from one mailbox to another."""

from django.db import transaction

from segue.domain.status import Status
from segue.models.enrollment import Enrollment
from segue.models.mailbox import Mailbox
from segue.models.state.changes import NO_LEASE

_GO_ON = (Status.IN_PROGRESS, Status.FAILED)  # a failed one may be retried


@transaction.atomic
def hand_over(mailbox: Mailbox, heir: Mailbox) -> int:
    """Those that may still send get the other mailbox; those that stand at an e-mail step also queue in its lane.

    Whoever has one in hand loses it: nothing of what it prepared leaves. Call with both mailboxes locked and nothing
    leaving. Returns how many there were.
    """
    own = Enrollment.objects.filter(workspace=mailbox.workspace_id, mailbox=mailbox, status__in=_GO_ON)
    own.filter(lane=mailbox.lane_id).update(lane=heir.lane_id)
    return own.update(mailbox=heir, **NO_LEASE)
