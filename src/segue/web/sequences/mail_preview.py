"""The preview of an e-mail step, with what was typed and not saved yet, as a record; and sending it to oneself."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from segue.actions.send_test import send_test
from segue.domain.records import RecordType
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.domain.steps import BadStepError, EmailConfig, StepKind, parse_config
from segue.models import Sequence
from segue.queries.attachments import attachments_of
from segue.queries.mail_preview import MailPreview, preview_mail
from segue.queries.record_choices import search_of_type
from segue.queries.records import get_record
from segue.queries.sequences import get_sequence
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.enrollments.filter import clean_search
from segue.web.enrollments.rows import face_of
from segue.web.sequences.step_forms import IdsField

MOST_OPTIONS = 20


@dataclass(frozen=True)
class Typed:
    """The step as it stands in the form, and how the chosen record would get it."""

    config: EmailConfig
    preview: MailPreview


@require_safe
@sequences_page(Permission.WRITE_SEQUENCES)
def preview_search(request: MemberRequest, pk: int) -> HttpResponse:
    """Records to preview as."""
    sequence, q = get_sequence(request.workspace, pk), clean_search(request.GET.get("q", ""))
    kind = RecordType(sequence.type)
    found = search_of_type(request.workspace, kind, q, MOST_OPTIONS)
    nothing = f"No {kind.plural} match “{q}”." if q else f"There are no {kind.plural} in this workspace yet."
    options = [(choice, face_of(kind, choice.id, choice.name)) for choice in found]
    return render(request, "segue/enrollments/_options.html", {"options": options, "nothing": nothing, "kind": kind})


@require_POST
@sequences_page(Permission.WRITE_SEQUENCES)
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What this record would get."""
    sequence = get_sequence(request.workspace, pk)
    try:
        typed = _typed(request, sequence)
    except Invalid as refused:
        return _answer(request, error=str(refused))
    shown = typed.preview
    context = {
        "preview": shown,
        "document": render_to_string("segue/sequences/_mail_document.html", {"html": shown.html}),
        "files": attachments_of(request.workspace, typed.config.attachments),
    }
    return _answer(request, **context)


@require_POST
@sequences_page(Permission.WRITE_SEQUENCES)
def test(request: MemberRequest, pk: int) -> HttpResponse:
    """Send it to the member who asks."""
    sequence = get_sequence(request.workspace, pk)
    try:
        typed = _typed(request, sequence)
    except Invalid as refused:
        return _answer(request, error=str(refused))
    to = send_test(actor(request), typed.preview, typed.config, timezone.now())
    return _answer(request, sent_to=to, sender=typed.preview.sender)


def _typed(request: MemberRequest, sequence: Sequence) -> Typed:
    chosen, place = request.POST.get("record", ""), request.POST.get("place", "")
    if not (chosen.isdecimal() and len(chosen) < 19):
        raise Invalid({"record": ["Choose a record first."]})
    record = get_record(request.workspace, RecordType(sequence.type), int(chosen))
    position = int(place) if place.isdecimal() and len(place) < 10 else 1
    config = _config(request)
    return Typed(config, preview_mail(sequence, config, position, record, request.member))


def _config(request: MemberRequest) -> EmailConfig:
    sent = request.POST
    raw = {
        "subject": sent.get("subject", ""),
        "body": sent.get("body", ""),
        "in_thread": "in_thread" in sent,
        "attachments": IdsField().to_python(sent.getlist("attachments")),
    }
    try:
        config = parse_config(StepKind.EMAIL, raw)
    except BadStepError as error:
        raise Invalid({name: [problem] for name, problem in error.problems.items()}) from error
    assert isinstance(config, EmailConfig)
    return config


def _answer(request: MemberRequest, **context: object) -> HttpResponse:
    return render(request, "segue/sequences/_preview.html", context, status=422 if "error" in context else 200)
