"""Open a draft, find a step in it, and throw it away."""

import secrets

from django.db import transaction

from segue.actions.sequence_lock import lock_in_use
from segue.domain.refusals import Conflict
from segue.models import Sequence, Step, Version
from segue.models.actor import Actor


@transaction.atomic
def draft_of(sequence: Sequence) -> Version:
    """The draft; where there is none yet, a new one with the steps of the current version under their keys."""
    draft = Version.objects.filter(sequence=sequence, number__isnull=True).first()
    if draft is not None:
        return draft
    draft = Version.objects.create(workspace=sequence.workspace, sequence=sequence)
    current = Step.objects.filter(version=sequence.current_version_id).order_by("position")
    Step.objects.bulk_create([_copy(step, draft) for step in current])
    return draft


def _copy(step: Step, draft: Version) -> Step:
    return Step(
        workspace_id=step.workspace_id,
        version=draft,
        key=step.key,
        position=step.position,
        kind=step.kind,
        delay_amount=step.delay_amount,
        delay_unit=step.delay_unit,
        config=step.config,
    )


def new_key() -> str:
    """A key for a new step: short enough for an address, never used twice."""
    return secrets.token_hex(8)


def step_in_draft(actor: Actor, step: Step) -> Step:
    """The draft's own copy of a step, whichever version it was read from, with the sequence locked."""
    sequence = lock_in_use(actor, step.version.sequence_id)
    mine = Step.objects.select_related("version").filter(version=draft_of(sequence), key=step.key).first()
    if mine is None:
        raise Conflict("This step is no longer in the draft: somebody deleted it. Reload the page.")
    return mine


def require_draft(version: Version) -> None:
    """The guard of every write of a step: enrollments run published steps, so those stay as they were."""
    if version.number is not None:
        raise Conflict(f"Version {version.number} is published: its steps can no longer be changed.")


@transaction.atomic
def discard_draft(actor: Actor, sequence: Sequence) -> None:
    """Go back to the published steps."""
    locked = lock_in_use(actor, sequence.pk)
    if locked.current_version_id is None:
        raise Conflict("Nothing is published yet, so there is nothing to go back to. Delete the steps instead.")
    Version.objects.filter(sequence=locked, number__isnull=True).delete()
