"""The fields a workspace knows: the built-in ones and its own."""

from segue.domain.records import Field, FieldSet, RecordType, built_in_fields
from segue.models import CustomField, Workspace


def field_set(workspace: Workspace) -> FieldSet:
    """Everything a merge field or a field update may name, in one query."""
    custom: dict[str, list[Field]] = {record_type: [] for record_type in RecordType}
    for field in CustomField.objects.filter(workspace=workspace).order_by("label"):
        custom[field.record_type].append(Field(field.key, field.label, built_in=False))
    person, company = ((*built_in_fields(t), *custom[t]) for t in (RecordType.PERSON, RecordType.COMPANY))
    return FieldSet(person, company)
