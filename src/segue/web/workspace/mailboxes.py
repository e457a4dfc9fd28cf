"""Settings, Mailboxes: where mail leaves, how each mailbox is, pausing and removing one."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from segue.actions.pause_mailbox import pause_mailbox
from segue.actions.remove_mailbox import remove_mailbox
from segue.actions.resume_mailbox import resume_mailbox
from segue.domain.refusals import Conflict, Invalid
from segue.domain.roles import Permission
from segue.models import Mailbox
from segue.queries.mailbox_states import mailbox_rows
from segue.queries.mailboxes import get_mailbox, mailboxes_of
from segue.web.access import MemberRequest, actor, member_view
from segue.web.forms import show_problems
from segue.web.public_address import reach_notice


@member_view
def mailboxes(request: MemberRequest) -> HttpResponse:
    """Everybody may look; an admin may change."""
    rows = mailbox_rows(request.workspace, timezone.now())
    may_change = request.member.may(Permission.ADMINISTER)
    context = {
        "rows": rows,
        "sends": any(row.sends for row in rows),
        "reach": reach_notice() if may_change and any(row.sends for row in rows) else None,
        "may_change": may_change,
    }
    return render(request, "segue/workspace/mailboxes.html", context)


@require_POST
@member_view(Permission.ADMINISTER)
def mailbox_pause(request: MemberRequest, pk: int) -> HttpResponse:
    """Nothing leaves until it is resumed."""
    mailbox = pause_mailbox(actor(request), get_mailbox(request.workspace, pk), timezone.now())
    messages.success(request, f"{mailbox.name} is paused. Mail waits until you resume it.")
    return redirect("mailboxes")


@require_POST
@member_view(Permission.ADMINISTER)
def mailbox_resume(request: MemberRequest, pk: int) -> HttpResponse:
    """What waited leaves."""
    mailbox = resume_mailbox(actor(request), get_mailbox(request.workspace, pk))
    messages.success(request, f"{mailbox.name} sends again. What waited leaves at its pace.")
    return redirect("mailboxes")


class RemoveForm(forms.Form):
    """Who takes over."""

    successor = forms.ModelChoiceField(
        queryset=Mailbox.objects.none(),
        required=False,
        label="Mailbox that takes over",
        empty_label="None",
        help_text="Records in progress with this mailbox go on with that one, as do sequences that always send "
        "through it.",
    )

    def __init__(self, mailbox: Mailbox, data: QueryDict | None) -> None:
        super().__init__(data)
        field = self.fields["successor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = mailboxes_of(mailbox.workspace).exclude(pk=mailbox.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Permission.ADMINISTER)
def mailbox_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """A dialog: asks who takes over."""
    mailbox = get_mailbox(request.workspace, pk)
    form = RemoveForm(mailbox, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            remove_mailbox(actor(request), mailbox, form.cleaned_data["successor"], timezone.now())
        except Invalid as refusal:
            show_problems(form, refusal)
        except Conflict as refusal:
            form.add_error("successor", str(refusal))
        else:
            messages.success(request, f"{mailbox.name} is removed. What left through it stays on the records.")
            return HttpResponseClientRedirect(reverse("mailboxes"))
    context = {"mailbox": mailbox, "form": form}
    return render(request, "segue/workspace/_mailbox_remove.html", context, status=422 if form.is_bound else 200)
