"""Create a sequence: its type is fixed from then on."""

from datetime import datetime

from django.db import transaction

from segue.actions.sequence_name import description_problem, name_problem, refuse
from segue.domain.naming import one_line
from segue.domain.records import RecordType
from segue.domain.roles import Permission
from segue.models import Sequence, Version
from segue.models.actor import Actor
from segue.models.locks import take_turn


@transaction.atomic
def create_sequence(actor: Actor, type: str, name: str, description: str, now: datetime) -> Sequence:
    """A new sequence with an empty draft. Raises Invalid."""
    actor.require_sequences(Permission.WRITE_SEQUENCES)
    take_turn(actor.workspace.pk)
    name, description = one_line(name), description.strip()
    refuse(
        {
            "type": "" if type in set(RecordType) else "Choose whether the sequence is for people or for companies.",
            "name": name_problem(actor.workspace, name),
            "description": description_problem(description),
        }
    )
    sequence = Sequence.objects.create(
        workspace=actor.workspace,
        type=RecordType(type),
        name=name,
        description=description,
        owner=actor.member,
        created_at=now,
    )
    Version.objects.create(workspace=actor.workspace, sequence=sequence)
    return sequence
