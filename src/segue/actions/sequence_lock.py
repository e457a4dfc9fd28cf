"""One writer of a sequence at a time, and only in the writer's own workspace."""

from segue.domain.refusals import Conflict, NotFound
from segue.domain.roles import Permission
from segue.models import Sequence
from segue.models.actor import Actor


def lock_sequence(actor: Actor, sequence_id: int) -> Sequence:
    """The sequence as it is now, held until the transaction ends, for someone who may write it.

    SQLite needs no row lock: its write transactions take turns.
    """
    actor.require_sequences(Permission.WRITE_SEQUENCES)
    found = Sequence.objects.select_for_update().filter(workspace=actor.workspace, pk=sequence_id).first()
    if found is None:
        raise NotFound("There is no such sequence in this workspace.")
    return found


def lock_in_use(actor: Actor, sequence_id: int) -> Sequence:
    """As lock_sequence; Conflict if it is archived."""
    sequence = lock_sequence(actor, sequence_id)
    if sequence.archived_at:
        raise Conflict("This sequence is archived. Restore it to change it.")
    return sequence
