"""What the editor of an e-mail step has beside its form: templates to begin with, and files to attach."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from segue.actions.add_attachment import add_attachment
from segue.domain.files import clean_name, problem_with_file
from segue.domain.records import RecordType
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.models import Attachment, Sequence
from segue.queries.attachments import attachments_of
from segue.queries.email_templates import email_templates, get_email_template
from segue.queries.fields import field_set
from segue.queries.sequences import editable_version, get_sequence, steps_of
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.sequences.step_forms import EmailForm, IdsField


def email_context(
    request: MemberRequest, sequence: Sequence, form: EmailForm, extra: Mapping[str, Any]
) -> dict[str, Any]:
    """For segue/sequences/_email_fields.html. `place` is where the step is, or will be."""
    step, position = extra.get("step"), extra.get("position")
    return {
        "place": step.position if step else position or len(steps_of(editable_version(sequence))) + 1,
        "files": attachments_of(request.workspace, form.file_ids),
        "email_templates": email_templates(request.workspace, RecordType(sequence.type)),
    }


@require_safe
@sequences_page(Permission.WRITE_SEQUENCES)
def insert_template(request: MemberRequest, pk: int, template: int) -> HttpResponse:
    """The subject and the body of a template, in the place of those in the form."""
    sequence = get_sequence(request.workspace, pk)
    found = get_email_template(request.workspace, template)
    initial = {"subject": found.subject, "body": found.body}
    form = EmailForm(initial=initial, record_type=RecordType(sequence.type), known=field_set(sequence.workspace))
    return render(request, "segue/sequences/_email_texts.html", {"form": form})


@require_POST
@sequences_page(Permission.WRITE_SEQUENCES)
def attach(request: MemberRequest, pk: int) -> HttpResponse:
    """The list of files with those that were chosen, or without the one that was taken out."""
    sequence = get_sequence(request.workspace, pk)
    files = attachments_of(request.workspace, IdsField().to_python(request.POST.getlist("attachments")))
    files = [file for file in files if str(file.pk) != request.POST.get("remove")]
    files, refused = _added(request, files)
    context = {"sequence": sequence, "files": files, "refused": refused}
    return render(request, "segue/sequences/_attachments.html", context, status=422 if refused else 200)


def _added(request: MemberRequest, files: list[Attachment]) -> tuple[list[Attachment], list[str]]:
    """The files with the new ones behind them, and why some were not taken."""
    refused: list[str] = []
    for upload in request.FILES.getlist("files"):
        name, size = upload.name or "", upload.size or 0
        # Before it is read: nobody fills the memory with a film.
        if problem := problem_with_file(clean_name(name), size):
            refused.append(problem)
            continue
        try:
            files = [*files, add_attachment(actor(request), name, upload.read(), timezone.now(), files)]
        except Invalid as refusal:
            refused.append(str(refusal))
    return files, refused
