"""Writes a note on a record."""

from datetime import datetime

from django.db import transaction

from segue.domain.activities import ActivityKind, ActivityState
from segue.domain.refusals import Invalid, NotFound
from segue.domain.roles import Permission
from segue.models import Activity, Record
from segue.models.actor import Actor

LONGEST_NOTE = 20_000


@transaction.atomic
def add_note(actor: Actor, record: Record, text: str, now: datetime) -> Activity:
    """Add a note to the record's activities. Raises Invalid for an empty or very long one."""
    actor.require(Permission.WRITE_RECORDS)
    if record.workspace_id != actor.workspace.pk:
        raise NotFound("There is no such record in this workspace.")
    return Activity.objects.create(
        workspace=actor.workspace,
        record=record,
        kind=ActivityKind.NOTE,
        state=ActivityState.DONE,
        title="Note",
        body=_checked(text),
        actor=actor.member,
        created_at=now,
        done_at=now,
    )


def _checked(text: str) -> str:
    note = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not note:
        raise Invalid({"text": ["Write something first: the note is empty."]})
    if len(note) > LONGEST_NOTE:
        raise Invalid({"text": [f"The note is longer than {LONGEST_NOTE:,} characters. Split it in two."]})
    return note
