"""/sequences/…/steps: the steps of the draft. What is published never changes; publish to put the draft in force."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from django.utils import timezone
from ninja import Router
from pydantic import StringConstraints

from segue.actions.compose_sequence import setting_name
from segue.actions.draft import add_step, change_step, delete_step, move_step
from segue.api.auth import ApiRequest
from segue.api.inputs import Id
from segue.api.schemas.sequences import PlacedStepInput, SequenceStep, StepChange, StepMove
from segue.domain.refusals import Invalid
from segue.models import Step
from segue.queries.sequences import get_sequence, get_step

router = Router(tags=["Steps"])

Key = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,32}$")]


@router.post("/{int:sequence_id}/steps", response={201: SequenceStep})
def create_step(request: ApiRequest, sequence_id: Id, body: PlacedStepInput) -> SequenceStep:
    """Add a step to the draft. It may be unfinished: publishing asks for the rest."""
    sequence = get_sequence(request.auth.workspace, sequence_id)
    with _named_settings():
        step = add_step(
            request.auth,
            sequence,
            body.kind,
            body.config,
            body.delay_amount,
            body.delay_unit,
            timezone.now(),
            body.position,
        )
    return SequenceStep.of(step)


@router.patch("/{int:sequence_id}/steps/{key}", response=SequenceStep)
def change_step_by_key(request: ApiRequest, sequence_id: Id, key: Key, body: StepChange) -> SequenceStep:
    """Change what is given and leave the rest; a step's kind stays."""
    step = _get(request, sequence_id, key)
    given = body.model_dump(exclude_unset=True)
    with _named_settings():
        changed = change_step(
            request.auth,
            step,
            step.config | given.get("config", {}),
            given.get("delay_amount", step.delay_amount),
            given.get("delay_unit", step.delay_unit),
            timezone.now(),
        )
    return SequenceStep.of(changed)


@router.post("/{int:sequence_id}/steps/{key}/move", response=SequenceStep)
def move_step_by_key(request: ApiRequest, sequence_id: Id, key: Key, body: StepMove) -> SequenceStep:
    """Move a step to another place; the others close up."""
    moved = move_step(request.auth, _get(request, sequence_id, key), body.position, timezone.now())
    return SequenceStep.of(moved)


@router.delete("/{int:sequence_id}/steps/{key}", response={204: None})
def delete_step_by_key(request: ApiRequest, sequence_id: Id, key: Key) -> None:
    """Take a step out of the draft."""
    delete_step(request.auth, _get(request, sequence_id, key), timezone.now())


def _get(request: ApiRequest, sequence_id: int, key: str) -> Step:
    return get_step(get_sequence(request.auth.workspace, sequence_id), key)


@contextmanager
def _named_settings() -> Iterator[None]:
    """Problems under the names that the request used."""
    try:
        yield
    except Invalid as refused:
        raise Invalid({setting_name(name): texts for name, texts in refused.problems.items()}) from refused
