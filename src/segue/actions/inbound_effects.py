"""What follows from a message that came in, by its kind: an activity on the record, and what it does to sequences."""

from collections.abc import Callable
from datetime import datetime

from segue.actions.apply_reply import apply_reply
from segue.actions.suppress import put_on_list
from segue.domain.activities import ActivityKind
from segue.domain.events import Source
from segue.domain.inbound import InboundKind
from segue.domain.receiving.verdict import Verdict
from segue.domain.status import Reason
from segue.domain.suppressions import SuppressionReason, values_of
from segue.models import Activity, Delivery, Enrollment, InboundMessage, Record
from segue.models.state import changes
from segue.models.state.bounces import bounce
from segue.models.state.changes import By

NOT_ACTED_ON = "not acted on: it names no message of ours, so anybody may have written it"

Effect = Callable[[InboundMessage, Verdict, datetime], Activity]


def _reply(message: InboundMessage, verdict: Verdict, now: datetime) -> Activity:
    apply_reply(_record(message), By(Source.REPLY, None, now, detail=f"{message.sender} replied by email."))
    return _log(message, ActivityKind.REPLY, message.subject or "Replied", message.text, now)


def _auto_reply(message: InboundMessage, verdict: Verdict, now: datetime) -> Activity:
    """Stops and pauses nothing by itself."""
    return _log(message, ActivityKind.AUTO_REPLY, message.subject or "Automatic reply", message.text, now)


def _hard_bounce(message: InboundMessage, verdict: Verdict, now: datetime) -> Activity:
    delivery = _delivery(message)
    if verdict.blames_address:
        _suppress(message, SuppressionReason.BOUNCE, now)
    bounce(delivery, By(Source.MAIL, None, now), verdict.diagnostic)
    return _log(message, ActivityKind.BOUNCE, "Came back for good", verdict.diagnostic, now)


def _soft_bounce(message: InboundMessage, verdict: Verdict, now: datetime) -> Activity:
    """Counted by being kept; the server that has it goes on trying, or the next message gets through."""
    return _log(message, ActivityKind.BOUNCE, "Came back for now", verdict.diagnostic, now)


def _complaint(message: InboundMessage, verdict: Verdict, now: datetime) -> Activity:
    return _leave_alone(message, SuppressionReason.COMPLAINT, "Reported as spam", now)


def _unsubscribe(message: InboundMessage, verdict: Verdict, now: datetime) -> Activity:
    return _leave_alone(message, SuppressionReason.OPT_OUT, "Unsubscribed by email", now)


def _unproven_bounce(message: InboundMessage, verdict: Verdict, now: datetime) -> Activity:
    return _log_unproven(message, ActivityKind.BOUNCE, "A bounce, it says", verdict.diagnostic, now)


def _unproven_complaint(message: InboundMessage, verdict: Verdict, now: datetime) -> Activity:
    return _log_unproven(message, ActivityKind.AUTO_REPLY, "Reported as spam, it says", message.text, now)


def _unproven_wish(message: InboundMessage, verdict: Verdict, now: datetime) -> Activity:
    """It counts as any other answer from this address."""
    apply_reply(_record(message), By(Source.REPLY, None, now, detail=f"{message.sender} replied by email."))
    return _log_unproven(message, ActivityKind.REPLY, "Asks to unsubscribe, it says", message.text, now)


_EFFECTS: dict[InboundKind, Effect] = {
    InboundKind.REPLY: _reply,
    InboundKind.AUTO_REPLY: _auto_reply,
    InboundKind.HARD_BOUNCE: _hard_bounce,
    InboundKind.SOFT_BOUNCE: _soft_bounce,
    InboundKind.COMPLAINT: _complaint,
    InboundKind.UNSUBSCRIBE: _unsubscribe,
}

# Of what names no message of ours: nobody fails and nobody is suppressed because of it.
_UNPROVEN: dict[InboundKind, Effect] = {
    InboundKind.HARD_BOUNCE: _unproven_bounce,
    InboundKind.SOFT_BOUNCE: _unproven_bounce,
    InboundKind.UNSUBSCRIBE: _unproven_wish,
    InboundKind.COMPLAINT: _unproven_complaint,
}


def act_on(message: InboundMessage, verdict: Verdict, now: datetime, *, is_named: bool) -> Activity:
    """What follows. `is_named` says that the message names one of ours, and not only an address."""
    effect = None if is_named else _UNPROVEN.get(verdict.kind)
    if effect:
        message.matched_by += f"; {NOT_ACTED_ON}"
    return (effect or _EFFECTS[verdict.kind])(message, verdict, now)


def _leave_alone(message: InboundMessage, reason: SuppressionReason, title: str, now: datetime) -> Activity:
    """The reader wants no more: no sequence of the record writes again."""
    _suppress(message, reason, now)
    live = Enrollment.objects.filter(record=_record(message), removed_at__isnull=True)
    changes.stop(live, By(Source.RECIPIENT, None, now, detail=f"{title}."), Reason.STOPPED_BY_OPT_OUT)
    return _log(message, ActivityKind.OPT_OUT, title, message.text, now)


def _suppress(message: InboundMessage, reason: SuppressionReason, now: datetime) -> None:
    """The address that was written to, which is what the answer is about."""
    delivery = _delivery(message)
    address, _ = values_of(str(delivery.payload["to"]))
    source = f"{InboundKind(message.kind).label}: email of step {delivery.step.position}. {message.rule}."
    put_on_list(delivery.workspace, address, reason, source, now)


def _log(message: InboundMessage, kind: ActivityKind, title: str, body: str, now: datetime) -> Activity:
    return Activity.objects.create(
        workspace_id=message.workspace_id, record=_record(message), enrollment=message.enrollment,
        step=_delivery(message).step, kind=kind, title=title, body=body, created_at=now, done_at=now,
        data={
            "from": message.sender, "subject": message.subject, "message_id": message.message_id,
            "rule": message.rule, "matched_by": message.matched_by,
        },
    )  # fmt: skip


def _log_unproven(message: InboundMessage, kind: ActivityKind, title: str, body: str, now: datetime) -> Activity:
    note = f"{NOT_ACTED_ON[0].upper()}{NOT_ACTED_ON[1:]}."
    return _log(message, kind, title, f"{note}\n\n{body}".strip(), now)


def _record(message: InboundMessage) -> Record:
    assert message.record is not None
    return message.record


def _delivery(message: InboundMessage) -> Delivery:
    assert message.delivery is not None
    return message.delivery
