"""/email-templates: the templates library."""

from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from segue.actions.delete_email_template import delete_email_template
from segue.actions.save_email_template import TemplateTexts, change_email_template, create_email_template
from segue.api.auth import ApiRequest
from segue.api.inputs import Id
from segue.api.schemas.mail_texts import EmailTemplate, EmailTemplateChange, EmailTemplateInput, EmailTemplates
from segue.domain.records import RecordType
from segue.queries.email_templates import email_templates, get_email_template

router = Router(tags=["Email templates"])

Type = Annotated[RecordType | None, Query(..., description="Only those for people, or for companies.")]


@router.get("", response=EmailTemplates)
def list_email_templates(request: ApiRequest, type: Type = None) -> EmailTemplates:  # the query's name
    """The workspace's templates by name."""
    return EmailTemplates(items=[EmailTemplate.of(found) for found in email_templates(request.auth.workspace, type)])


@router.post("", response={201: EmailTemplate})
def create_template(request: ApiRequest, body: EmailTemplateInput) -> EmailTemplate:
    """Write a template for people or for companies."""
    texts = TemplateTexts(body.name, body.subject, body.body)
    return EmailTemplate.of(create_email_template(request.auth, body.type, texts, timezone.now()))


@router.get("/{int:template_id}", response=EmailTemplate)
def get_template(request: ApiRequest, template_id: Id) -> EmailTemplate:
    """One template."""
    return EmailTemplate.of(get_email_template(request.auth.workspace, template_id))


@router.patch("/{int:template_id}", response=EmailTemplate)
def change_template(request: ApiRequest, template_id: Id, body: EmailTemplateChange) -> EmailTemplate:
    """Change what is given and leave the rest; steps that began with it keep their texts."""
    found = get_email_template(request.auth.workspace, template_id)
    now = {"name": found.name, "subject": found.subject, "body": found.body} | body.model_dump(exclude_unset=True)
    return EmailTemplate.of(change_email_template(request.auth, found, TemplateTexts(**now), timezone.now()))


@router.delete("/{int:template_id}", response={204: None})
def delete_template(request: ApiRequest, template_id: Id) -> None:
    """Delete a template; steps that began with it keep their texts."""
    delete_email_template(request.auth, get_email_template(request.auth.workspace, template_id))
