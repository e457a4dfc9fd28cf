"""Add, change, move and delete a step of the draft. All of them open a draft if there is none.

A step may be given as read from any version: what is changed is the draft's copy of it, found by its key.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from segue.actions.draft.settings import checked_config, checked_delay, checked_kind
from segue.actions.draft.version import draft_of, new_key, require_draft, step_in_draft
from segue.actions.sequence_lock import lock_in_use
from segue.domain.refusals import Conflict, Invalid
from segue.domain.steps import MOST_STEPS
from segue.models import Sequence, Step, Version
from segue.models.actor import Actor


@transaction.atomic
def add_step(
    actor: Actor,
    sequence: Sequence,
    kind: str,
    config: Mapping[str, Any],
    delay_amount: int,
    delay_unit: str,
    now: datetime,
    position: int | None = None,
) -> Step:
    """Add a step, at the end or before the step at `position`. It may be unfinished. Raises Invalid."""
    draft = draft_of(lock_in_use(actor, sequence.pk))
    step_kind = checked_kind(kind)
    delay = checked_delay(delay_amount, delay_unit)
    steps = _ordered(draft)
    if len(steps) >= MOST_STEPS:
        raise Conflict(f"A sequence has {MOST_STEPS} steps at most.")
    step = Step(
        workspace_id=sequence.workspace_id,
        version=draft,
        key=new_key(),
        position=len(steps) + 1,
        kind=step_kind,
        delay_amount=delay.amount,
        delay_unit=delay.unit,
        config=checked_config(step_kind, config),
    )
    step.save()
    if position is not None:
        _place(step, [*steps, step], position)
    return step


@transaction.atomic
def change_step(
    actor: Actor, step: Step, config: Mapping[str, Any], delay_amount: int, delay_unit: str, now: datetime
) -> Step:
    """Give a step other settings; its kind stays. Raises Invalid."""
    mine = step_in_draft(actor, step)
    delay = checked_delay(delay_amount, delay_unit)
    mine.config = checked_config(checked_kind(mine.kind), config)
    mine.delay_amount, mine.delay_unit = delay.amount, delay.unit
    require_draft(mine.version)
    mine.save(update_fields=["config", "delay_amount", "delay_unit"])
    return mine


@transaction.atomic
def move_step(actor: Actor, step: Step, to_position: int, now: datetime) -> Step:
    """Move a step to this place (the first is 1). Raises Invalid if there is no such place."""
    mine = step_in_draft(actor, step)
    _place(mine, _ordered(mine.version), to_position)
    return mine


@transaction.atomic
def delete_step(actor: Actor, step: Step, now: datetime) -> None:
    """Take a step out of the draft."""
    mine = step_in_draft(actor, step)
    require_draft(mine.version)
    mine.delete()
    _number(_ordered(mine.version))


def _ordered(draft: Version) -> list[Step]:
    return list(Step.objects.filter(version=draft).select_related("version").order_by("position"))


def _place(step: Step, steps: list[Step], position: int) -> None:
    if not 1 <= position <= len(steps):
        raise Invalid({"position": [f"Choose a place from 1 to {len(steps)}."]})
    rest = [other for other in steps if other.pk != step.pk]
    _number([*rest[: position - 1], step, *rest[position - 1 :]])


def _number(steps: list[Step]) -> None:
    """Write the places of the draft's steps, in this order."""
    for place, step in enumerate(steps, 1):
        require_draft(step.version)
        step.position = place
    Step.objects.bulk_update(steps, ["position"])
