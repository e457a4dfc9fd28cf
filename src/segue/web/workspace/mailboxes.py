"""Settings, Mailboxes: where mail leaves, and the Outbox that keeps what left."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from segue.actions.change_mailbox import change_mailbox
from segue.domain.refusals import Invalid
from segue.domain.roles import Permission
from segue.queries.mailboxes import get_mailbox, get_message, mailboxes_of, outbox_page
from segue.web.access import MemberRequest, actor, member_view
from segue.web.forms import given, show_problems


class MailboxForm(forms.Form):
    """Who mail comes from."""

    name = forms.CharField(label="Sender’s name", help_text="Recipients read it in front of the address.")
    address = forms.CharField(label="Sender’s address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))


@member_view
def mailboxes(request: MemberRequest) -> HttpResponse:
    """Everybody may look; an admin may edit."""
    context = {
        "mailboxes": mailboxes_of(request.workspace),
        "may_change": request.member.may(Permission.ADMINISTER),
    }
    return render(request, "segue/workspace/mailboxes.html", context)


@member_view(Permission.ADMINISTER)
def mailbox_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """The sender's name and address."""
    mailbox = get_mailbox(request.workspace, pk)
    initial = {"name": mailbox.name, "address": mailbox.address}
    form = MailboxForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            changes = {"name": given(form, "name"), "address": given(form, "address")}
            change_mailbox(actor(request), mailbox, changes, timezone.now())
        except Invalid as refusal:
            show_problems(form, refusal)
        else:
            messages.success(request, "Mailbox saved. Mail that leaves from now on carries it.")
            return redirect("mailboxes")
    context = {"form": form, "mailbox": mailbox}
    return render(request, "segue/workspace/mailbox.html", context, status=422 if form.is_bound else 200)


@member_view
def outbox(request: MemberRequest, pk: int) -> HttpResponse:
    """What left through this mailbox, newest first, a page at a time."""
    mailbox = get_mailbox(request.workspace, pk)
    q = request.GET.get("q", "")[:254]
    before = request.GET.get("before", "")
    page = outbox_page(mailbox, q, int(before) if before.isdecimal() and len(before) < 19 else None)
    context = {"mailbox": mailbox, "page": page, "q": q, "before": before}
    return render(request, "segue/workspace/outbox.html", context)


@member_view
def outbox_message(request: MemberRequest, pk: int) -> HttpResponse:
    """One message as it left."""
    return render(request, "segue/workspace/message.html", {"message": get_message(request.workspace, pk)})
