"""Change the settings of a mailbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from segue.actions.inbox import keep_inbox
from segue.actions.mailbox_input import take
from segue.actions.mailbox_lock import lock_mailbox
from segue.models import Mailbox
from segue.models.actor import Actor
from segue.models.lane_holds import let_go


@transaction.atomic
def change_mailbox(actor: Actor, mailbox: Mailbox, data: Mapping[str, Any], now: datetime) -> Mailbox:
    """Change the given settings and no others. Messages that left keep what they had. Raises Invalid.

    What kept it from working is taken for mended, and full limits for changed: mail goes on at once.
    """
    locked = lock_mailbox(actor, mailbox)
    before = locked.parsed.imap
    take(locked, data)
    locked.trouble_code, locked.trouble_detail, locked.trouble_since, locked.trouble_count = "", "", None, 0
    locked.save()
    keep_inbox(locked, before, now)
    if not locked.paused_at:
        let_go(locked.lane_id)
    return locked
