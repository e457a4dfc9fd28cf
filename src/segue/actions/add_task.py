"""Writes down something to do for a record, by hand."""

from datetime import datetime

from django.db import transaction

from segue.domain.activities import ActivityKind, ActivityState
from segue.domain.refusals import Invalid, NotFound
from segue.domain.roles import Permission
from segue.models import Activity, Record
from segue.models.actor import Actor

LONGEST_TITLE = 250


@transaction.atomic
def add_task(actor: Actor, record: Record, title: str, due_at: datetime, now: datetime) -> Activity:
    """Add an open to-do for the acting member. Raises Invalid for an empty or very long title."""
    actor.require(Permission.WRITE_RECORDS)
    if record.workspace_id != actor.workspace.pk:
        raise NotFound("There is no such record in this workspace.")
    return Activity.objects.create(
        workspace=actor.workspace,
        record=record,
        kind=ActivityKind.TODO,
        state=ActivityState.OPEN,
        title=_checked(title),
        assignee=actor.member,
        actor=actor.member,
        created_at=now,
        due_at=due_at,
    )


def _checked(title: str) -> str:
    words = " ".join(title.replace("\x00", "").split())
    if not words:
        raise Invalid({"title": ["Say what is to be done."]})
    if len(words) > LONGEST_TITLE:
        raise Invalid({"title": [f"Keep it under {LONGEST_TITLE} characters; a note can hold the rest."]})
    return words
