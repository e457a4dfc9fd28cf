"""Log a reply: an activity on the record, and what each of its sequences chose to do about replies."""

from datetime import datetime

from django.db import transaction

from segue.actions.apply_reply import ReplyEffect, apply_reply
from segue.domain.activities import ActivityKind
from segue.domain.events import Source
from segue.domain.refusals import Invalid, NotFound
from segue.domain.roles import Permission
from segue.domain.steps import LONG
from segue.models import Activity, Record
from segue.models.actor import Actor
from segue.models.state.changes import By


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
    return apply_reply(record, By(Source.REPLY, actor.member.id, now, detail="The record replied."))
