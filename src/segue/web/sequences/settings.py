"""The Settings tab of a sequence."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from segue.actions.change_sequence import change_sequence
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.models import Sequence
from segue.queries.mailboxes import sends_mail
from segue.queries.sequences import get_sequence
from segue.web.access import MemberRequest, actor, sequences_page
from segue.web.public_address import reach_notice
from segue.web.sequences.forms import SettingsForm, add_problems
from segue.web.sequences.head import head_context


@require_http_methods(["GET", "HEAD", "POST"])
@sequences_page
def settings(request: MemberRequest, pk: int) -> HttpResponse:
    """Members who may not write see the settings and cannot change them."""
    sequence = get_sequence(request.workspace, pk)
    if request.method == "POST":
        return _save(request, sequence)
    return _show(request, sequence, SettingsForm(sequence))


def _save(request: MemberRequest, sequence: Sequence) -> HttpResponse:
    actor(request).require(Permission.WRITE_SEQUENCES)
    form = SettingsForm(sequence, request.POST)
    if form.is_valid():
        try:
            change_sequence(actor(request), sequence, form.changes, timezone.now())
        except Invalid as refused:
            add_problems(form, refused)
        else:
            messages.success(request, "Settings saved.")
            return redirect("sequence-settings", sequence.pk)
    return _show(request, sequence, form, status=422)


def _show(request: MemberRequest, sequence: Sequence, form: SettingsForm, status: int = 200) -> HttpResponse:
    context = head_context(sequence, request)
    if not context["head"].can_edit:
        for field in form.fields.values():
            field.disabled = True
    # Nothing leaves an Outbox: its links need to lead nowhere.
    shown = context["head"].can_edit and sequence.opt_out_link and sends_mail(request.workspace)
    context |= {"form": form, "reach": reach_notice() if shown else None}
    return render(request, "segue/sequences/settings.html", context, status=status)
