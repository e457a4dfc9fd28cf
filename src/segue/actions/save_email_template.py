"""Write, change and copy a template of e-mails. Names are used once in a workspace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from segue.domain.problems import Problems
from segue.domain.records import RecordType
from segue.domain.roles import Permission
from segue.domain.steps import BadStepError, StepKind, parse_config
from segue.models import EmailTemplate
from segue.models.actor import Actor
from segue.models.locks import take_turn

LONGEST_NAME = 100


@dataclass(frozen=True)
class TemplateTexts:
    """A template as somebody wants it."""

    name: str
    subject: str
    body: str


@transaction.atomic
def create_email_template(actor: Actor, record_type: str, texts: TemplateTexts, now: datetime) -> EmailTemplate:
    """A new template for people or companies. Raises Invalid."""
    actor.require_sequences(Permission.WRITE_SEQUENCES)
    take_turn(actor.workspace.pk)
    template = EmailTemplate(workspace=actor.workspace, created_by=actor.member, created_at=now)
    problems = Problems()
    if record_type not in set(RecordType):
        problems.add("type", f"Choose one of: {', '.join(RecordType)}.")
    template.type = record_type
    return _save(template, texts, problems, now)


@transaction.atomic
def change_email_template(actor: Actor, template: EmailTemplate, texts: TemplateTexts, now: datetime) -> EmailTemplate:
    """Other texts; steps that began with the template keep theirs. Raises Invalid."""
    actor.require_sequences(Permission.WRITE_SEQUENCES)
    take_turn(actor.workspace.pk)
    return _save(template, texts, Problems(), now)


@transaction.atomic
def copy_email_template(actor: Actor, template: EmailTemplate, now: datetime) -> EmailTemplate:
    """The same once more, under a name that is free."""
    take_turn(actor.workspace.pk)
    taken = set(EmailTemplate.objects.filter(workspace=actor.workspace).values_list("name", flat=True))
    number = 1
    while (name := _copy_name(template.name, number)) in taken:
        number += 1
    return create_email_template(actor, template.type, TemplateTexts(name, template.subject, template.body), now)


def _copy_name(name: str, number: int) -> str:
    ending = f" (copy {number})" if number > 1 else " (copy)"
    return name[: LONGEST_NAME - len(ending)] + ending


def _save(template: EmailTemplate, texts: TemplateTexts, problems: Problems, now: datetime) -> EmailTemplate:
    template.name = problems.text("name", texts.name, label="The name", longest=LONGEST_NAME)
    others = EmailTemplate.objects.filter(workspace=template.workspace).exclude(pk=template.pk)
    if others.filter(name=template.name).exists():
        problems.add("name", f"There is a template called “{template.name}” already.")
    stored = _checked(texts, problems)
    problems.raise_any()
    template.subject, template.body, template.updated_at = stored["subject"], stored["body"], now
    template.save()
    return template


def _checked(texts: TemplateTexts, problems: Problems) -> dict[str, Any]:
    """The texts as a step would keep them."""
    try:
        return parse_config(StepKind.EMAIL, {"subject": texts.subject, "body": texts.body}).model_dump()
    except BadStepError as error:
        for name, problem in error.problems.items():
            problems.add(name, problem)
        return {}
