"""What a delivery carries, kept with it so that any past send can be shown again."""

from typing import Any

from segue.domain.addresses import host_of
from segue.domain.deliveries import DeliveryKey
from segue.domain.mail_text import finish
from segue.domain.opt_out import opt_out_url, token_for
from segue.domain.plan import Do
from segue.domain.snapshot import SenderFacts, Snapshot
from segue.domain.steps import EmailConfig, StepKind


def payload_of(snapshot: Snapshot, do: Do, key: DeliveryKey) -> dict[str, Any]:
    """The title of the activity, and what the channel needs."""
    if snapshot.step.kind is StepKind.EMAIL and snapshot.sender:
        return _message(snapshot, snapshot.sender, do, key)
    return {"title": do.title, "body": "", **do.effect, "event": _event(snapshot)}


def _message(snapshot: Snapshot, sender: SenderFacts, do: Do, key: DeliveryKey) -> dict[str, Any]:
    """An e-mail, whole: what is in it is what left."""
    config, mail = snapshot.step.config, snapshot.mail
    assert isinstance(config, EmailConfig)
    link = opt_out_url(mail.base_url, token_for(mail.opt_out_secret, key)) if snapshot.sequence.opt_out_link else ""
    text, html = finish(do.effect["body"], do.effect["html"], sender.signature, mail.footer, link)
    answers = snapshot.thread.message_ids if snapshot.thread and config.in_thread else ()
    return {
        **do.effect,
        "title": do.title,
        "mailbox": sender.mailbox_id,
        "from": sender.address,
        "from_name": sender.name,
        "to_name": snapshot.name,
        "body": text,
        "html": html,
        "in_reply_to": answers[-1] if answers else "",
        "references": list(answers),
        "attachments": list(config.attachments),
        "unsubscribe": link,
    }


def message_host(snapshot: Snapshot) -> str:
    """The right-hand side of the Message-ID: the sender's domain, in ASCII (RFC 5891)."""
    return host_of(snapshot.sender.address) if snapshot.sender else "segue.invalid"


def _event(snapshot: Snapshot) -> dict[str, Any]:
    """The body of a webhook: what happened, to which record, with its values."""
    return {
        "type": "sequence.step",
        "sequence": {"id": snapshot.sequence.id, "name": snapshot.sequence.name},
        "step": {"position": snapshot.step.position, "key": snapshot.step.key},
        "enrollment": {"id": snapshot.enrollment_id},
        "record": {"id": snapshot.record_id, "type": snapshot.sequence.type.value},
        "values": {name: dict(values) for name, values in snapshot.values.items() if name != "sender"},
    }
