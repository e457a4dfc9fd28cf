"""The step editor, in the drawer: choose a kind, then fill in its form."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from segue.actions.draft import add_step, change_step
from segue.domain.delay import DelayUnit
from segue.domain.records import RecordType
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.domain.steps import StepKind
from segue.models import Sequence
from segue.queries.fields import field_set
from segue.queries.sequences import editable_version, get_sequence, get_step, steps_of
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.sequences.email_editor import email_context
from segue.web.sequences.forms import add_problems
from segue.web.sequences.head import head_context
from segue.web.sequences.step_forms import FORMS, EmailForm, StepForm, initial_of
from segue.web.sequences.steps_page import changed

BY_ITSELF = (
    (StepKind.EMAIL, "A message to the record’s address."),
    (StepKind.FIELD, "Set or clear a field of the record."),
    (StepKind.TAG, "Add a tag or take one away."),
    (StepKind.WEBHOOK, "Tell another system, signed."),
)
BY_HAND = (
    (StepKind.CALL, "A call to make."),
    (StepKind.TODO, "Anything a person should do."),
    (StepKind.MESSAGE, "A LinkedIn, SMS or other message, sent by hand."),
)


@require_safe
@sequences_page(Permission.WRITE_SEQUENCES)
def choose(request: MemberRequest, pk: int) -> HttpResponse:
    """What kind of step to add at ?position= (none: at the end)."""
    sequence = get_sequence(request.workspace, pk)
    if not request.htmx:
        return redirect("sequence-steps", sequence.pk)
    context = {
        "sequence": sequence,
        "position": _place(request.GET, sequence) or "",
        "groups": [("By itself", BY_ITSELF), ("By a person", BY_HAND)],
    }
    return render(request, "segue/sequences/choose_kind.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sequences_page(Permission.WRITE_SEQUENCES)
def new(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    """The form of a new step of this kind; on POST, add it."""
    sequence = get_sequence(request.workspace, pk)
    if kind not in set(StepKind):
        raise Invalid({"kind": ["There is no such kind of step. Close this and choose one from the list."]})
    position = _position(request.POST) if request.method == "POST" else _place(request.GET, sequence)

    def save(form: StepForm) -> str:
        amount, unit = form.cleaned_data["delay_amount"], form.cleaned_data["delay_unit"]
        step = add_step(actor(request), sequence, kind, form.config, amount, unit, timezone.now(), position)
        return f"Step {step.position} added."

    extra = {"action": reverse("step-new", args=[pk, kind]), "position": position or "", "kind": StepKind(kind)}
    return _edit(request, sequence, _first_values(StepKind(kind), position), save, extra)


@require_http_methods(["GET", "HEAD", "POST"])
@sequences_page
def step(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """The form of a step; on POST, change it. Members who may not write see it and cannot change it."""
    sequence = get_sequence(request.workspace, pk)
    found = get_step(sequence, key)
    if request.method == "POST":
        actor(request).require(Permission.WRITE_SEQUENCES)

    def save(form: StepForm) -> str:
        amount, unit = form.cleaned_data["delay_amount"], form.cleaned_data["delay_unit"]
        change_step(actor(request), found, form.config, amount, unit, timezone.now())
        return f"Step {found.position} saved."

    extra = {"action": reverse("step", args=[pk, key]), "step": found, "kind": StepKind(found.kind)}
    return _edit(request, sequence, initial_of(found), save, extra)


def _edit(
    request: MemberRequest,
    sequence: Sequence,
    initial: dict[str, Any],
    save: Callable[[StepForm], str],
    extra: dict[str, Any],
) -> HttpResponse:
    """Save what was sent, or show the form: as it is, or (422) with what is wrong and what was typed."""
    form = FORMS[extra["kind"]](
        request.POST if request.method == "POST" else None,
        initial=initial,
        record_type=RecordType(sequence.type),
        known=field_set(sequence.workspace),
    )
    if form.is_valid():
        try:
            return changed(request, sequence, save(form))
        except Invalid as refused:
            add_problems(form, refused)
    if not request.htmx and not form.is_bound:
        return redirect("sequence-steps", sequence.pk)
    context = head_context(sequence, request) | extra | {"form": form}
    if isinstance(form, EmailForm):
        context |= email_context(request, sequence, form, extra)
    if not context["head"].can_edit:
        for field in form.fields.values():
            field.disabled = True
    return render(request, "segue/sequences/step_form.html", context, status=422 if form.errors else 200)


def _first_values(kind: StepKind, position: int | None) -> dict[str, Any]:
    """What a new step starts with: people are given a pause after the first step, data is not."""
    is_pause = position != 1 and kind not in {StepKind.FIELD, StepKind.TAG, StepKind.WEBHOOK}
    return {"delay_amount": 2 if is_pause else 0, "delay_unit": DelayUnit.BUSINESS_DAYS if is_pause else DelayUnit.DAYS}


def _place(asked: QueryDict, sequence: Sequence) -> int | None:
    """The position asked for; the first step of all is the first, though nobody says so."""
    return _position(asked) or (None if steps_of(editable_version(sequence)) else 1)


def _position(sent: QueryDict) -> int | None:
    text = sent.get("position", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
