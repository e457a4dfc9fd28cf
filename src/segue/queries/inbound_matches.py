"""Which message of ours something that came in is about: by Message-ID first, then by address."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Lower

from segue.domain.activities import ActivityKind
from segue.domain.deliveries import DeliveryKey, key_of
from segue.domain.inbound import InboundKind
from segue.domain.receiving.message import Received
from segue.domain.receiving.verdict import Verdict
from segue.domain.records import RecordType
from segue.domain.steps import StepKind
from segue.domain.suppressions import spellings_of
from segue.models import Activity, Delivery, Mailbox, Record

_BIGGEST_ID = 2**63 - 1
_BACK = {InboundKind.HARD_BOUNCE, InboundKind.SOFT_BOUNCE, InboundKind.COMPLAINT}


@dataclass(frozen=True)
class Match:
    """The delivery it is about, and in words how it was found; `is_named`: by the name of our message.

    That name is known to us and to who got the message. Addresses everybody can write.
    """

    delivery: Delivery
    by: str
    is_named: bool = True


def find_match(mailbox: Mailbox, received: Received, verdict: Verdict) -> Match | None:
    """The delivery of this workspace that it answers or brings back."""
    return _by_message_id(mailbox, received, verdict) or _by_address(mailbox, received, verdict)


def find_reported(workspace_id: int, names: Iterable[str], provider: str) -> Match | None:
    """The delivery that a provider's report names; never by address, for not all mail of an account is ours."""
    for name in names:
        if delivery := _called_shortly(workspace_id, name) or _called(workspace_id, name):
            return Match(delivery, f"The report of {provider} names the email of step {delivery.step.position}")
    return None


def _by_message_id(mailbox: Mailbox, received: Received, verdict: Verdict) -> Match | None:
    comes_back = verdict.kind in _BACK
    named = [*received.returned_ids, *received.references] if comes_back else received.references
    for message_id in named:
        if delivery := _called(mailbox.workspace_id, message_id):
            step = f"the email of step {delivery.step.position}"
            if comes_back:
                return Match(delivery, f"It brings back {step}")
            return Match(delivery, f"In-Reply-To or References names {step}{_colleague(delivery, received)}")
    return None


def _colleague(delivery: Delivery, received: Received) -> str:
    to = str(delivery.payload.get("to", ""))
    return "" if received.sender in spellings_of(to) else f", and {received.sender} answered instead of {to}"


def _called(workspace_id: int, message_id: str) -> Delivery | None:
    """The delivery with this Message-ID, ours or the one a provider gave it."""
    deliveries = Delivery.objects.filter(workspace=workspace_id).select_related("step", "enrollment__record")
    key = key_of(message_id)
    if key and _fits(key):
        return deliveries.filter(
            enrollment=key.enrollment_id, step=key.step_id, attempt=key.attempt, message_id=message_id
        ).first()
    bare = message_id.strip("<>")
    return deliveries.filter(external_id__in={message_id, bare, bare.partition("@")[0]} - {""}).first()


def _called_shortly(workspace_id: int, name: str) -> Delivery | None:
    """The delivery whose Message-ID this is, without its host."""
    key = key_of(f"<{name}@segue.invalid>") if "@" not in name else None
    if key is None or not _fits(key):
        return None
    deliveries = Delivery.objects.filter(workspace=workspace_id).select_related("step", "enrollment__record")
    mine = deliveries.filter(enrollment=key.enrollment_id, step=key.step_id, attempt=key.attempt)
    return mine.filter(message_id__startswith=f"<{name}@").first()


def _fits(key: DeliveryKey) -> bool:
    return max(key.enrollment_id, key.step_id, key.attempt) <= _BIGGEST_ID


def _by_address(mailbox: Mailbox, received: Received, verdict: Verdict) -> Match | None:
    """The latest email to the record with this address, if it left through this mailbox."""
    address = verdict.failed_address if verdict.kind in _BACK else received.sender
    latest = max(filter(None, map(_latest_email, _records(mailbox, address))), key=lambda d: d.id, default=None)
    if latest is None or latest.payload.get("mailbox") != mailbox.id:
        return None
    return Match(latest, f"The address {address}, last written to in step {latest.step.position}", is_named=False)


def _records(mailbox: Mailbox, address: str) -> Iterable[Record]:
    if not address:
        return []
    return Record.objects.annotate(address=Lower("email")).filter(
        # Both types are named so that the index on (workspace, type, address) is used.
        workspace=mailbox.workspace_id,
        type__in=list(RecordType),
        address__in=spellings_of(address),
    )


def _latest_email(record: Record) -> Delivery | None:
    sent = Activity.objects.filter(record=record, kind=ActivityKind.EMAIL, enrollment__isnull=False)
    latest = sent.order_by("-id").values_list("data", flat=True).first()
    found = _called(record.workspace_id, str(latest.get("message_id", ""))) if latest else None
    return found if found and found.kind == StepKind.EMAIL else None
