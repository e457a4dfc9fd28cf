"""Archive a sequence, and restore it. Records that are in it go on unless somebody stops them."""

from datetime import datetime

from django.db import transaction

from segue.actions.sequence_lock import lock_sequence
from segue.domain.refusals import Conflict
from segue.models import Sequence
from segue.models.actor import Actor


@transaction.atomic
def archive_sequence(actor: Actor, sequence: Sequence, now: datetime) -> Sequence:
    """It takes no new enrollments and leaves the list."""
    locked = lock_sequence(actor, sequence.pk)
    if locked.archived_at:
        raise Conflict("This sequence is already archived.")
    return _set(locked, now)


@transaction.atomic
def restore_sequence(actor: Actor, sequence: Sequence, now: datetime) -> Sequence:
    """It takes enrollments again."""
    locked = lock_sequence(actor, sequence.pk)
    if not locked.archived_at:
        raise Conflict("This sequence is not archived.")
    return _set(locked, None)


def _set(sequence: Sequence, archived_at: datetime | None) -> Sequence:
    sequence.archived_at = archived_at
    sequence.save(update_fields=["archived_at"])
    return sequence
