"""Settings, Templates: e-mails to begin a step with. Everybody may read them, managers write."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.actions.delete_email_template import delete_email_template
from segue.actions.save_email_template import (
    TemplateTexts,
    change_email_template,
    copy_email_template,
    create_email_template,
)
from segue.domain.records import RecordType
from segue.domain.refusals import Invalid, NotFound
from segue.domain.roles import Permission
from segue.models import EmailTemplate
from segue.queries.email_templates import email_templates, get_email_template
from segue.queries.fields import field_set
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.forms import given, show_problems
from segue.web.merge_forms import MergeForm, body_field, subject_field


class TemplateForm(MergeForm):
    """A template; its type of record is chosen before."""

    name = forms.CharField(
        widget=forms.TextInput({"autocomplete": "off"}), error_messages={"required": "Give the template a name."}
    )
    subject = subject_field()
    body = body_field()

    @property
    def texts(self) -> TemplateTexts:
        return TemplateTexts(given(self, "name"), given(self, "subject"), given(self, "body"))


@require_safe
@sequences_page
def templates_page(request: MemberRequest) -> HttpResponse:
    """The templates by name."""
    context = {"found": email_templates(request.workspace), "may_write": request.member.may(Permission.WRITE_SEQUENCES)}
    return render(request, "segue/mail_texts/library.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sequences_page(Permission.WRITE_SEQUENCES)
def new(request: MemberRequest, record_type: str) -> HttpResponse:
    """Write one for people or for companies."""
    if record_type not in set(RecordType):
        raise NotFound("Templates are for people or for companies.")

    def save(texts: TemplateTexts) -> EmailTemplate:
        return create_email_template(actor(request), record_type, texts, timezone.now())

    return _edit(request, RecordType(record_type), {}, save)


@require_http_methods(["GET", "HEAD", "POST"])
@sequences_page
def template(request: MemberRequest, pk: int) -> HttpResponse:
    """Read or change one."""
    found = get_email_template(request.workspace, pk)
    if request.method == "POST":
        actor(request).require(Permission.WRITE_SEQUENCES)

    def save(texts: TemplateTexts) -> EmailTemplate:
        return change_email_template(actor(request), found, texts, timezone.now())

    initial = {"name": found.name, "subject": found.subject, "body": found.body}
    return _edit(request, RecordType(found.type), initial, save, found)


@require_POST
@sequences_page(Permission.WRITE_SEQUENCES)
def copy(request: MemberRequest, pk: int) -> HttpResponse:
    """The same once more, to change it."""
    made = copy_email_template(actor(request), get_email_template(request.workspace, pk), timezone.now())
    messages.success(request, "Duplicated. This is the copy.")
    return redirect("email-template", made.pk)


@require_POST
@sequences_page(Permission.WRITE_SEQUENCES)
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Steps that began with it keep their texts."""
    found = get_email_template(request.workspace, pk)
    delete_email_template(actor(request), found)
    messages.success(request, f"{found.name} was deleted.")
    return redirect("email-templates")


def _edit(
    request: MemberRequest,
    record_type: RecordType,
    initial: dict[str, Any],
    save: Callable[[TemplateTexts], EmailTemplate],
    found: EmailTemplate | None = None,
) -> HttpResponse:
    known, sent = field_set(request.workspace), request.POST if request.method == "POST" else None
    form = TemplateForm(sent, initial=initial, record_type=record_type, known=known)
    if form.is_valid():
        try:
            saved = save(form.texts)
        except Invalid as refusal:
            show_problems(form, refusal)
        else:
            messages.success(request, f"{saved.name} is saved.")
            return redirect("email-templates")
    may_write = request.member.may(Permission.WRITE_SEQUENCES)
    for field in form.fields.values():
        field.disabled = not may_write
    context = {"form": form, "template": found, "record_type": record_type, "may_write": may_write}
    return render(request, "segue/mail_texts/template.html", context, status=422 if form.errors else 200)
