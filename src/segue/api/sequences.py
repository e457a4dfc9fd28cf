"""/sequences: list, create, read, change, publish, archive, restore."""

from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from segue.actions.archive_sequence import archive_sequence, restore_sequence
from segue.actions.change_sequence import change_sequence
from segue.actions.compose_sequence import SequenceDraft, StepDraft, compose_sequence
from segue.actions.publish import publish
from segue.api.auth import ApiRequest
from segue.api.inputs import Id
from segue.api.schemas.sequences import (
    SequenceDetails,
    SequenceInput,
    Sequences,
    SequenceSettings,
    SequenceStep,
    SequenceSummary,
    StepProblem,
    summary_of,
)
from segue.domain.refusals import Invalid
from segue.domain.status import Status
from segue.models import Sequence
from segue.queries.enrollments import counts
from segue.queries.sequences import editable_version, get_sequence, has_changes, listing, problems, steps_of

router = Router(tags=["Sequences"])

Archived = Annotated[bool, Query(..., description="Those that are archived, instead of those in use.")]


@router.get("", response=Sequences)
def list_sequences(request: ApiRequest, archived: Archived = False) -> Sequences:
    """The workspace's sequences by name."""
    rows = listing(request.auth.workspace, archived)
    counted = [(row.sequence, {status: row.counts.get(status, 0) for status in Status}) for row in rows]
    return Sequences(items=[SequenceSummary(**summary_of(sequence, counts)) for sequence, counts in counted])


@router.post("", response={201: SequenceDetails})
def create_sequence(request: ApiRequest, body: SequenceInput) -> SequenceDetails:
    """Create a sequence, with steps and published if you like: all of it, or nothing and the reasons."""
    settings = body.model_dump(exclude_unset=True, exclude={"type", "name", "description", "steps", "publish"})
    steps = [StepDraft(s.kind, s.config, s.delay_amount, s.delay_unit) for s in body.steps]
    wanted = SequenceDraft(body.type, body.name, body.description, settings, steps, body.publish)
    return _details(request, compose_sequence(request.auth, wanted, timezone.now()).pk)


@router.get("/{int:sequence_id}", response=SequenceDetails)
def read_sequence(request: ApiRequest, sequence_id: Id) -> SequenceDetails:
    """A sequence with its steps, what keeps them from being published, and its enrollments by status."""
    return _details(request, sequence_id)


@router.patch("/{int:sequence_id}", response=SequenceDetails)
def change_settings(request: ApiRequest, sequence_id: Id, body: SequenceSettings) -> SequenceDetails:
    """Change the settings that are given and leave the rest."""
    change_sequence(request.auth, _get(request, sequence_id), body.model_dump(exclude_unset=True), timezone.now())
    return _details(request, sequence_id)


@router.post("/{int:sequence_id}/publish", response=SequenceDetails)
def publish_sequence(request: ApiRequest, sequence_id: Id) -> SequenceDetails:
    """Make the draft the version that new enrollments take; records that are in it finish on theirs."""
    try:
        publish(request.auth, _get(request, sequence_id), timezone.now())
    except Invalid as refused:
        named = {f"steps.{key}" if key else "steps": texts for key, texts in refused.problems.items()}
        raise Invalid(named) from refused
    return _details(request, sequence_id)


@router.post("/{int:sequence_id}/archive", response=SequenceDetails)
def archive(request: ApiRequest, sequence_id: Id) -> SequenceDetails:
    """Take a sequence out of use. Records that are in it go on unless somebody stops them."""
    archive_sequence(request.auth, _get(request, sequence_id), timezone.now())
    return _details(request, sequence_id)


@router.post("/{int:sequence_id}/restore", response=SequenceDetails)
def restore(request: ApiRequest, sequence_id: Id) -> SequenceDetails:
    """Take an archived sequence into use again."""
    restore_sequence(request.auth, _get(request, sequence_id), timezone.now())
    return _details(request, sequence_id)


def _get(request: ApiRequest, sequence_id: int) -> Sequence:
    return get_sequence(request.auth.workspace, sequence_id)


def _details(request: ApiRequest, sequence_id: int) -> SequenceDetails:
    sequence = _get(request, sequence_id)
    found = problems(sequence)
    return SequenceDetails(
        **summary_of(sequence, counts(sequence)),
        steps=[SequenceStep.of(step) for step in steps_of(editable_version(sequence))],
        has_unpublished_changes=has_changes(sequence),
        problems=[StepProblem(step=key, message=text) for key, texts in found.items() for text in texts],
    )
