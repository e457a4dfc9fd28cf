"""Add a mailbox, with the lane that its work queues in."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from segue.actions.inbox import keep_inbox
from segue.actions.mailbox_input import take
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.models import Lane, Mailbox
from segue.models.actor import Actor
from segue.models.mailbox import MailboxKind


@transaction.atomic
def add_mailbox(actor: Actor, kind: str, data: Mapping[str, Any], now: datetime) -> Mailbox:
    """`data` by the names of segue.actions.mailbox_input.FIELDS. Raises Invalid."""
    actor.require(Permission.ADMINISTER)
    if kind not in set(MailboxKind):
        raise Invalid({"kind": [f"Choose how mail leaves: {', '.join(MailboxKind)}."]})
    mailbox = Mailbox(workspace=actor.workspace, kind=MailboxKind(kind), created_at=now)
    take(mailbox, {"name": "", "address": "", **data})
    if mailbox.kind == MailboxKind.PROVIDER:
        mailbox.hook_token = secrets.token_urlsafe(32)
    mailbox.lane = Lane.objects.create(workspace=actor.workspace, shard=None)
    mailbox.save()
    keep_inbox(mailbox, None, now)
    return mailbox
