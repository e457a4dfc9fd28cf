"""Reads of the templates library."""

from django.db.models import QuerySet

from segue.domain.records import RecordType
from segue.domain.refusals import NotFound
from segue.models import EmailTemplate, Workspace


def email_templates(workspace: Workspace, record_type: RecordType | None = None) -> QuerySet[EmailTemplate]:
    """The workspace's templates by name; those for one type of record, where one is given."""
    found = EmailTemplate.objects.filter(workspace=workspace).select_related("created_by__user", "workspace")
    return (found.filter(type=record_type) if record_type else found).order_by("name", "id")


def get_email_template(workspace: Workspace, template_id: int) -> EmailTemplate:
    """One of the workspace's templates, or NotFound."""
    found = email_templates(workspace).filter(pk=template_id).first()
    if found is None:
        raise NotFound("There is no such template in this workspace. It may have been deleted.")
    return found
