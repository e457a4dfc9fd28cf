"""What a delivery carries, kept with it so that any past send can be shown again."""

from typing import Any

from segue.domain.plan import Do
from segue.domain.snapshot import Snapshot
from segue.domain.steps import StepKind


def payload_of(snapshot: Snapshot, do: Do) -> dict[str, Any]:
    """The title of the activity, and what the channel needs."""
    if snapshot.step.kind is StepKind.EMAIL and snapshot.sender:
        return {"title": do.title, "mailbox": snapshot.sender.mailbox_id, "from": snapshot.sender.address, **do.effect}
    return {"title": do.title, "body": "", **do.effect, "event": _event(snapshot)}


def message_host(snapshot: Snapshot) -> str:
    """The right-hand side of the Message-ID: the sender's domain."""
    return snapshot.sender.address.rpartition("@")[2] if snapshot.sender else "segue.invalid"


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
