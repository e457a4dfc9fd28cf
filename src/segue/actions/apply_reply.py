"""What a reply does to the sequences of a record: each goes on, stops or pauses, as it is set to."""

from dataclasses import dataclass, field

from segue.domain.replies import OnReply
from segue.domain.status import Reason, Status
from segue.models import Enrollment, Record
from segue.models.state import changes, pauses


@dataclass(frozen=True)
class ReplyEffect:
    """Names of the record's sequences, by what the reply did to them."""

    continued: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)


def apply_reply(record: Record, by: changes.By) -> ReplyEffect:
    """Do to each live enrollment of the record what its sequence chose. Call in a transaction."""
    live = Enrollment.objects.filter(
        workspace=record.workspace_id, record=record, removed_at__isnull=True, status=Status.IN_PROGRESS
    )
    effect = ReplyEffect()
    for enrollment in live.exclude(reason=Reason.PAUSED_BY_REPLY).select_related("sequence"):
        choice = OnReply(enrollment.sequence.on_reply)
        one = Enrollment.objects.filter(id=enrollment.id)
        if choice is OnReply.STOP and changes.stop(one, by, Reason.STOPPED_BY_REPLY):
            effect.stopped.append(enrollment.sequence.name)
        elif choice is OnReply.PAUSE and pauses.pause(one, by):
            effect.paused.append(enrollment.sequence.name)
        else:
            effect.continued.append(enrollment.sequence.name)
    return effect
