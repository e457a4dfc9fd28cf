"""Publish: the draft becomes the version that new enrollments take. Running ones finish on theirs."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from segue.actions.sequence_lock import lock_in_use
from segue.domain.refusals import Conflict, Invalid
from segue.domain.roles import Permission
from segue.domain.steps import StepKind
from segue.models import Sequence, Step, Version
from segue.models.actor import Actor
from segue.queries.sequences import has_changes, problems_by_setting


def publish(actor: Actor, sequence: Sequence, now: datetime) -> Version:
    """Make the next version. Invalid if it is not ready: problems by `KEY.config.subject`, "" for the whole.

    Conflict if there is nothing new, so publishing twice makes one version.
    """
    actor.require_sequences(Permission.WRITE_SEQUENCES)
    if sequence.workspace_id == actor.workspace.pk:
        problems_by_setting(sequence)  # Reads the texts, which may take a while, before all writers have to wait.
    return _publish(actor, sequence, now)


@transaction.atomic
def _publish(actor: Actor, sequence: Sequence, now: datetime) -> Version:
    locked = lock_in_use(actor, sequence.pk)
    draft = Version.objects.filter(sequence=locked, number__isnull=True).first()
    if draft is None or (locked.current_version and not has_changes(locked)):
        raise Conflict("There is nothing to publish: the steps are as they were published.")
    if found := problems_by_setting(locked):
        raise Invalid({f"{key}.config.{name}" if key else "": texts for (key, name), texts in found.items()})
    _seal(draft, actor, now)
    locked.current_version = draft
    locked.save(update_fields=["current_version"])
    return draft


def _seal(draft: Version, actor: Actor, now: datetime) -> None:
    steps = list(Step.objects.filter(version=draft))
    last = Version.objects.filter(sequence=draft.sequence_id).aggregate(last=Max("number"))["last"]
    draft.number = (last or 0) + 1
    draft.step_count = len(steps)
    draft.sends_email = any(step.kind == StepKind.EMAIL for step in steps)
    draft.published_at, draft.published_by = now, actor.member
    draft.save()
