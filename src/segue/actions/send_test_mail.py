"""Send a message through a mailbox to see it arrive: no activity, no delivery is written."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from segue.channels.contract import Effect, start_all
from segue.channels.registry import channel_for
from segue.domain.addresses import host_of
from segue.domain.allowance import period_of
from segue.domain.deliveries import DeliveryKey
from segue.domain.holds import Hold
from segue.domain.outcome import Outcome, Sent
from segue.domain.problems import Problems
from segue.domain.refusals import NotFound
from segue.domain.roles import Permission
from segue.domain.steps import StepKind
from segue.domain.suppressions import values_of
from segue.models import Mailbox, OutboxMessage
from segue.models.actor import Actor
from segue.models.lane_holds import let_go, note_working
from segue.models.mail_use import count_use
from segue.models.mailbox import MailboxKind

_NO_KEY = DeliveryKey(0, 0, 0)
_LONGEST_SUBJECT = 500


@dataclass(frozen=True)
class SampleMail:
    """A message to try a mailbox with. `attachments` are ids of files of the workspace."""

    to: str
    subject: str
    text: str
    html: str = ""
    to_name: str = ""
    attachments: Sequence[int] = ()


def send_test_mail(actor: Actor, mailbox: Mailbox, mail: SampleMail, now: datetime) -> Outcome:
    """What came of it. Counts as one against the mailbox's limits, and is not held back by them.

    Takes as long as the server does. Raises Invalid for an address that is none.
    """
    actor.require(Permission.WRITE_SEQUENCES)
    if mailbox.workspace_id != actor.workspace.pk or mailbox.removed_at:
        raise NotFound("There is no such mailbox in this workspace.")
    problems = Problems()
    to = problems.email("to", mail.to)
    subject = problems.text("subject", mail.subject, label="The subject", longest=_LONGEST_SUBJECT)
    problems.raise_any()
    effect = _effect(mailbox, _payload(mailbox, mail, to, subject), now)
    if mailbox.kind == MailboxKind.OUTBOX:
        return _keep(effect)
    outcome = channel_for(StepKind.EMAIL, mailbox.kind).perform([effect], start_all)[0]
    if isinstance(outcome, Sent):
        _note(actor, mailbox, to, now)
    return outcome


def _keep(effect: Effect) -> Outcome:
    """The Outbox's own way closes deliveries; a test has none."""
    OutboxMessage.objects.create(
        workspace_id=effect.workspace_id,
        mailbox_id=effect.payload["mailbox"],
        message_id=effect.message_id,
        to=effect.payload["to"],
        subject=effect.payload["subject"],
        body=effect.payload["body"],
        html=effect.payload["html"],
        created_at=effect.opened_at,
    )
    return Sent("kept in the Outbox")


def _note(actor: Actor, mailbox: Mailbox, to: str, now: datetime) -> None:
    """It works: what waited for it goes on at once."""
    count_use(mailbox.pk, period_of(now, ZoneInfo(actor.workspace.time_zone)), [values_of(to)[1]])
    note_working(mailbox.pk, now)
    if mailbox.lane.hold == Hold.TROUBLE:
        let_go(mailbox.lane_id)


def _effect(mailbox: Mailbox, payload: dict[str, Any], now: datetime) -> Effect:
    message_id = f"<segue.test.{secrets.token_hex(8)}@{host_of(mailbox.address)}>"
    return Effect(0, mailbox.workspace_id, _NO_KEY, message_id, "", payload, now)


def _payload(mailbox: Mailbox, mail: SampleMail, to: str, subject: str) -> dict[str, Any]:
    """With every key that the ways out for mail read."""
    return {
        "title": subject,
        "mailbox": mailbox.pk,
        "from": mailbox.address,
        "from_name": mailbox.name,
        "to": to,
        "to_name": mail.to_name,
        "subject": subject,
        "body": mail.text,
        "html": mail.html,
        "in_reply_to": "",
        "references": [],
        "attachments": list(mail.attachments),
        "unsubscribe": "",
    }
