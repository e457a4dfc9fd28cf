"""Log a reply: an activity on the record, and what each of its sequences chose to do about replies."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from segue.domain.activities import ActivityKind
from segue.domain.events import Source
from segue.domain.refusals import Invalid, NotFound
from segue.domain.replies import OnReply
from segue.domain.roles import Permission
from segue.domain.status import Reason, Status
from segue.domain.steps import LONG
from segue.models import Activity, Enrollment, Record
from segue.models.actor import Actor
from segue.models.state import changes


@dataclass(frozen=True)
class ReplyEffect:
    """Names of the record's sequences, by what the reply did to them."""

    continued: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)


@transaction.atomic
def log_reply(actor: Actor, record: Record, text: str, now: datetime) -> ReplyEffect:
    """Log what a record answered. Sequences keep going unless they say otherwise."""
    actor.require(Permission.WRITE_RECORDS)
    if record.workspace_id != actor.workspace.id:
        raise NotFound("There is no such record in this workspace.")
    if not text.strip():
        raise Invalid({"text": ["Write down what the reply said."]})
    if len(text) > LONG:
        raise Invalid({"text": [f"The reply is longer than {LONG:,} characters."]})
    Activity.objects.create(
        workspace=actor.workspace, record=record, kind=ActivityKind.REPLY, title="Replied", body=text.strip(),
        actor=actor.member, created_at=now, done_at=now,
    )  # fmt: skip
    return _apply(actor, record, now)


def _apply(actor: Actor, record: Record, now: datetime) -> ReplyEffect:
    live = Enrollment.objects.filter(
        workspace=actor.workspace, record=record, removed_at__isnull=True, status=Status.IN_PROGRESS
    )
    by = changes.By(Source.REPLY, actor.member.id, now, detail="The record replied.")
    effect = ReplyEffect()
    for enrollment in live.exclude(reason=Reason.PAUSED_BY_REPLY).select_related("sequence"):
        choice = OnReply(enrollment.sequence.on_reply)
        one = Enrollment.objects.filter(id=enrollment.id)
        if choice is OnReply.STOP and changes.stop(one, by, Reason.STOPPED_BY_REPLY):
            effect.stopped.append(enrollment.sequence.name)
        elif choice is OnReply.PAUSE and changes.pause(one, by):
            effect.paused.append(enrollment.sequence.name)
        else:
            effect.continued.append(enrollment.sequence.name)
    return effect
