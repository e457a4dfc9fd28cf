"""The fields that a workspace added itself, and which sequences need one of them."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from segue.domain.records import Field, FieldSet, RecordType
from segue.domain.refusals import NotFound
from segue.domain.status import Status
from segue.models import CustomField, Enrollment, Sequence, Step, Workspace
from segue.queries.fields import field_set
from segue.queries.sequences import problems_in_steps


def custom_fields(workspace: Workspace) -> QuerySet[CustomField]:
    return CustomField.objects.filter(workspace=workspace).order_by("label", "id")


def get_custom_field(workspace: Workspace, field_id: int) -> CustomField:
    """One of the workspace's own fields, or NotFound."""
    field = custom_fields(workspace).filter(pk=field_id).first()
    if field is None:
        raise NotFound("There is no such field in this workspace.")
    return field


def sequences_using(field: CustomField) -> list[Sequence]:
    """Sequences in use whose steps, as published or still being run, would be wrong without this field."""
    fields = field_set(field.workspace)
    without = _without(field, fields)
    return [
        sequence
        for sequence, steps in _running_steps(field).items()
        if problems_in_steps(sequence, steps, fields) != problems_in_steps(sequence, steps, without)
    ]


def _without(field: CustomField, fields: FieldSet) -> FieldSet:
    def keep(record_type: RecordType) -> tuple[Field, ...]:
        known = fields.of(record_type)
        return tuple(f for key, f in known.items() if record_type != field.record_type or key != field.key)

    return FieldSet(keep(RecordType.PERSON), keep(RecordType.COMPANY))


def _running_steps(field: CustomField) -> dict[Sequence, list[Step]]:
    live = Enrollment.objects.filter(
        sequence=OuterRef("version__sequence"),
        version=OuterRef("version"),
        status__in=[Status.IN_PROGRESS, Status.FAILED],
        removed_at=None,
    )
    in_use = Step.objects.filter(workspace=field.workspace, version__sequence__archived_at=None).filter(
        Q(version__sequence__current_version=F("version")) | Exists(live)
    )
    found: dict[Sequence, list[Step]] = defaultdict(list)
    for step in in_use.select_related("version__sequence").order_by("version__sequence__name", "version", "position"):
        found[step.version.sequence].append(step)
    return found
