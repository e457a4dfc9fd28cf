"""A message that came in: what it is, whose it is, and what follows from it. Exactly once, in one transaction."""

from datetime import datetime

from django.db import transaction

from segue.actions.inbound_effects import act_on
from segue.domain.addresses import host_of
from segue.domain.inbound import InboundKind
from segue.domain.receiving.message import Received
from segue.domain.receiving.quoting import new_text
from segue.domain.receiving.rules import judge
from segue.domain.receiving.verdict import Verdict
from segue.models import InboundMessage, Mailbox, Record
from segue.models.locks import shut_gate
from segue.queries.inbound_matches import Match, find_match


@transaction.atomic
def receive_message(mailbox: Mailbox, received: Received, source_key: str, now: datetime) -> InboundMessage | None:
    """Store what concerns a sequence, and act on it. None for the rest (nothing is kept of it), and the second time.

    `source_key` is its name where it came from: UIDVALIDITY:UID, or a provider's event.
    """
    own = mailbox.address.lower()
    verdict = judge(received, {own}, now.date())
    if verdict.kind is InboundKind.UNRELATED or received.sender == own:
        return None
    match = find_match(mailbox, received, verdict)
    return store_once(mailbox, received, source_key, _as_forwarded(verdict, match), match, now) if match else None


def store_once(
    mailbox: Mailbox, received: Received, source_key: str, verdict: Verdict, match: Match, now: datetime
) -> InboundMessage | None:
    """Store it and act on it; None where that was done before. Call in a transaction."""
    shut_gate(mailbox.workspace_id)
    # Locked, so that of two that read the same message one waits, and then finds it known.
    Record.objects.select_for_update(of=("self",)).get(id=match.delivery.enrollment.record_id)
    if _is_known(mailbox, received, source_key):
        return None
    message = _made(mailbox, received, source_key, verdict, match, now)
    message.activity = act_on(message, verdict, now, is_named=match.is_named)
    message.save()
    return message


def _is_known(mailbox: Mailbox, received: Received, source_key: str) -> bool:
    """By its name in this mailbox, or by its Message-ID: after a change of UIDVALIDITY old mail has new names.

    The sender is compared too, as some programs give different messages the same Message-ID.
    """
    if InboundMessage.objects.filter(mailbox=mailbox, source_key=source_key).exists():
        return True
    same = InboundMessage.objects.filter(workspace=mailbox.workspace_id, message_id=received.message_id)
    return same.filter(sender=received.sender).exists()


def _as_forwarded(verdict: Verdict, match: Match) -> Verdict:
    """A bounce for an address elsewhere: ours did arrive, and was sent on from there. That is no fault of ours."""
    to = str(match.delivery.payload.get("to", ""))
    if verdict.kind is not InboundKind.HARD_BOUNCE or not verdict.failed_address:
        return verdict
    if host_of(verdict.failed_address) == host_of(to):
        return verdict
    rule = f"{verdict.rule}; for {verdict.failed_address}, which is not where we wrote to"
    return Verdict(InboundKind.SOFT_BOUNCE, rule, failed_address=verdict.failed_address, diagnostic=verdict.diagnostic)


def _made(
    mailbox: Mailbox, received: Received, source_key: str, verdict: Verdict, match: Match, now: datetime
) -> InboundMessage:
    delivery = match.delivery
    return InboundMessage(
        workspace_id=mailbox.workspace_id, mailbox=mailbox, source_key=source_key, message_id=received.message_id,
        kind=verdict.kind, rule=verdict.rule, matched_by=match.by, sender=received.sender, subject=received.subject,
        text=new_text(received.text), return_on=verdict.return_on, record=delivery.enrollment.record,
        enrollment=delivery.enrollment, delivery=delivery, received_at=min(received.date or now, now), created_at=now,
    )  # fmt: skip
