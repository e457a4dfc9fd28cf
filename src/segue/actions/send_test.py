"""Send a test: an e-mail step, filled in for a record, to the member who asks. No delivery, no activity."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from segue.channels.contract import Effect
from segue.channels.registry import channel_for
from segue.domain.addresses import host_of
from segue.domain.deliveries import DeliveryKey
from segue.domain.outcome import NotTried, Outcome, Sent
from segue.domain.refusals import Conflict
from segue.domain.roles import Permission
from segue.domain.snapshot import SenderFacts
from segue.domain.steps import EmailConfig, StepKind
from segue.models import OutboxMessage
from segue.models.actor import Actor
from segue.models.mailbox import MailboxKind
from segue.queries.attachments import attachments_of
from segue.queries.mail_preview import MailPreview


def send_test(actor: Actor, preview: MailPreview, config: EmailConfig, now: datetime) -> str:
    """Sends it, and returns the address it went to. Raises Conflict, in words, if it did not leave."""
    actor.require_sequences(Permission.WRITE_SEQUENCES)
    if preview.problem:
        raise Conflict(preview.problem)
    if preview.missing:
        raise Conflict(f"{preview.record} has no value for {', '.join(preview.missing)}. Fill it in or add a fallback.")
    if preview.sender is None:
        raise Conflict("There is no mailbox to send from. Add one under Settings, Mailboxes.")
    to = actor.member.user.email
    outcome = _leave(actor, preview.sender, _payload(actor, preview, preview.sender, config), now)
    if not isinstance(outcome, Sent):
        raise Conflict(f"The test was not sent. {_reason(outcome)}")
    return to


def _leave(actor: Actor, sender: SenderFacts, payload: dict[str, Any], now: datetime) -> Outcome:
    message_id = f"<segue.test.{secrets.token_hex(8)}@{host_of(sender.address)}>"
    if sender.channel == MailboxKind.OUTBOX:
        _keep(actor, payload, message_id, now)
        return Sent()
    effect = Effect(0, actor.workspace.pk, DeliveryKey(0, 0, 0), message_id, "", payload, now)
    return channel_for(StepKind.EMAIL, sender.channel).perform([effect])[0]


def _keep(actor: Actor, payload: Mapping[str, Any], message_id: str, now: datetime) -> None:
    """The Outbox channel closes deliveries; a test has none."""
    OutboxMessage.objects.create(
        workspace=actor.workspace,
        mailbox_id=payload["mailbox"],
        message_id=message_id,
        to=payload["to"],
        subject=payload["subject"],
        body=payload["body"],
        html=payload["html"],
        created_at=now,
    )


def _payload(actor: Actor, preview: MailPreview, sender: SenderFacts, config: EmailConfig) -> dict[str, Any]:
    subject = f"[Test] {preview.subject}"
    return {
        "title": subject,
        "mailbox": sender.mailbox_id,
        "from": sender.address,
        "from_name": sender.name,
        "to": actor.member.user.email,
        "to_name": actor.member.user.name,
        "subject": subject,
        "body": preview.text,
        "html": preview.html,
        "in_reply_to": "",
        "references": [],
        "attachments": [file.pk for file in attachments_of(actor.workspace, config.attachments)],
        "unsubscribe": "",
    }


def _reason(outcome: Outcome) -> str:
    if isinstance(outcome, NotTried | Sent):
        return "The mailbox took no mail. Try again in a moment."
    error = outcome.error
    return f"{error.code.entry.title}. {error.detail or error.code.entry.advice}"
